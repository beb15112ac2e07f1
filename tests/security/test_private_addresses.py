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
        if isinstance(each, logging.StreamHandler) and isinstance(each.formatter, HidePrivateAddresses)
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


def test_a_key_in_a_traceback_is_not_written_down(
    client: Client, written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(token: str) -> None:
        raise RuntimeError(f"Could not open /progress/{token}/")

    factories.make_site()
    monkeypatch.setattr("home.progress.views.opened_by", fail)
    client.raise_request_exception = False
    assert client.get(f"/progress/{KEY}/").status_code == 500

    assert "RuntimeError: Could not open /progress/…/" in written.getvalue()
    assert KEY not in written.getvalue()


def test_a_message_that_cannot_be_put_together_fails_nobody(
    written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)  # as in production: nothing is printed either
    logging.getLogger("some.library").warning("%d things", "no number")

    assert written.getvalue() == ""
