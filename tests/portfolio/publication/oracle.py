"""What may be seen, worked out from the editors' tables alone, and what the public side shows.

Every text that a test writes carries a word of its own. What may be public is then a question of words.
"""

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from django.db.models import QuerySet
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from api.collections import collections
from plugins.researchlinks.models import ResearchLink, ResearchRecord
from portfolio.models import (
    Dependency,
    District,
    File,
    InnovationPage,
    OutboxRow,
    Person,
    Picture,
    PlaybookPage,
    PortfolioPage,
    PublicDocument,
    PublicFile,
    Theme,
    ToolkitPage,
)
from portfolio.publication import log, upkeep

WORD = re.compile(rb"wort\d{5}x")
_numbers = count(1)


def new_word() -> str:
    return f"wort{next(_numbers):05d}x"


def words_in(*values: object) -> set[bytes]:
    return {word for value in values for word in WORD.findall(_bytes(value))}


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def words_that_may_be_public() -> set[bytes]:
    public = [page for page in Page.objects.filter(live=True, expired=False) if not _is_closed(page)]
    entries = PortfolioPage.objects.filter(pk__in=[page.pk for page in public])
    return words_in(
        [page.title for page in public],
        list(entries.values_list("summary")),
        list(Page.objects.values_list("slug")),  # a private page's own slug is part of addresses below it
        list(Theme.objects.values_list("name", "slug")),
        list(Person.objects.values_list("name", "role")),
        list(District.objects.values_list("name")),
        [picture.description for picture in Picture.objects.all() if picture.may_be_shown()],
        [file.title for file in File.objects.all() if not _is_private(file)],
        list(ResearchRecord.objects.filter(links__page__in=public).values_list("title")),
    )


def _is_closed(page: Page) -> bool:
    closed = PageViewRestriction.objects.values_list("page__path", flat=True)
    return any(page.path.startswith(path) for path in closed)


def _is_private(file: File) -> bool:
    closed = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    return any(Collection.objects.get(pk=file.collection_id).path.startswith(path) for path in closed)


def words_that_are_stored() -> set[bytes]:
    """Return the words in every column of every row of the public side, tombstones too."""
    rows = (*PublicDocument.log.all(), *PublicFile.rows.all(), *Dependency.objects.all())
    return {word for row in rows for word in words_in(*vars(row).values())}


def assert_log_is_true() -> None:
    """Nothing is left to do, a fresh compilation finds no difference, and no word is there that may not."""
    waiting = [(row.key, row.error) for row in OutboxRow.objects.all()]
    assert not waiting, waiting
    wrong = [difference.what for difference in upkeep.verify()]
    assert not wrong, wrong
    leaked = words_that_are_stored() - words_that_may_be_public()
    assert not leaked, leaked
    assert_records_are_those_that_are_linked()


def assert_nothing_withdrawn_is_shown() -> None:
    """No reader sees a page that is not public, also while the log is behind."""
    shown = set(PublicDocument.objects.values_list("page_id", flat=True))
    public = {page.pk for page in Page.objects.filter(live=True, expired=False) if not _is_closed(page)}
    assert not shown - public - {None}, shown - public
    for document in PublicDocument.objects.exclude(row_key=None):
        assert ResearchRecord.objects.filter(public_id=document.id, is_withdrawn=False).exists()
        assert _pages_showing(document).exists(), document


def _pages_showing(document: PublicDocument) -> QuerySet[PublicDocument]:
    here = {"site_id": document.site_id, "locale": document.locale, "row_key": None}
    return PublicDocument.objects.filter(dependencies__key=document.row_key, **here)


def records_that_may_be_public() -> set[tuple[str, str]]:
    """Return the id and language of each record that a public page with an address links."""
    links = ResearchLink.objects.filter(
        page__live=True, page__expired=False, record__is_withdrawn=False
    ).select_related("page__locale", "record")
    return {
        (str(link.record.public_id), link.page.locale.language_code)
        for link in links
        if not _is_closed(link.page) and link.page.specific.get_url_parts() and _is_told(link.page)
    }


def _is_told(page: Page) -> bool:
    """Whether its kind has such links at all: below another kind of page they are never shown."""
    return isinstance(page.specific, InnovationPage | PlaybookPage | ToolkitPage)


def assert_records_are_those_that_are_linked() -> None:
    told = PublicDocument.objects.filter(kind="research").values_list("id", "locale")
    assert {(str(public_id), locale) for public_id, locale in told} == records_that_may_be_public()


class Numbers:
    """Sees to it that sequences only grow: what differs has a number above all that were there before."""

    def __init__(self) -> None:
        self.head = 0
        self.before: dict[int, tuple[int, str, str]] = {}

    def assert_grown(self) -> None:
        rows = PublicDocument.log.values_list("pk_number", "sequence", "etag", "state")
        now = {number: (sequence, etag, state) for number, sequence, etag, state in rows}
        head = log.position().sequence
        sequences = [sequence for sequence, _etag, _state in now.values()]
        assert len(set(sequences)) == len(sequences)
        assert max(sequences, default=0) <= head >= self.head
        assert not self.before.keys() - now.keys()
        for number, found in now.items():
            assert found == self.before.get(number) or found[0] > self.head
        self.head, self.before = head, now


Documents = dict[tuple[str, str], Any]


def listed() -> Documents:
    """Return every document that the lists show, whole, in both languages."""
    return {
        (document["id"], document["locale"]): document
        for collection in collections()
        for language in ("en", "es")
        for document in _all_of(f"/api/v1/{collection}?view=full&limit=9&lang={language}")
    }


def _all_of(address: str) -> Iterator[Any]:
    following = ""
    while following is not None:
        response = Client().get(f"{address}&cursor={following}" if following else address)
        assert response.status_code == 200, response.content
        answer = response.json()
        yield from answer["items"]
        following = answer["next"]


def mirrored(mirror: Any) -> Documents:
    mirror.catch_up()
    rows = mirror.file.execute("SELECT id, locale, content FROM document")
    return {(public_id, locale): json.loads(content) for public_id, locale, content in rows}
