"""The log of changes: followed to its end it gives what is public, no more and no less."""

from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Page, PageViewRestriction, Site

from home.models import HomePage
from portfolio.models import DistrictIndexPage, InnovationPage
from portfolio.publication import log
from tests import factories
from tests.api.published import get, live_district, live_innovation, live_innovations, read, refusal

pytestmark = pytest.mark.django_db(transaction=True)


class Follower:
    """A reader that keeps a copy by the log alone, as the documentation tells it to."""

    def __init__(self, limit: int = 100) -> None:
        self.limit, self.after, self.epoch = limit, 0, ""
        self.copy: dict[tuple[str, str], Any] = {}

    def follow(self) -> list[Any]:
        """Take in what is new, and return it."""
        items, more = [], True
        while more:
            epoch = {"epoch": self.epoch} if self.epoch else {}
            found = read("/changes", after=self.after, limit=self.limit, documents="full", **epoch)
            items += found["items"]
            self.after, self.epoch, more = found["next"], found["epoch"], found["more"]
        for item in items:
            self.copy.pop((item["id"], item["locale"]), None)
            if item["state"] == "live":
                self.copy[item["id"], item["locale"]] = item["document"]
        return items


def all_that_is_public() -> dict[tuple[str, str], Any]:
    found = {}
    for place in read("/")["collections"]:
        for item in read(f"/{place['name']}", view="full", limit=100)["items"]:
            found[item["id"], item["locale"]] = item
    return found


def states(follower: Follower) -> list[tuple[str, str]]:
    return [(item["id"], item["state"]) for item in follower.follow()]


def key_of(page: Page) -> str:
    return str(page.translation_key)


def test_changes_come_in_the_order_in_which_they_happened(home: HomePage) -> None:
    pages = live_innovations("A", "B", "C")
    items = Follower().follow()
    sequences = [item["sequence"] for item in items]
    assert sequences == sorted(set(sequences))
    assert [item["id"] for item in items if item["kind"] == "innovation"] == [key_of(page) for page in pages]
    assert all(item["document"]["sequence"] == item["sequence"] for item in items)


@pytest.mark.parametrize("limit", [1, 2, 500])
def test_follower_holds_what_is_public_after_any_change(home: HomePage, limit: int) -> None:
    follower = Follower(limit)
    first, second, third = live_innovations("A", "B", "C")
    follower.follow()
    assert follower.copy == all_that_is_public()

    first.title = "Another"
    first.save_revision().publish()
    second.unpublish()
    third.delete()
    log.flush()
    follower.follow()
    assert follower.copy == all_that_is_public()
    assert key_of(first) in {public_id for public_id, _locale in follower.copy}

    factories.publish(InnovationPage.objects.get(pk=second.pk))
    follower.follow()
    assert follower.copy == all_that_is_public()


def test_document_is_told_once_however_often_it_changed(home: HomePage) -> None:
    page = live_innovation()
    for title in ("One", "Two", "Three"):
        page.title = title
        page.save_revision().publish()
        log.flush()
    told = [item for item in read("/changes", documents="card")["items"] if item["id"] == key_of(page)]
    assert [item["document"]["title"] for item in told] == ["Three"]


def test_tombstone_tells_an_id_and_nothing_else(home: HomePage) -> None:
    page = live_innovation(title="Zqx")
    follower = Follower()
    follower.follow()
    page.unpublish()
    log.flush()
    tombstone = next(item for item in follower.follow() if item["id"] == key_of(page))
    assert tombstone["state"] == "gone"
    assert set(tombstone) == {"sequence", "id", "locale", "kind", "state"}
    assert "Zqx" not in get("/changes", documents="full").content.decode()


def test_documents_are_given_as_asked_for(home: HomePage) -> None:
    page = live_innovation()
    for documents in ("ids", "card", "full"):
        items = read("/changes", documents=documents)["items"]
        item = next(item for item in items if item["id"] == key_of(page))
        assert ("document" in item, "body" in item.get("document", {})) == {
            "ids": (False, False), "card": (True, False), "full": (True, True),
        }[documents]  # fmt: skip
    assert read("/changes") == read("/changes", documents="ids")


def test_follower_that_has_all_is_told_nothing_and_stays_where_it_is(home: HomePage) -> None:
    live_innovation()
    end = read("/changes")
    again = read("/changes", after=end["next"], epoch=end["epoch"])
    assert (again["items"], again["next"], again["more"]) == ([], end["next"], False)
    assert end["next"] == read("/")["log"]["sequence"]
    assert end["epoch"] == read("/")["log"]["epoch"]


def test_more_says_whether_to_go_on(home: HomePage) -> None:
    live_innovations("A", "B", "C")
    count = len(read("/changes")["items"])
    assert read("/changes", limit=count)["more"] is False
    assert read("/changes", limit=count - 1)["more"] is True
    answer = get("/changes", limit=count - 1)
    assert f"after={answer.json()['next']}" in answer["Link"]
    assert "Link" not in get("/changes", limit=count)


def test_another_log_and_a_place_beyond_its_end_say_to_start_over(home: HomePage) -> None:
    live_innovation()
    end = read("/changes")["next"]
    refusal(get("/changes", epoch="0" * 32), 409, "epoch")
    refusal(get("/changes", after=end + 1), 409, "epoch")
    refusal(get("/changes", after=2**63 - 1), 409, "epoch")
    assert read("/")["log"]["epoch"] in get("/changes", epoch="x").json()["detail"]


def everything_said(page: Page) -> str:
    """Return all that the API says anywhere, asked for this page too."""
    paths = [place["name"] for place in read("/")["collections"]]
    asked = [get(f"/{path}", view="full", limit=100) for path in paths]
    asked += [
        get("/innovations", include="districts,related", view="full"),
        get("/stories", include="innovations"),
    ]
    asked += [
        get("/innovations", facets="theme,cost,state"),
        get("/changes", documents="full"),
        get("/themes"),
    ]
    asked += [get("/pages", include="featured"), get(f"/innovations/{page.translation_key}")]
    asked += [get("/resolve", path=f"/innovations/{page.slug}/")]
    return "\n".join(answer.content.decode() for answer in asked)


@pytest.mark.parametrize("how", ["withdraw", "close"])
def test_what_is_withdrawn_is_nowhere_before_the_log_has_followed(home: HomePage, how: str) -> None:
    parent = live_district()
    page = live_innovation(parent, title="Zqx", cost_band="high", slug="zqx-slug")
    live_innovation(parent, title="Kept", themes=list(page.themes.all()))
    end = read("/changes")["next"]
    assert "Zqx" in everything_said(page)
    if how == "withdraw":
        Page.objects.filter(pk=page.pk).update(live=False)
    else:
        PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert "zqx" not in everything_said(page).lower()
    refusal(get(f"/innovations/{page.translation_key}"), 410)
    found = read("/innovations", facets="cost,theme")
    assert (found["total"], [item["title"] for item in found["items"]]) == (1, ["Kept"])
    assert [each["count"] for name in ("cost", "theme") for each in found["facets"][name]] == [1, 1]
    assert [theme["count"] for theme in read("/themes")["items"]] == [1]
    assert key_of(page) not in str(read("/changes", after=0, documents="ids"))
    assert next(c["count"] for c in read("/")["collections"] if c["name"] == "innovations") == 1

    log.flush()
    told = read("/changes", after=end)["items"]
    assert (key_of(page), "gone") in [(item["id"], item["state"]) for item in told]


def test_follower_misses_nothing_that_was_hidden_while_it_looked(home: HomePage) -> None:
    page = live_innovation()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    follower = Follower()
    follower.follow()
    assert (key_of(page), "en") not in follower.copy

    restriction.delete()
    log.flush()
    follower.follow()
    assert follower.copy == all_that_is_public()
    assert (key_of(page), "en") in follower.copy


def test_what_is_rolled_back_changes_no_answer(home: HomePage) -> None:
    page = live_innovation()
    before = get("/changes", documents="full")
    with pytest.raises(RuntimeError), transaction.atomic():
        page.unpublish()
        raise RuntimeError
    log.flush()
    after = get("/changes", documents="full")
    assert (after.content, after["ETag"]) == (before.content, before["ETag"])
    assert read("/innovations")["total"] == 1


def second_site(settings: Any) -> DistrictIndexPage:
    """Make another site; return its index of districts."""
    settings.ALLOWED_HOSTS = ["*"]
    other = Page.get_first_root_node().add_child(
        instance=HomePage(title="Other", slug="other", headline="Another network")
    )
    Site.objects.create(hostname="other.example", root_page=other, site_name="Other")
    return other.add_child(instance=DistrictIndexPage(title="Districts", slug="districts"))


def test_document_that_moved_to_another_site_is_gone(home: HomePage, settings: Any) -> None:
    page = live_innovation()
    there = second_site(settings)  # before the first request: sites are believed for five seconds
    follower = Follower()
    follower.follow()
    parent = factories.publish(factories.add_draft(there, factories.district_page()))
    InnovationPage.objects.get(pk=page.pk).move(parent, pos="last-child")
    log.flush()

    assert (key_of(page), "gone") in states(follower)
    assert (key_of(page), "en") not in follower.copy
    assert read("/innovations")["total"] == 0
    refusal(get(f"/innovations/{page.translation_key}"), 404)
    other = {"Host": "other.example"}
    assert get("/innovations", other).json()["total"] == 1
    assert get(f"/innovations/{page.translation_key}", other).status_code == 200
    items = get("/changes", other, documents="ids").json()["items"]
    assert (key_of(page), "live") in [(item["id"], item["state"]) for item in items]
