"""A document as JSON-LD in the terms of schema.org, for search engines and library harvesters.

Only types and properties of schema.org release 30.0 are used; a test holds every one against that list.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from django.utils.html import strip_tags

from portfolio.extensions import registry
from portfolio.publication.documents import KIND_NAMES

Node = dict[str, Any]

AS_DATA = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""What a browser could take for markup, or JavaScript for a line's end, as JSON escapes."""


def jsonld(doc: dict[str, Any], site: dict[str, Any], canonical_url: str) -> str:
    """Return the JSON-LD of `doc`, safe to stand inside a <script> element as it is."""
    graph = [
        node for node in (_entry(doc, site, canonical_url), _breadcrumbs(doc, site, canonical_url)) if node
    ]
    data = {"@context": "https://schema.org", "@graph": graph}
    return json.dumps(data, ensure_ascii=False).translate(AS_DATA)


def _entry(doc: dict[str, Any], site: dict[str, Any], url: str) -> Node:
    build = _BUILDERS.get(doc["kind"], _web_page)
    return _stated({"@id": url, "url": url, **build(doc, site, url), **_of_plugins(doc)})


def _of_plugins(doc: dict[str, Any]) -> Node:
    """Return what the sections of plugins add."""
    added: Node = {}
    for section in registry.sections_of(doc["kind"]):
        content = doc["body"].get(section.name)
        if section.jsonld and content:
            added |= section.jsonld(content)
    return added


def _stated(node: Node) -> Node:
    """Drop what is not stated: absent is right in JSON-LD, null and empty are not."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def _creative_work(doc: dict[str, Any], site: dict[str, Any]) -> Node:
    card, body = doc["card"], doc["body"]
    return {
        "name": doc["title"],
        "description": card["summary"] or body["description"],
        "inLanguage": doc["locale"],
        "datePublished": doc["published_at"],
        "dateModified": doc["updated_at"],
        "image": _image(card["picture"], site),
        "license": (body["licence"] or {}).get("url"),
        "about": [_theme(theme, site) for theme in card["themes"]],
        "keywords": [theme["name"] for theme in card["themes"]],
        "creator": [_district_ref(district, site) for district in card["districts"]],
        "publisher": {"@type": "Organization", "name": site["name"], "url": f"{site['url']}/"},
        "isAccessibleForFree": True,
    }


def _innovation(doc: dict[str, Any], site: dict[str, Any], url: str) -> Node:
    body = doc["body"]
    return {
        "@type": "CreativeWork",
        **_creative_work(doc, site),
        "abstract": _text(body["problem_html"]),
        "audience": _audience(body["roles"]),
        "creativeWorkStatus": body["maturity"]["label"] if body["maturity"]["code"] else None,
        "temporalCoverage": f"{body['start_year']}/.." if body["start_year"] else None,
        "mentions": [_mention(ref, site) for ref in body["related"]],
    }


def _story(doc: dict[str, Any], site: dict[str, Any], url: str) -> Node:
    body = doc["body"]
    work = _creative_work(doc, site)
    return {
        "@type": "Article",
        **work,
        "headline": doc["title"],
        "datePublished": body["date"] or doc["published_at"],
        "author": {"@type": "Organization", "name": body["byline"]} if body["byline"] else work["creator"],
        "articleSection": body["story_kind"]["label"],
        "timeRequired": f"PT{body['reading_minutes']}M",
        "mentions": [_mention(ref, site) for ref in body["innovations"]],
    }


def _takeaway(doc: dict[str, Any], site: dict[str, Any]) -> Node:
    body = doc["body"]
    return {
        **_creative_work(doc, site),
        "version": body["version"],
        "dateModified": body["updated_on"] or doc["updated_at"],
        "author": [{"@type": "Person", "name": author["name"]} for author in body["authors"]],
        "audience": _audience(body["audience"]),
        "educationalLevel": [band["label"] for band in body["grade_bands"]],
    }


def _toolkit(doc: dict[str, Any], site: dict[str, Any], url: str) -> Node:
    items = doc["body"]["items"]
    return {
        "@type": ["CreativeWork", "LearningResource"],
        **_takeaway(doc, site),
        "learningResourceType": sorted({item["kind"]["label"] for item in items}),
        "hasPart": [_toolkit_item(item, site) for item in items],
    }


def _toolkit_item(item: dict[str, Any], site: dict[str, Any]) -> Node:
    file = item["file"]
    node = {
        "@type": ["CreativeWork", "LearningResource"],
        "name": item["title"],
        "description": item["description"],
        "learningResourceType": item["kind"]["label"],
        "inLanguage": item["language"],
        "license": (item["licence"] or {}).get("url"),
        "url": item["url"],
        "encoding": file and _file(file, site),
    }
    return _stated(node)


def _playbook(doc: dict[str, Any], site: dict[str, Any], url: str) -> Node:
    body = doc["body"]
    steps = [step for phase in body["phases"] for step in phase["steps"]]
    return {
        "@type": ["HowTo", "LearningResource"],
        **_takeaway(doc, site),
        "abstract": _text(body["purpose_html"]),
        "learningResourceType": str(KIND_NAMES["playbook"]),
        "totalTime": _duration(body["total_time"]),
        "supply": [
            {"@type": "HowToSupply", "name": name} for name in _unique(step["inputs"] for step in steps)
        ],
        "step": [_phase(number, phase, url) for number, phase in enumerate(body["phases"], 1)],
    }


def _phase(number: int, phase: dict[str, Any], url: str) -> Node:
    node = {
        "@type": "HowToSection",
        "name": phase["title"],
        "description": phase["goal"],
        "position": number,
        "url": f"{url}#{phase['anchor']}",
        "itemListElement": [_step(place, step, url) for place, step in enumerate(phase["steps"], 1)],
    }
    return _stated(node)


def _step(number: int, step: dict[str, Any], url: str) -> Node:
    node = {
        "@type": "HowToStep",
        "name": step["title"],
        "text": _text(step["how_html"]) or step["why"] or step["title"],
        "position": number,
        "url": f"{url}#{step['anchor']}",
    }
    return _stated(node)


def _district(doc: dict[str, Any], site: dict[str, Any], url: str) -> Node:
    body = doc["body"]
    facts = body["facts"]
    return {
        "@type": ["EducationalOrganization", "SchoolDistrict"],
        "name": facts["name"] or doc["title"],
        "alternateName": [name for name in (body["short_name"], *body["aliases"]) if name],
        "description": doc["card"]["summary"],
        "identifier": _leaid(facts["leaid"]),
        "sameAs": body["website"],
        "image": _image(doc["card"]["picture"], site),
        "logo": _image(body["logo"], site),
        "address": _address(facts),
        "geo": _place(facts),
        "dissolutionDate": facts["closed_on"],
    }


def _web_page(doc: dict[str, Any], site: dict[str, Any], url: str) -> Node:
    types = {"home": "WebSite", "index": "CollectionPage"}
    return {
        "@type": types.get(doc["kind"], "WebPage"),
        "name": site["name"] if doc["kind"] == "home" else doc["title"],
        "description": doc["body"]["description"] or doc["card"]["summary"],
        "inLanguage": doc["locale"],
    }


def _breadcrumbs(doc: dict[str, Any], site: dict[str, Any], url: str) -> Node | None:
    trail = doc["body"]["breadcrumbs"]
    if not trail:
        return None
    places = [(crumb["title"], site["url"] + crumb["path"]) for crumb in trail]
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": address}
        for number, (name, address) in enumerate([*places, (doc["title"], url)], 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _image(picture: dict[str, Any] | None, site: dict[str, Any]) -> Node | None:
    if picture is None:
        return None
    node = {
        "@type": "ImageObject",
        "contentUrl": _absolute(picture["src"], site),
        "width": picture["width"],
        "height": picture["height"],
        "description": picture["alt"],
        "caption": picture["caption"],
        "creditText": picture["credit"],
        "license": (picture["licence"] or {}).get("url"),
    }
    return _stated(node)


def _file(file: dict[str, Any], site: dict[str, Any]) -> Node:
    return {
        "@type": "MediaObject",
        "contentUrl": _absolute(file["path"], site),
        "name": file["title"],
        "contentSize": f"{file['size']} B",
    }


def _theme(theme: dict[str, Any], site: dict[str, Any]) -> Node:
    return {"@type": "DefinedTerm", "name": theme["name"], "url": _absolute(theme["path"], site)}


def _mention(ref: dict[str, Any], site: dict[str, Any]) -> Node:
    return {"@type": "CreativeWork", "name": ref["title"], "url": _absolute(ref["path"], site)}


def _district_ref(district: dict[str, Any], site: dict[str, Any]) -> Node:
    node = {
        "@type": ["EducationalOrganization", "SchoolDistrict"],
        "name": district["name"],
        "identifier": _leaid(district["leaid"]),
        "url": _absolute(district["page"]["path"], site) if district["page"] else None,
    }
    return _stated(node)


def _leaid(leaid: str) -> Node | None:
    return {"@type": "PropertyValue", "propertyID": "NCES LEAID", "value": leaid} if leaid else None


def _address(facts: dict[str, Any]) -> Node | None:
    stated = _stated({"addressLocality": facts["city"], "addressRegion": facts["state"]})
    return {"@type": "PostalAddress", **stated, "addressCountry": "US"} if stated else None


def _place(facts: dict[str, Any]) -> Node | None:
    if facts["latitude"] is None or facts["longitude"] is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": facts["latitude"], "longitude": facts["longitude"]}


def _audience(roles: list[dict[str, Any]]) -> list[Node]:
    return [{"@type": "EducationalAudience", "educationalRole": role["label"]} for role in roles]


def _duration(text: str) -> str | None:
    """Return `text` where it is an ISO 8601 duration, which schema.org asks for; prose is left out."""
    return text if re.fullmatch(r"P(?!$)(\d+[YMWD])*(T(\d+[HMS])+)?", text) else None


def _absolute(path: str, site: dict[str, Any]) -> str:
    return path if "://" in path else f"{site['url']}{path}"


def _text(html: str) -> str:
    """Return the words of sanitised HTML, with single spaces."""
    return " ".join(strip_tags(html.replace("</", " </")).split())


def _unique(lists: Any) -> list[str]:
    return list(dict.fromkeys(name for names in lists for name in names))


_BUILDERS: dict[str, Callable[[dict[str, Any], dict[str, Any], str], Node]] = {
    "innovation": _innovation,
    "story": _story,
    "toolkit": _toolkit,
    "playbook": _playbook,
    "district": _district,
}
