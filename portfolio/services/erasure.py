"""Erasing a person: from the directory, from the entries that name them, and from their history."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import ManyToOneRel, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log as log_action
from wagtail.models import ModelLogEntry, Page, Revision

from portfolio.models import DistrictPage, Person, PortfolioPage, User


@dataclass(frozen=True)
class Erasure:
    """How much was changed: entries as they stand, and versions in their history."""

    entries: int
    revisions: int


@transaction.atomic
def erase_person(person: Person, by: User | None = None) -> Erasure:
    """Remove `person` for good; what named them stays, without them.

    Their full name is also taken out of the text of the entries that name them as a person and of
    their own district's entries: out of the entry, its draft and every version. A name of one word
    is left in texts, where it might be any word. What is told of it in the log has no name.
    """
    pages = list(_entries_that_may_name(person))
    numbers = [str(page.pk) for page in pages]
    changed = sum(_erase_from_page(page, person) for page in pages)
    history = Revision.page_revisions.filter(object_id__in=numbers)
    revisions = sum(_erase_from_revision(revision, person) for revision in history.iterator(chunk_size=100))
    _erase(person, by)
    return Erasure(changed, revisions)


def _entries_that_may_name(person: Person) -> QuerySet[PortfolioPage]:
    """Return the entries with a link to the person, now or in a version, and their district's."""
    linked = {row[0] for relation in _relations() for row in _pages_linking(relation, person)}
    condition = Q(pk__in=linked | set(_pages_linked_in_history(person)))
    home = DistrictPage.objects.filter(district=person.district_id).first() if person.district_id else None
    if home:
        condition |= Q(path__startswith=home.path)
    found: QuerySet[PortfolioPage] = PortfolioPage.objects.filter(condition).specific()
    return found


def _relations() -> list[Any]:
    """Return the foreign keys to Person, whichever model has them."""
    return [
        relation.field
        for relation in Person._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel)
    ]


def _pages_linking(field: Any, person: Person) -> Iterator[tuple[int]]:
    key = "pk" if issubclass(field.model, Page) else "page_id"
    if key == "pk" or any(f.attname == "page_id" for f in field.model._meta.concrete_fields):
        yield from field.model.objects.filter(**{field.name: person}).values_list(key)


def _pages_linked_in_history(person: Person) -> Iterator[int]:
    """Search the versions of entries, for those that link the person no longer."""
    kinds = ContentType.objects.get_for_models(*PortfolioPage.__subclasses__()).values()
    for revision in Revision.page_revisions.filter(content_type__in=kinds).iterator(chunk_size=100):
        if _unlinked(revision.content, person) != revision.content:
            yield int(revision.object_id)


def _erase_from_page(page: PortfolioPage, person: Person) -> bool:
    before = page.serializable_data()
    after = _without(before, person)
    if after == before:
        return False
    erased = type(page).from_serializable_data(after)
    Page.save(erased, clean=False)  # not the entry's own: being complete is no condition for erasure
    return True


def _erase_from_revision(revision: Revision, person: Person) -> bool:
    after = _without(revision.content, person)
    if after == revision.content:
        return False
    revision.content = after
    revision.save(update_fields=["content"])
    return True


def _without(data: dict[str, Any], person: Person) -> dict[str, Any]:
    """Return a page's data with neither a link to `person` nor their name in its texts."""
    kept: dict[str, Any] = _texts_without(_unlinked(data, person), _name_pattern(person))
    return kept


def _unlinked(data: dict[str, Any], person: Person) -> dict[str, Any]:
    links = {field.name for field in _relations()}
    return {
        key: None if key in links and value == person.pk else _rows_without(value, links, person)
        for key, value in data.items()
    }


def _rows_without(value: Any, links: set[str], person: Person) -> Any:
    """Drop child rows, such as authors, that are about the person alone."""
    if not isinstance(value, list):
        return value
    return [
        row
        for row in value
        if not (isinstance(row, dict) and any(row.get(name) == person.pk for name in links))
    ]


def _name_pattern(person: Person) -> re.Pattern[str] | None:
    words = person.name.split()
    if len(words) < 2:
        return None
    return re.compile(r"\b" + r"\s+".join(map(re.escape, words)) + r"\b", re.IGNORECASE)


def _texts_without(value: Any, name: re.Pattern[str] | None) -> Any:
    if name is None:
        return value
    if isinstance(value, str):
        return _text_without(value, name)
    if isinstance(value, list):
        return [_texts_without(item, name) for item in value]
    if isinstance(value, dict):
        return {key: _texts_without(item, name) for key, item in value.items()}
    return value


def _text_without(text: str, name: re.Pattern[str]) -> str:
    """Blocks are kept as JSON inside a text, where é is written \\u00e9: look into it."""
    if text.startswith(("[{", '{"')):
        with suppress(ValueError):
            return json.dumps(_texts_without(json.loads(text), name))
    return name.sub(_("[name removed]"), text)


def _erase(person: Person, by: User | None) -> None:
    kind = ContentType.objects.get_for_model(Person)
    number = str(person.pk)
    log_action(instance=person, action="wagtail.delete", user=by, deleted=True)
    person.delete()
    past = ModelLogEntry.objects.filter(content_type=kind, object_id=number)
    past.update(label=_("Erased person"), data={})
