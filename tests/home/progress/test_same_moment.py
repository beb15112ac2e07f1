"""Two who have one link and end it at the same moment, on a database that lets them."""

import threading
from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from home.models import EndedLink, PlaybookProgress
from home.progress import keeping
from home.progress.keeping import LinkOverError

pytestmark = pytest.mark.django_db(transaction=True)

EMPTY: dict[str, list[object]] = {"phases": []}
TIMES = 12


def at_once(*calls: Callable[[], str | None]) -> list[str]:
    """Make the calls in threads of their own; return what came of each, "over" where the link was."""
    results: list[str] = []
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], str | None]) -> None:
        start.wait()
        try:
            results.append(call() or "deleted")
        except LinkOverError:
            results.append("over")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def begun() -> str:
    PlaybookProgress.objects.all().delete()
    EndedLink.objects.all().delete()
    return keeping.begin(uuid4(), EMPTY)


@pytest.fixture(autouse=True)
def several_writers() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: run `python -m tests.on_postgresql` for this one")


def test_one_of_two_new_links_is_taken_and_opens_the_list() -> None:
    for _time in range(TIMES):
        token = begun()
        offers = [keeping.offered_link(token) for _tab in range(2)]
        results = at_once(*(partial(keeping.take_link, token, offer) for offer in offers))

        assert results.count("over") == 1
        [new] = [result for result in results if result != "over"]
        assert keeping.opened_by(new)
        assert EndedLink.objects.count() == 1


def test_one_form_sent_twice_leads_both_to_one_list() -> None:
    for _time in range(TIMES):
        token = begun()
        offer = keeping.offered_link(token)
        first, second = at_once(*[partial(keeping.take_link, token, offer)] * 2)

        assert first == second != "over"
        assert keeping.opened_by(first)


def test_a_list_is_deleted_or_has_a_new_link_and_never_both() -> None:
    for _time in range(TIMES):
        token = begun()
        offer = keeping.offered_link(token)
        results = at_once(partial(keeping.delete, token), partial(keeping.take_link, token, offer))

        assert results.count("over") == 1
        assert PlaybookProgress.objects.exists() == ("deleted" not in results)
        assert keeping.was_ended(token)
