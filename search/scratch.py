"""A portfolio for a moment: documents that somebody wants searched, in a database of their own."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import NamedTuple

from django.db import connection

from portfolio.publication.encoding import encode
from portfolio.publication.models import LogHead, PublicDocument, State

SITE = 1
STORED_AT_ONCE = 1_000
PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)


class Made(NamedTuple):
    title: str
    text: str
    facets: Sequence[Sequence[object]] = ()
    """(key, value, label, rank) of each value it is found by"""
    numbers: Mapping[str, float] = {}


@contextmanager
def database() -> Iterator[None]:
    """Make an empty database beside the usual one, use it, and remove it."""
    usual = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def publish(documents: Iterable[Made], locale: str = "en") -> None:
    """Put documents into the log, numbered from one in their order."""
    head, _is_new = LogHead.objects.get_or_create(pk=LogHead.ONLY)
    numbered = enumerate(documents, head.sequence + 1)
    while some := list(islice(numbered, STORED_AT_ONCE)):
        PublicDocument.log.bulk_create(_document(number, made, locale) for number, made in some)
        head.sequence = some[-1][0]
    head.save()


def _document(number: int, made: Made, locale: str) -> PublicDocument:
    return PublicDocument(
        pk_number=number,
        id=uuid.uuid5(uuid.NAMESPACE_OID, str(number)),
        locale=locale,
        kind="innovation",
        site_id=SITE,
        sequence=number,
        state=State.LIVE,
        path=f"/innovations/{number}/",
        title=made.title[:255],
        card_json=encode({"title": made.title}),
        body_json=encode({}),
        search_text=f"{made.title} {made.text}",
        facets_json=encode(made.facets),
        numbers_json=encode(made.numbers),
        compiler_version=0,
        published_at=PUBLISHED,
        updated_at=PUBLISHED,
    )
