"""What tests of every part may use: real services where they are found, and a browser."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.core.management.commands import flush

from tests.elasticsearch import node
from tests.postgresql import new_database, private_server
from tests.services import CHROMIUM, POSTGRESQL

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

QUIET_CHROMIUM = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FOLLOWING_FROM_MODELS = {"auth_permission", "django_content_type"}
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a browser or a PostgreSQL of its own runs once, not again for each database."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "chromium" in fixtures:
            item.add_marker("browser")
        if "chromium" in fixtures or "postgresql_server" in fixtures:
            item.add_marker("once")


@pytest.fixture(scope="session", autouse=True)
def _quick_flush() -> Iterator[None]:
    """Empty tables after a test without making anew what follows from the models alone.

    Content types and permissions take Django a third of a second of work to write again, and come
    out the same.
    """

    def all_but_what_models_say(style: object, connection: Any, **options: bool) -> list[str]:
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        return connection.ops.sql_flush(style, sorted(tables - FOLLOWING_FROM_MODELS), **options)

    def look_after_triggers(*of_no_concern: object) -> None:
        from portfolio.publication import triggers

        triggers.look_after()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", all_but_what_models_say)
        patch.setattr(flush, "emit_post_migrate_signal", look_after_triggers)
        yield


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """Begin without what was counted in tests before: it would be written in the middle of this one."""
    from api import use
    from portfolio import reads
    from search.asked import notes

    for counts in (use.counts, reads.counts, notes.counts):
        counts.take()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The DATABASE_URL of a PostgreSQL server that only this test run uses."""
    with private_server(POSTGRESQL.require()) as url:
        yield url


@pytest.fixture
def postgres_url(postgresql_server: str) -> str:
    """The DATABASE_URL of an empty database that only this test uses."""
    return new_database(postgresql_server)


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """The address of an Elasticsearch node, 7.0 or newer."""
    with node() as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """A headless Chromium.

    Playwright's synchronous interface keeps an event loop in this thread, at which Django refuses
    to touch the database; nothing here is concurrent, so it is told not to. Both end with the
    module, so that they change no test elsewhere.
    """
    program = CHROMIUM.require()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET_CHROMIUM))
        yield browser
        browser.close()


@pytest.fixture
def browser_context(chromium: "Browser") -> Iterator["BrowserContext"]:
    """A fresh profile. Asking any other host for anything fails the test: our pages never do."""
    strays: list[str] = []

    def stay_home(route: "Route", request: "Request") -> None:
        if urlsplit(request.url).hostname in LOOPBACK:
            route.continue_()
        else:
            strays.append(request.url)
            route.abort()

    context = chromium.new_context()
    context.route("**/*", stay_home)
    yield context
    context.close()
    assert not strays, f"The page asked other hosts for: {strays}"


@pytest.fixture
def page(browser_context: "BrowserContext") -> "Page":
    """A tab in a fresh profile. Use `live_server.url` for its addresses."""
    return browser_context.new_page()
