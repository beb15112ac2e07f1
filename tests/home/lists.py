"""Lists of made-up documents, as views hand them to templates."""

from typing import Any

from tests.home.documents import (
    bare_innovation,
    district,
    innovation,
    playbook,
    story,
    term,
    toolkit,
)


def shown(document: dict[str, Any]) -> dict[str, Any]:
    """The document as a list shows it."""
    return {"card": document["card"], "path": document["path"]}


def cards() -> list[dict[str, Any]]:
    """A list of every kind of card, with and without picture, sample and not."""
    plain = innovation(
        picture=None,
        id="innovation-2",
        title="Night school on a bus",
        hue=220,
        initials="NB",
        maturity=term("pilot", "Pilot"),
        cost=None,
    )
    return [
        shown(d) for d in (innovation(), bare_innovation(), plain, story(), toolkit(), playbook(), district())
    ]


def listing(items: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    items = cards()[:3] if items is None else items
    option = {"value": "pilot", "label": "Pilot", "count": 4, "selected": False, "url": "?maturity=pilot"}
    return {
        "items": items,
        "total": len(items),
        "page": 1,
        "pages": 1,
        "previous": None,
        "next": None,
        "facets": [
            {
                "key": "maturity",
                "label": "Maturity",
                "open": True,
                "options": [
                    option,
                    {
                        **option,
                        "value": "growing",
                        "label": "Growing",
                        "count": 9,
                        "selected": True,
                        "url": "?",
                    },
                ],
            },
            {
                "key": "theme",
                "label": "Theme",
                "open": False,
                "options": [{**option, "label": "Rural schools", "url": "?theme=rural-schools"}],
            },
        ],
        "active": [{"label": "Maturity: Growing", "remove_url": "?"}],
        "clear_url": "?",
        "query": "",
        "sort": {
            "current": "newest",
            "options": [
                {"value": "newest", "label": "Newest", "url": "?", "selected": True},
                {"value": "title", "label": "Title", "url": "?sort=title", "selected": False},
            ],
        },
        "notes": [],
        **changes,
    }


def theme() -> dict[str, Any]:
    lineage = [{"slug": "learning-models", "name": "Learning models", "path": "/themes/learning-models/"}]
    return {
        "name": "Work-based learning",
        "slug": "work-based-learning",
        "path": "/themes/work-based-learning/",
        "description": "Students earn credit for real work, beside adults who do it for a living.",
        "synonyms": ["Apprenticeship", "Internship", "Career-connected learning"],
        "parent": lineage[0],
        "children": [{"slug": "job-shadowing", "name": "Job shadowing", "path": "/themes/job-shadowing/"}],
        "lineage": lineage,
    }


def by_kind() -> dict[str, list[dict[str, Any]]]:
    """The cards under their kinds, as on a theme's or a district's page."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for item in cards():
        kinds.setdefault(item["card"]["kind"], []).append(item)
    return kinds


def unfiltered(items: list[dict[str, Any]]) -> dict[str, Any]:
    return listing(items, facets=[], active=[], clear_url=None)


def on_home() -> dict[str, Any]:
    """What stands on a home page that has everything."""
    kinds = by_kind()
    return {
        "featured": cards()[:4],
        "sections": [
            {
                "title": "Innovations",
                "kind": "innovation",
                "path": "/innovations/",
                "items": kinds["innovation"],
            },
            {"title": "Stories", "kind": "story", "path": "/stories/", "items": kinds["story"]},
        ],
        "themes": [
            {"name": "Work-based learning", "path": "/themes/work-based-learning/", "count": 9},
            {"name": "Rural schools", "path": "/themes/rural-schools/", "count": 1_007},
        ],
        "stats": [{"number": 1_020, "label": "innovations"}, {"number": 1, "label": "story"}],
    }


def library(items: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    """What the library's page shows; without `items`, one card of each kind, each with its reasons."""
    reasons = {
        "themes": "Rural schools",
        "unsaid": ["algebra"],
        "alike": "similar size, rural",
        "is_chosen": True,
    }
    found = [{**item, **reasons} for item in cards()] if items is None else items
    if items is None:
        found[-1]["in_other_words"] = True
    option = {"value": "rural", "label": "Rural", "count": 3, "selected": True, "parts": []}
    part = {**option, "value": "part", "label": "A part", "selected": False}
    facet = {"key": "locale", "name": "locale", "label": "Locale", "of_kind": "", "is_open": True}
    ends = {"name": "year", "label": "Year", "least": 1900, "most": 2100, "start": 2020, "end": None}
    year = {**facet, "key": "year", "name": "year", "label": "Year", "help": "When it began.", "ends": ends}
    states = {"KS": 1, "OH": 7, "PA": 10, "AK": 0}
    return {
        **listing(found),
        "numbers": [
            {"number": 1, "url": "?", "current": True},
            {"number": None},
            {"number": 9, "url": "?page=9"},
        ],
        "facets": [
            {**facet, "options": [option]},
            {**year, "options": [option]},
            {**facet, "name": "theme", "of_kind": "Stories", "options": [{**option, "parts": [part]}]},
        ],
        "tiles": [
            {
                "code": code,
                "label": code,
                "count": count,
                "selected": code == "OH",
                "url": f"?state={code}" if count else "",
                "share": "few" if count else "none",
            }
            for code, count in states.items()
        ],
        "map_is_open": True,
        "choices": [{"name": "Salem", "facts": "Oregon", "url": "?like=4110820"}],
        "ranges": [{**ends, "name": "enrollment", "label": "Students", "start": None, "end": 2499}],
        "also_in": [{"locale": "es", "label": "español", "count": 1_012, "url": "/es/library/?q=rural"}],
        "only_kind": "",
        "query": "rural",
        "corrected": [("rurl", "rural")],
        "is_fallback": True,
        "takes_questions": True,
        "instead": [{"label": "Without any filter", "count": 3, "url": "?q=rural"}],
        "themes": [{"name": "Rural schools", "count": 4, "path": "?theme=rural-schools"}],
        "chosen_sort": "title",
        "address": "/library/?q=rural",
        "api_address": "/api/v1/search?q=rural",
        "words": "“rural”",
        **changes,
    }
