"""How many search at once, and what becomes of those who come then."""

from typing import Any

import pytest
from django.test import Client

from search.turns import TOLD_EVERY, BusyError, turn
from tests import factories
from tests.api.published import API, get, live_innovation, refusal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _one_place(settings: Any) -> None:
    settings.SEARCHES_AT_ONCE = 1
    factories.make_site()


def test_who_finds_no_place_is_told_at_once_and_the_place_is_given_back_whatever_happens() -> None:
    with pytest.raises(BusyError), turn(), turn():
        raise AssertionError
    with pytest.raises(ZeroDivisionError), turn():
        raise ZeroDivisionError
    with turn():
        pass


@pytest.mark.parametrize("path", ["/search", "/innovations", "/suggest", "/suggest/opensearch"])
def test_api_asks_to_come_again_while_others_search(path: str) -> None:
    with turn():
        answer = get(path, q="maker")
        assert "ask again" in refusal(answer, 503)["detail"]
        assert int(answer["Retry-After"]) > 0
    assert get(path, q="maker").status_code == 200


def test_library_asks_to_come_again_and_links_to_the_same_search() -> None:
    with turn():
        answer = Client().get("/library/", {"kind": "story", "q": "maker"})
        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert "public" not in answer.get("Cache-Control", "")
        assert 'href="/library/?kind=story&amp;q=maker"' in answer.content.decode()
    assert Client().get("/library/", {"q": "maker"}).status_code == 200


def test_log_is_told_once_and_not_of_each(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.turns._Told.at", -TOLD_EVERY)
    with turn():
        for _ in range(3):
            assert get("/search", q="maker").status_code == 503
    assert [record.name for record in caplog.records] == ["search.turns"]


def test_everything_else_is_answered_while_others_search() -> None:
    innovation = live_innovation(title="Maker mondays")
    with turn():
        assert get("/innovations").status_code == 200
        assert Client().get(innovation.url).status_code == 200
        assert Client().get(f"{API}/").status_code == 200
