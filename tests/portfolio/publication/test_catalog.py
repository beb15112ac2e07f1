"""What one process knows of the public documents, whoever asked it last."""

import pytest

from portfolio.publication.asking import Query
from portfolio.publication.catalog import Catalog
from portfolio.publication.models import LogHead, PublicDocument, State
from portfolio.publication.positions import position
from search import scratch

pytestmark = pytest.mark.django_db

EVERYTHING = Query(scratch.SITE, ("innovation",), "en")


def change(number: int, **fields: object) -> None:
    sequence = LogHead.objects.get().sequence + 1
    PublicDocument.log.filter(pk_number=number).update(sequence=sequence, **fields)
    LogHead.objects.update(sequence=sequence)


def test_what_is_published_again_is_there_however_late_a_reader_asked_meanwhile() -> None:
    scratch.publish([scratch.Made("One", ""), scratch.Made("Two", "")])
    catalog, early = Catalog(), position()
    assert catalog.total(early, EVERYTHING) == 2
    PublicDocument.log.filter(pk_number=1).update(is_hidden=True)
    assert catalog.total(position(), EVERYTHING) == 1
    assert catalog.total(early, EVERYTHING) == 1
    change(1, state=State.GONE, is_hidden=False)
    assert catalog.total(position(), EVERYTHING) == 1
    change(1, state=State.LIVE)
    assert catalog.total(position(), EVERYTHING) == 2
