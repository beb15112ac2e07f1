"""What the library's page shows of a search: cards with their reasons, filters, and ways on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import Paginator
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from home.library.asking import Asked, Range, numbers, orders
from home.library.facets import STATE, ends_alone, facets, keys_for, label_of, labels_for, tiles
from home.library.languages import also_in
from home.library.mine import Mine, facts_of, in_words
from portfolio.publication import documents
from portfolio.publication.asking import KIND
from portfolio.publication.catalog import catalog
from portfolio.publication.encoding import decode
from portfolio.publication.filters import filter_name
from portfolio.publication.positions import Position
from portfolio.publication.themes import themes_above
from search.asked.slips import slip_of
from search.engines import Wanted
from search.highlights import Marker
from search.hits import Hit
from search.library import Found, Loosened, loosened, search
from search.likeness import Alike
from search.meaning.asking import takes_questions

PER_PAGE = 20
POPULAR = 8
"""Themes that are offered where nothing was found"""
API_SEARCH = "/api/v1/search"


def results(
    at: Position, asked: Asked, mine: Mine, site_id: int, locale: str, path: str, notes: list[str]
) -> dict[str, Any]:
    """Return the `listing` of the page: at most four queries, one more for each way out of a dead end."""
    found, pages = _found(at, asked, mine, site_id, locale, notes)
    asked = replace(asked, page=min(asked.page, pages.num_pages))
    page, counts = pages.page(asked.page), found.ranked.counts
    _note_unknown(asked, counts, notes)
    return {
        "items": _items(found, mine),
        "total": found.ranked.total,
        "page": asked.page,
        "pages": pages.num_pages,
        "previous": replace(asked, page=asked.page - 1).address(path) if page.has_previous() else None,
        "next": replace(asked, page=asked.page + 1).address(path) if page.has_next() else None,
        "numbers": _numbered(pages, asked, path),
        "facets": (ticked := facets(asked, counts, themes_above(at.epoch, locale))),
        "tiles": tiles(asked, counts, path),
        "map_is_open": STATE in asked.selected,
        "choices": _choices(asked, mine, path),
        "ranges": ends_alone(asked, ticked),
        "active": (chips := _chips(asked, mine, counts, path)),
        "clear_url": Asked(text=asked.text).address(path) if asked.narrows else None,
        "only_kind": asked.selected[KIND][0] if len(asked.selected.get(KIND, ())) == 1 else "",
        "query": asked.text,
        "corrected": list(found.corrected.items()),
        "is_fallback": found.is_fallback,
        "takes_questions": takes_questions(at, locale),
        "instead": [] if found.ranked.total else _instead(at, asked, mine, found, site_id, locale, path),
        "themes": [] if found.ranked.total else _popular_themes(at, site_id, locale, path),
        "sort": _sorts(asked, path),
        "chosen_sort": asked.order,
        "notes": notes,
        "slip": _slip(asked, mine, found, site_id, locale),
        "address": asked.address(path),
        "also_in": also_in(at, asked, mine, site_id, locale),
        "api_address": api_address(asked, locale),
        "words": ", ".join([f"“{asked.text}”"] * bool(asked.text) + [chip["label"] for chip in chips]),
    }


def api_address(asked: Asked, locale: str) -> str:
    """Return where the API answers the same search, but for the reader's own district."""
    pairs = asked.filters() + ([("lang", locale)] if locale != settings.LANGUAGE_CODE else [])
    return f"{API_SEARCH}?{urlencode(sorted(pairs))}" if pairs else API_SEARCH


def _slip(asked: Asked, mine: Mine, found: Found, site_id: int, locale: str) -> str:
    """Return what the page's script sends back once these results stand (search.asked)."""
    others = ["like"] if mine.place else []
    start = (asked.page - 1) * PER_PAGE
    slip = slip_of(
        asked.text,
        asked.query(site_id, locale),
        found.ranked.total,
        is_corrected=bool(found.corrected),
        others=others,
        start=start,
        numbers=(hit.row.number for hit in found.hits),
    )
    return slip.signed() if slip else ""


def _found(
    at: Position, asked: Asked, mine: Mine, site_id: int, locale: str, notes: list[str]
) -> tuple[Found, Paginator[int]]:
    """Search; a page that lies beyond the last is the last one, with a note."""
    query = asked.query(site_id, locale)

    def of_page(number: int) -> Found:
        wanted = Wanted((number - 1) * PER_PAGE, PER_PAGE, keys_for(asked), mine.place)
        return search(at, asked.text, query, wanted, is_unfinished=asked.is_unfinished)

    found = of_page(asked.page)
    pages = Paginator(range(found.ranked.total), PER_PAGE)
    if asked.page > pages.num_pages:
        notes.append(_("There is no such page. This is the last of %s.") % pages.num_pages)
        found = of_page(pages.num_pages)
    return found, pages


# What was found


def _items(found: Found, mine: Mine) -> list[dict[str, Any]]:
    marker = Marker(found.asked.stems, found.asked.locale)
    place = mine.place
    alike = place.alike(found.ranked.at, [hit.row.number for hit in found.hits]) if place else {}
    return [_item(hit, marker, mine, alike.get(hit.row.number)) for hit in found.hits]


def _item(hit: Hit, marker: Marker, mine: Mine, alike: Alike | None) -> dict[str, Any]:
    card = decode(hit.row.card)
    districts = [{**each, "name": marker.marked(each["name"])} for each in card.get("districts", ())]
    card = {**card, "title": hit.title, "summary": hit.snippet, "districts": districts}
    return {
        "card": card,
        "path": hit.row.path,
        "themes": _said_by(marker, [theme["name"] for theme in card.get("themes", ())]),
        "unsaid": hit.unsaid,
        "in_other_words": hit.in_other_words,
        "alike": in_words(alike, mine.place) if alike and mine.place else "",
        "is_chosen": hit.is_pinned,
    }


def _said_by(marker: Marker, names: Sequence[str]) -> SafeString:
    """Return those names that have a word of the question, with it marked."""
    marked = [read.html() for read in map(marker.read, names) if read.places]
    return format_html_join(", ", "{}", ((name,) for name in marked))


def _choices(asked: Asked, mine: Mine, path: str) -> list[dict[str, str]]:
    """Return the districts that the reader may have meant, each with the address that says so."""
    return [
        {
            "name": district.name,
            "facts": facts_of(district),
            "url": replace(asked, like=district.leaid, page=1).address(path),
        }
        for district in mine.choices
    ]


# What it was narrowed by


def _chips(
    asked: Asked, mine: Mine, counts: Mapping[str, Sequence[tuple[str, str, int]]], path: str
) -> list[dict[str, str]]:
    labels = labels_for(asked)
    words = {(key, value): label for key, counted in counts.items() for value, label, _n in counted}
    chips = [
        {
            "label": _chip(key, label_of(key, value, words.get((key, value), value)), labels),
            "remove_url": asked.toggled(key, value).address(path),
        }
        for key, values in asked.selected.items()
        for value in values
    ]
    chips += [
        {"label": range_in_words(name, ends), "remove_url": asked.without_range(name).address(path)}
        for name, ends in asked.ranges.items()
    ]
    if mine.place and mine.district:
        like = _("Places like %s") % mine.district.name
        chips.append({"label": like, "remove_url": replace(asked, like="", page=1).address(path)})
    return chips


def _chip(key: str, value: str, labels: Mapping[str, str]) -> str:
    return f"{labels[key]}: {value}" if key in labels and key != KIND else value


def range_in_words(name: str, ends: Range) -> str:
    """Return “Students in the district: 600 to 2,500”."""
    label, shown = numbers()[name].label, [_figure(name, end) for end in ends]
    if ends[0] is None:
        return _("%(label)s: %(most)s or less") % {"label": label, "most": shown[1]}
    if ends[1] is None:
        return _("%(label)s: %(least)s or more") % {"label": label, "least": shown[0]}
    return _("%(label)s: %(least)s to %(most)s") % {"label": label, "least": shown[0], "most": shown[1]}


def _figure(name: str, number: int | None) -> str:
    return str(number) if name.endswith("year") else intcomma(number)


def _note_unknown(
    asked: Asked, counts: Mapping[str, Sequence[tuple[str, str, int]]], notes: list[str]
) -> None:
    labels = labels_for(asked)
    for key, values in asked.selected.items():
        if not {value for value, _label, _count in counts.get(key, ())}.issuperset(values):
            label = labels.get(key, filter_name(key)).lower()
            notes.append(
                _("Nothing here has the %(facet)s you asked for. Remove that filter to see more.")
                % {"facet": label}
            )


# Ways on


def _sorts(asked: Asked, path: str) -> dict[str, Any]:
    def order(key: str) -> str:
        return "" if key == asked.usual_sort else key

    options = [
        {
            "value": key,
            "label": label,
            "url": replace(asked, order=order(key), page=1).address(path),
            "selected": key == asked.sort,
        }
        for key, label in orders(asked).items()
    ]
    return {"current": asked.sort, "options": options}


def _numbered(pages: Paginator[int], asked: Asked, path: str) -> list[dict[str, Any]]:
    """Return the pages near this one, and the first and last ones; a gap has no number."""
    if pages.num_pages < 2:
        return []
    near = pages.get_elided_page_range(asked.page, on_each_side=2, on_ends=1)
    return [
        {"number": each, "url": replace(asked, page=each).address(path), "current": each == asked.page}
        if isinstance(each, int)
        else {"number": None}
        for each in near
    ]


def _instead(
    at: Position, asked: Asked, mine: Mine, found: Found, site_id: int, locale: str, path: str
) -> list[dict[str, Any]]:
    """Return searches close by that find something, with how many entries each would bring."""
    close = loosened(at, asked.text, asked.query(site_id, locale), found.asked, mine.place)
    return [{"count": each.count, **_way_out(each, asked, path)} for each in close]


def _way_out(each: Loosened, asked: Asked, path: str) -> dict[str, str]:
    asked = replace(asked, text=each.text)
    if each.without_quotes:
        label, search = _("Without the quotation marks"), asked
    elif each.without_word:
        label, search = _("Without the word “%s”") % each.without_word, asked
    elif each.without_filter:
        key = each.without_filter
        names = {name: str(number.label) for name, number in numbers().items()} | labels_for(asked)
        label, search = _("Without the filter “%s”") % names.get(key, filter_name(key)), asked.without(key)
    elif each.without_likeness:
        label, search = _("From places that are not like yours, too"), replace(asked, like="")
    else:
        label, search = _("Without any filter"), replace(asked, selected={}, ranges={})
    return {"label": label, "url": replace(search, page=1).address(path)}


def _popular_themes(at: Position, site_id: int, locale: str, path: str) -> list[dict[str, Any]]:
    counted = catalog.counts(at, documents.entries(site_id, locale), ["theme"])["theme"]
    most = sorted(counted, key=lambda each: (-each[2], each[1]))[:POPULAR]
    return [
        {"name": label, "count": count, "path": Asked(selected={"theme": [value]}).address(path)}
        for value, label, count in most
    ]
