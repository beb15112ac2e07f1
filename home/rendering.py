"""A document as a page: which template, and the lists that are read beside it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from home.jsonld import jsonld
from home.shell import set_caching, template_context
from portfolio.languages import own_name
from portfolio.models import Theme
from portfolio.publication import documents
from portfolio.publication.asking import Query
from portfolio.publication.documents import Document, Listed, Option
from portfolio.publication.listing import listing
from portfolio.publication.positions import position
from search.related import related

TEMPLATES = {"page": "home/pages/standard.html"}
ON_HOME = (("innovation", 6), ("story", 3), ("toolkit", 3), ("playbook", 3))
BESIDE = 3


def render_document(
    request: HttpRequest, document: Any, *, preview: bool = False, restricted: bool = False
) -> HttpResponse:
    """Answer with the page of `document`, stored or compiled for this reader alone."""
    site = Site.find_for_request(request)
    with translation.override(document["locale"]):
        context = template_context(request, site, document["locale"], document["path"])
        context.update(
            doc=document,
            preview=preview,
            restricted=restricted,
            jsonld="" if preview else jsonld(document, context["site"], context["canonical_url"]),
        )
        context["site"]["locales"] = languages_of(document, site.pk)
        context.update(_beside(request, site.pk, document))
        response = render(request, _template(document["kind"]), context, status=context.pop("status", 200))
    set_caching(request, response, private=preview or restricted)
    return response


def render_in_site(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    status: int = 200,
    *,
    locales: Sequence[Mapping[str, str]] = (),
) -> HttpResponse:
    """Answer with a template in the dress of the site: what everyone may see that is no document.

    `locales` are the languages that the page exists in, where there are several.
    """
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    around = template_context(request, site, translation.get_language() or "", request.path)
    around["site"]["locales"] = locales
    response = render(request, template, {**around, **context}, status=status)
    set_caching(request, response)
    return response


def languages_of(document: Document, site_id: int) -> list[dict[str, str]]:
    """Return the languages that the page exists in, where there are several, with their own names."""
    twins = documents.twins(site_id, UUID(document["id"]))
    if len(twins) < 2:
        return []
    return [{"locale": locale, "path": path, "label": own_name(locale)} for locale, path in twins]


def _template(kind: str) -> str:
    return TEMPLATES.get(kind, f"home/pages/{kind}.html")


def _beside(request: HttpRequest, site_id: int, document: Document) -> dict[str, Any]:
    """Return the lists that stand beside a document of its kind."""
    build = _LISTS.get(document["kind"])
    return build(request, site_id, document) if build else {}


def entries_by_kind(items: Iterable[Listed]) -> dict[str, list[Listed]]:
    """Return the cards under their kinds, in the order they come in."""
    entries: dict[str, list[Listed]] = {kind: [] for kind in documents.ENTRY_KINDS}
    for item in items:
        entries[item["card"]["kind"]].append(item)
    return entries


def _on_home(request: HttpRequest, site_id: int, document: Document) -> dict[str, Any]:
    locale = document["locale"]
    featured = documents.cards_by_id(site_id, locale, (ref["id"] for ref in document["body"]["featured"]))
    counts = documents.count_by_kind(site_id, locale)
    return {
        "featured": featured,
        "sections": _sections(site_id, locale),
        "themes": _themes(site_id, locale),
        "stats": _stats(counts),
    }


def _sections(site_id: int, locale: str) -> list[dict[str, Any]]:
    """Return the newest of each kind, under the name of its index page."""
    indexes = documents.indexes(site_id, locale)
    query = documents.entries(site_id, locale, *(kind for kind, _number in ON_HOME))
    newest = entries_by_kind(documents.newest_of_each_kind(query, max(number for _kind, number in ON_HOME)))
    return [
        {
            "title": indexes[kind]["card"]["title"],
            "kind": kind,
            "path": indexes[kind]["path"],
            "items": newest[kind][:number],
        }
        for kind, number in ON_HOME
        if kind in indexes
    ]


def _themes(site_id: int, locale: str) -> list[dict[str, Any]]:
    """Return the themes at the top of the tree that innovations are about, with their number."""
    query = documents.entries(site_id, locale, "innovation")
    counted = {option.value: option.count for option in _theme_options(query)}
    top = Theme.objects.filter(parent=None, locale__language_code=locale).order_by("name")
    return [
        {"name": theme.name, "path": reverse("theme", args=[theme.slug]), "count": counted[theme.slug]}
        for theme in top
        if theme.slug in counted
    ]


def _theme_options(query: Query) -> Sequence[Option]:
    return next((facet.options for facet in documents.facet_counts(query) if facet.key == "theme"), [])


def _stats(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    labels = {
        "district": translation.ngettext("district", "districts", counts.get("district", 0)),
        "innovation": translation.ngettext("innovation", "innovations", counts.get("innovation", 0)),
        "story": translation.ngettext("story", "stories", counts.get("story", 0)),
        "toolkit": translation.ngettext("toolkit", "toolkits", counts.get("toolkit", 0)),
        "playbook": translation.ngettext("playbook", "playbooks", counts.get("playbook", 0)),
    }
    return [{"number": counts[kind], "label": label} for kind, label in labels.items() if counts.get(kind)]


def _on_index(request: HttpRequest, site_id: int, document: Document) -> dict[str, Any]:
    everything = documents.entries(site_id, document["locale"], document["body"]["lists"])
    return {"listing": listing(request, everything, document["path"])}


def _on_district(request: HttpRequest, site_id: int, document: Document) -> dict[str, Any]:
    kinds = [kind for kind in documents.ENTRY_KINDS if kind != "district"]
    query = documents.entries(site_id, document["locale"], *kinds)
    found = documents.having(query, "district", [document["body"]["facts"]["leaid"]])
    return {
        "entries": entries_by_kind(documents.listed(found, limit=documents.total(found))),
        "more": _like(site_id, document),
    }


def _on_innovation(request: HttpRequest, site_id: int, document: Document) -> dict[str, Any]:
    locale = document["locale"]
    stored = documents.with_id(UUID(document["id"]), locale)
    stories = documents.naming(site_id, locale, "story", stored.page_id) if stored and stored.page_id else []
    chosen = documents.cards_by_id(site_id, locale, (ref["id"] for ref in document["body"]["related"]))
    takeaways = [item for item in chosen if item["card"]["kind"] in ("toolkit", "playbook")]
    shown = [*stories, *takeaways]
    more = [item for item in chosen if item not in shown]
    return {
        "stories": stories,
        "toolkits_and_playbooks": takeaways,
        "more": more,
        "others": _like(site_id, document, more),
    }


def _like(site_id: int, document: Document, shown: Sequence[Listed] = ()) -> list[Listed]:
    """Return a few entries of its kind that are like a document, besides those that are shown already.

    Of a document that is not public, such as a preview's, nothing is known to compare.
    """
    numbers = related(position(), site_id, document["locale"], document["id"])
    found = documents.cards_numbered(numbers[: BESIDE + len(shown)])
    return [item for item in found if item not in shown][:BESIDE]


def _on_story(request: HttpRequest, site_id: int, document: Document) -> dict[str, Any]:
    ids = (ref["id"] for ref in document["body"]["innovations"])
    return {
        "innovations": documents.cards_by_id(site_id, document["locale"], ids),
        "more": _like(site_id, document),
    }


def _on_takeaway(request: HttpRequest, site_id: int, document: Document) -> dict[str, Any]:
    return {"more": _like(site_id, document)}


_LISTS: dict[str, Callable[[HttpRequest, int, Document], dict[str, Any]]] = {
    "home": _on_home,
    "index": _on_index,
    "district": _on_district,
    "innovation": _on_innovation,
    "story": _on_story,
    "toolkit": _on_takeaway,
    "playbook": _on_takeaway,
}
