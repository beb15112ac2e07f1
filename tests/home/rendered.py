"""Every kind of page, and its extremes, rendered from made-up documents alone."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from home.jsonld import jsonld
from home.library.mine import Mine
from home.progress.checklist import checklist, fingerprints
from home.takeaway.chosen import Chosen
from home.takeaway.views import comparison_context, shortlist_context
from tests.home import documents, lists


def page(template: str, document: dict[str, Any] | None = None, **context: Any) -> str:
    """Return the HTML of `document` in the context that every page has."""
    url = documents.SITE["url"] + (document["path"] if document else "/themes/work-based-learning/")
    data = {
        "site": documents.SITE,
        "canonical_url": url,
        "preview": False,
        "restricted": False,
        "jsonld": jsonld(document, documents.SITE, url) if document else "",
        **context,
    }
    return render_to_string(template, {**data, "doc": document} if document else data)


def entry(document: dict[str, Any], **context: Any) -> str:
    return page(f"home/pages/{document['kind']}.html", document, **context)


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def _innovation() -> str:
    beside = lists.by_kind()
    return entry(
        documents.innovation(),
        stories=beside["story"],
        toolkits_and_playbooks=beside["toolkit"] + beside["playbook"],
        more=beside["innovation"],
    )


def _home(**context: Any) -> str:
    empty: dict[str, Any] = {"featured": [], "sections": [], "themes": [], "stats": []}
    return page("home/pages/home.html", documents.home(), **(empty | context))


def _index(listing: dict[str, Any], kind: str = "innovation") -> str:
    return page("home/pages/index.html", documents.index(kind), listing=listing)


def _theme(entries: dict[str, Any]) -> str:
    return page("home/pages/theme.html", theme=lists.theme(), entries=entries)


def _many() -> dict[str, Any]:
    return lists.listing(
        lists.cards() * 14,
        total=1_240,
        page=2,
        pages=52,
        previous="?",
        next="?page=3",
        notes=["No page 999."],
    )


def _library(listing: dict[str, Any], own: Mine) -> str:
    return page("home/pages/library.html", listing=listing, mine=own, path="/library/")


def _taken_away(name: str, build: Callable[[str, Chosen], dict[str, Any]], *made: dict[str, Any]) -> str:
    rows = [documents.stored(each) for each in made]
    found = Chosen([*(str(row.id) for row in rows), str(uuid4())], rows)
    context = build(f"/{name}/", found)
    return page(f"home/pages/{name}.html", **context, notes=["One is gone."], path=f"/{name}/", address="?")


def _compare(*made: dict[str, Any]) -> str:
    return _taken_away("compare", comparison_context, *made)


def _shortlist(*made: dict[str, Any]) -> str:
    return _taken_away("shortlist", shortlist_context, *made)


def _progress(steps: int, news: list[str]) -> str:
    document = documents.playbook(steps)
    seen = fingerprints(document["body"])
    if news:
        first = next(iter(seen))
        seen = {first: "", "gone": ""}
    listed = checklist(document["body"], set(list(seen)[:1]), seen)
    return page(
        "home/pages/progress.html",
        token="x",
        is_new=bool(news),
        playbook=document,
        checklist=listed,
        news=news,
        address="https://portfolio.example/progress/x/",
        was=" ".join(listed.ticked),
        done=listed.done,
        total=steps,
        told=f"{listed.done} of {steps} steps done",
    )


def _link(playbook: dict[str, Any] | None = None, *, is_unsure: bool = False) -> str:
    return page(
        "home/pages/progress_link.html", playbook=playbook, token="x", offered="y:z", is_unsure=is_unsure
    )


NOTHING: dict[str, list[Any]] = {
    kind: [] for kind in ("district", "innovation", "story", "toolkit", "playbook")
}

PAGES: dict[str, Callable[[], str]] = {
    "innovation": _innovation,
    "innovation-bare": lambda: entry(documents.bare_innovation()),
    "story": lambda: entry(documents.story(), innovations=lists.by_kind()["innovation"], more=[]),
    "story-bare": lambda: entry(
        documents.story(picture=None, districts=[], themes=[], is_sample=False, hue=280)
    ),
    "toolkit": lambda: entry(documents.toolkit()),
    "toolkit-of-one": lambda: entry(documents.toolkit([documents.item()])),
    "toolkit-of-100": lambda: entry(documents.toolkit([documents.item()] * 100)),
    "toolkit-empty": lambda: entry(documents.toolkit([])),
    "playbook": lambda: entry(documents.playbook()),
    "playbook-of-12": lambda: entry(documents.playbook(12, picture=None, title=documents.LONG)),
    "district": lambda: entry(documents.district(), entries=lists.by_kind()),
    "district-merged": lambda: entry(documents.merged_district(), entries=NOTHING),
    "standard": lambda: page("home/pages/standard.html", documents.standard()),
    "home": lambda: _home(**lists.on_home()),
    "home-empty": _home,
    "index": lambda: _index(_many()),
    "index-empty": lambda: _index(lists.listing([])),
    "index-of-one": lambda: _index(lists.unfiltered(lists.by_kind()["district"]), "district"),
    "theme": lambda: _theme(lists.by_kind()),
    "theme-empty": lambda: _theme(NOTHING),
    "library": lambda: _library(lists.library(pages=9), Mine("salem")),
    "library-empty": lambda: _library(lists.library([], total=0), Mine()),
    "library-bare": lambda: _library(
        lists.library(
            address="/library/", query="", words="", corrected=[], choices=[], tiles=[], active=[], themes=[]
        ),
        Mine(),
    ),
    "compare": lambda: _compare(documents.innovation(), documents.bare_innovation()),
    "compare-of-one": lambda: _compare(documents.innovation(title=documents.LONG)),
    "compare-empty": _compare,
    "shortlist": lambda: _shortlist(documents.innovation(), documents.bare_innovation(), documents.story()),
    "shortlist-empty": _shortlist,
    "progress": lambda: _progress(4, ["3 steps are new since you last ticked one.", "1 step is gone."]),
    "progress-of-12": lambda: _progress(12, []),
    "progress-link": lambda: _link(documents.playbook(title=documents.LONG), is_unsure=True),
    "progress-link-withdrawn": _link,
    "progress-deleted": lambda: page("home/pages/progress_deleted.html", playbook=documents.playbook()),
    "progress-deleted-withdrawn": lambda: page("home/pages/progress_deleted.html", playbook=None),
    "gone": lambda: page("home/pages/gone.html", heading="Not here", words="This playbook was taken back."),
    "gone-with-a-way-on": lambda: page(
        "home/pages/gone.html", heading="Not here", words="It was taken back.", also=("End it", "/there/")
    ),
    "preview": lambda: entry(documents.story(), preview=True, restricted=True),
    "404": lambda: render_to_string("404.html", {"site": documents.SITE}),
    "404-alone": lambda: render_to_string("404.html"),
    "500": lambda: render_to_string("500.html"),
}
"""By name; each call renders afresh."""
