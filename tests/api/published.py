"""Entries that are public, and the API asked about them as anyone may."""

from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from portfolio.models import DistrictIndexPage, DistrictPage, InnovationPage, StoryPage
from tests import factories

API = "/api/v1"


def live_district(**fields: Any) -> DistrictPage:
    parent = DistrictIndexPage.objects.get()
    return factories.publish(factories.add_draft(parent, factories.district_page(**fields)))


def live_innovation(parent: DistrictPage | None = None, **fields: Any) -> InnovationPage:
    draft = factories.add_draft(parent or live_district(), factories.innovation_page(**fields))
    return factories.publish(draft)


def live_innovations(*titles: str, parent: DistrictPage | None = None, **fields: Any) -> list[InnovationPage]:
    """Publish one innovation for each title, one after the other, in one district and with one theme."""
    parent = parent or live_district()
    themes = fields.pop("themes", None) or [factories.ThemeFactory()]
    return [live_innovation(parent, title=title, themes=themes, **fields) for title in titles]


def live_story(parent: DistrictPage | None = None, **fields: Any) -> StoryPage:
    return factories.publish(factories.add_draft(parent or live_district(), factories.story_page(**fields)))


def get(path: str, headers: dict[str, str] | None = None, /, **query: Any) -> Any:
    return Client().get(f"{API}{path}", query, headers=headers or {})


def read(path: str, /, **query: Any) -> Any:
    """Return what a good answer says."""
    answer = get(path, **query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def titles(collection: str = "innovations", **query: Any) -> list[str]:
    return [item["title"] for item in read(f"/{collection}", **query)["items"]]


def every_page(collection: str = "innovations", **query: Any) -> list[list[str]]:
    """Return the titles on each page of a list, from the first to the last."""
    pages, cursor = [], ""
    while True:
        found = read(f"/{collection}", **query, **({"cursor": cursor} if cursor else {}))
        pages.append([item["title"] for item in found["items"]])
        if not found["next"]:
            return pages
        cursor = found["next"]


def refusal(answer: Any, status: int, parameter: str | None = None) -> dict[str, Any]:
    """Return the problem that a refusal tells, which has to be whole."""
    assert answer.status_code == status, (answer.status_code, answer.content[:500])
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["type"]
    assert problem["title"]
    assert problem["detail"]
    assert problem.get("parameter") == parameter
    assert answer["Cache-Control"] == "no-store"
    return dict(problem)


def path_of(url: str) -> str:
    """Return the address without scheme and host, for the test client."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
