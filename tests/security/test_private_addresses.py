"""Addresses that are keys stay out of the logs."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.test import Client

from config.private_addresses import HidePrivateAddresses
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

KEY = "s3cret-" * 6


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the handlers of the site write."""
    [handler] = [
        each
        for each in logging.getLogger().handlers
        if isinstance(each, logging.StreamHandler)
        and any(isinstance(rule, HidePrivateAddresses) for rule in each.filters)
    ]
    stream = StringIO()
    before = handler.setStream(stream)
    yield stream
    handler.setStream(before)


@pytest.mark.parametrize(
    "path",
    [
        "/progress/{key}/",
        "/progress/{key}/link/",
        "/es/progress/{key}/link/?new",
        "/account/link/{key}/",
    ],
)
def test_a_refused_key_is_not_written_down(client: Client, written: StringIO, path: str) -> None:
    factories.make_site()
    assert client.get(path.format(key=KEY)).status_code in (404, 410)

    assert path.partition("{")[0] + "…" in written.getvalue()
    assert KEY not in written.getvalue()


def test_other_addresses_are_written_as_they_are(client: Client, written: StringIO) -> None:
    factories.make_site()
    client.get("/nothing/here/")

    assert "Not Found: /nothing/here/" in written.getvalue()
