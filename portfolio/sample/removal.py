"""Takes the sample away again, and only the sample."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page, ReferenceIndex

from portfolio.models import (
    Consent,
    ContentRequest,
    District,
    DistrictPage,
    DistrictSpace,
    File,
    Organisation,
    Person,
    Picture,
    PortfolioPage,
    Theme,
)
from portfolio.sample import content, plugins
from portfolio.sample.shelf import sample_key


class CannotRemoveError(Exception):
    """Something of somebody's depends on the sample. `reasons` says what, and how to put it right."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@transaction.atomic
def remove() -> Counter[str]:
    """Delete the sample and return how many rows of each kind that was; raise CannotRemoveError else.

    Facts about real districts stay, and so do themes that a real entry uses.
    """
    if reasons := [*_real_rows_inside(), *_real_entries_that_name_it()]:
        raise CannotRemoveError(reasons)
    removed: Counter[str] = Counter()
    _close_spaces(removed)
    for page in PortfolioPage.objects.filter(is_sample=True).order_by("-depth"):
        page.specific.delete()
        removed["pages"] += 1
    removed["content requests"] = _delete(ContentRequest.objects.filter(is_sample=True))
    removed["consents"] = _delete(Consent.objects.filter(district__is_sample=True))
    for model in (Picture, File, Person, Organisation):
        removed[str(model._meta.verbose_name_plural)] = _delete(model._default_manager.filter(is_sample=True))
    invented = District.objects.filter(is_sample=True)
    removed["districts"] = _delete(invented.exclude(successor=None)) + _delete(invented)
    for model in plugins.sample_models():
        removed[str(model._meta.verbose_name_plural)] += _delete_rows(model)
    removed["themes"] = sum(_remove_theme(theme) for theme in content.read_toml("network")["themes"])
    return removed


def _real_rows_inside() -> Iterator[str]:
    """Find what people put into the sample districts themselves."""
    for page in DistrictPage.objects.filter(is_sample=True):
        for entry in PortfolioPage.objects.descendant_of(page).filter(is_sample=False):
            yield _("“%(entry)s” lies below “%(page)s”. Move or delete it first.") % {
                "entry": entry.title, "page": page.title,
            }  # fmt: skip
    for person in Person.objects.filter(is_sample=False, district__is_sample=True):
        yield _("%s belongs to a sample district. Give this person another district, or none.") % person
    inside = Collection.objects.filter(space__district__is_sample=True)
    for model in (Picture, File):
        for item in model._default_manager.filter(is_sample=False, collection__in=inside):
            yield _("“%s” lies in a sample district's collection. Move or delete it first.") % item.title


def _real_entries_that_name_it() -> Iterator[str]:
    """Find real entries that name a sample district, picture, file, person or entry."""
    real = PortfolioPage.objects.filter(is_sample=False)
    for page in real.specific().iterator(chunk_size=100):
        ReferenceIndex.create_or_update_for_object(page)
    ids = [str(pk) for pk in real.values_list("pk", flat=True)]
    pages = ContentType.objects.get_for_model(Page)
    for model in (District, Picture, File, Person, Page, *plugins.sample_models()):
        named = ReferenceIndex.objects.filter(
            base_content_type=pages,
            object_id__in=ids,
            to_content_type=ContentType.objects.get_for_model(model),
            to_object_id__in=[str(pk) for pk in _sample_ids(model)],
        )
        for pk in sorted(set(named.values_list("object_id", flat=True))):
            yield _("“%(entry)s” uses a sample %(kind)s. Take it out there first.") % {
                "entry": real.get(pk=pk).title, "kind": model._meta.verbose_name,
            }  # fmt: skip


def _sample_ids(model: type[Model]) -> QuerySet[Any]:
    rows = PortfolioPage if model is Page else model
    return rows._default_manager.filter(is_sample=True).values_list("pk", flat=True)


def _close_spaces(removed: Counter[str]) -> None:
    """Undo what onboarding made: the network's own approval step and its groups stay."""
    for space in DistrictSpace.objects.filter(district__is_sample=True):
        workflow, collection, groups = (
            space.workflow,
            space.collection,
            (space.communicators, space.approvers),
        )
        space.delete()
        if workflow:
            for step in workflow.workflow_tasks.filter(
                task__groupapprovaltask__groups__in=[g for g in groups if g]
            ):
                step.task.delete()
            workflow.delete()
        for group in filter(None, groups):
            group.delete()
        if collection:
            _empty(collection)
        removed["district spaces"] += 1


def _empty(collection: Collection) -> None:
    """Delete a collection. What is left in it is of the sample and is deleted after it."""
    root = Collection.get_first_root_node()
    for model in (Picture, File):
        model._default_manager.filter(collection=collection).update(collection=root)
    collection.delete()


def _delete(rows: QuerySet[Any]) -> int:
    count = rows.count()
    rows.delete()
    return count


def _delete_rows(model: type[Model]) -> int:
    """Delete a plugin's sample rows. Raises CannotRemoveError where others of its rows need them."""
    try:
        return _delete(model._base_manager.filter(is_sample=True))
    except ProtectedError as error:
        told = _("%(needing)s needs a sample %(kind)s. Take it out there first.")
        kind = model._meta.verbose_name
        raise CannotRemoveError(
            sorted({told % {"needing": each, "kind": kind} for each in error.protected_objects})
        ) from error


def _remove_theme(written: dict[str, Any]) -> int:
    """Delete a theme and those below it, in every language, unless people gave it another use."""
    count = sum(_remove_theme(child) for child in written.get("children", []))
    for theme in Theme.objects.filter(translation_key=sample_key("theme", written["slug"])):
        if _is_used(theme):
            continue
        with suppress(ProtectedError), transaction.atomic():
            theme.delete()
            count += 1
    return count


def _is_used(theme: Theme) -> bool:
    return any(
        getattr(theme, relation).exists() for relation in ("innovations", "stories", "toolkits", "playbooks")
    )
