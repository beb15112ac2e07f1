"""What an answer says and its tag agree, whatever is published or withdrawn while it is put together."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Page

from api import questions
from portfolio.models import DistrictPage, InnovationPage
from portfolio.publication import log
from portfolio.publication.positions import START, Position
from tests.api.published import get, live_district, live_innovation, live_innovations, read, refusal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]

Said = tuple[str, str]
MOST_STATEMENTS = 4
"""More than any of these answers takes"""


@contextmanager
def just_before(statement: Callable[[int], bool], happens: Callable[[], None]) -> Iterator[None]:
    """Let something happen before those statements, by their number, that are run within."""
    number = 0
    is_happening = False

    def between(execute: Callable[..., Any], *told: Any) -> Any:
        nonlocal number, is_happening
        if not is_happening:
            if statement(number):
                is_happening = True
                happens()
                is_happening = False
            number += 1
        return execute(*told)

    with connection.execute_wrapper(between):
        yield


def said(path: str) -> Said:
    answer = get(path)
    assert answer.status_code == 200, answer.content
    return answer["ETag"], answer.content.decode()


def rename(page: InnovationPage | DistrictPage) -> None:
    page.title = f"{page.title} again"
    page.save_revision().publish()
    log.flush()


def hide(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(live=False)


def show(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(live=True)
    log.flush()


def addresses(page: InnovationPage) -> list[str]:
    one = f"/innovations/{page.translation_key}"
    lists = ["/innovations", "/innovations?include=districts&facets=cost", "/changes?documents=full"]
    return [*lists, one, f"{one}?include=districts", f"/resolve?path=/innovations/{page.slug}/"]


@pytest.mark.parametrize("moment", range(MOST_STATEMENTS))
def test_answer_is_that_of_before_a_publish_or_that_of_after_it(moment: int) -> None:
    page = live_innovation(live_district())
    for path in addresses(page):
        before = said(path)
        with just_before(moment.__eq__, lambda: rename(page)):
            meanwhile = said(path)
        assert meanwhile in (before, said(path)), path


@pytest.mark.parametrize("moment", range(MOST_STATEMENTS))
def test_card_that_is_hidden_meanwhile_is_shown_under_no_tag_of_after_it(moment: int) -> None:
    parent = live_district()
    page = live_innovation(parent)
    for path in ("/innovations?include=districts", f"/innovations/{page.translation_key}?include=districts"):
        before = said(path)
        with just_before(moment.__eq__, lambda: hide(parent)):
            meanwhile = said(path)
        hide(parent)
        after = said(path)
        assert after != before
        assert meanwhile in (before, after), path
        show(parent)


def test_list_is_given_while_others_publish_what_is_not_on_it() -> None:
    listed, other = live_innovation(title="Listed"), live_district()
    before = read("/innovations")["items"]
    with just_before(lambda number: True, lambda: rename(other)):
        assert read("/innovations")["items"] == before
    assert [item["title"] for item in before] == [listed.title]


def test_log_that_never_stands_still_is_told_of_and_when_to_try_again() -> None:
    page = live_innovation()
    with just_before(lambda number: True, lambda: rename(page)):
        answer = get("/innovations")
    refusal(answer, 503)
    assert answer["Retry-After"] == "1"


@pytest.mark.parametrize("heard", [START, Position("0" * 32, 10**9), Position("0" * 32, 1, (1, 7))])
def test_what_a_process_was_last_told_of_the_log_changes_no_answer(
    heard: Position, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, _other = live_innovations("A", "B")
    for path in addresses(page):
        known = said(path)
        monkeypatch.setattr(questions._Heard, "at", heard)
        assert said(path) == known
        monkeypatch.setattr(questions._Heard, "at", heard)
        assert get(path, {"If-None-Match": known[0]}).status_code == 304


def test_questions_are_kept_up_to_a_number_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    live_innovation()
    monkeypatch.setattr(questions, "MOST_KEPT", 3)
    monkeypatch.setattr(questions, "_kept", {})
    for year in range(1990, 2000):
        assert read("/innovations", start_year_min=year + 10)["total"] == 1
        assert 1 <= len(questions._kept) <= 3
    assert read("/innovations", theme=["x" * 100] * 6)["total"] == 0
    assert all(len(query) <= questions.LONGEST_KEPT for _endpoint, _path, query in questions._kept)
