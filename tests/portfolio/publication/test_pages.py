"""Readers do not wait for writers."""

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from portfolio.publication import log
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def portfolio() -> None:
    factories.make_site()
    factories.ThemeFactory(slug="making")
    log.flush()


@pytest.fixture
def someone_writing(portfolio: None) -> Iterator[None]:
    """A second connection in the middle of its transaction, with SQLite's one write lock."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/innovations/?theme=making",
        "/themes/making/",
        "/robots.txt",
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/.well-known/security.txt",
    ],
)
@pytest.mark.usefixtures("someone_writing")
def test_a_public_address_is_read_while_someone_writes(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/no-such-page/", "/media/no-such-picture.png", "/documents/1/none.pdf"])
@pytest.mark.usefixtures("someone_writing")
def test_what_is_not_there_is_said_while_someone_writes(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
