"""How the values of a document are put into words and classes on a page."""

import datetime
import zlib
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.glance import Fact, facts_at_a_glance
from portfolio.languages import own_name
from portfolio.publication.documents import ENTRY_KINDS, KIND_NAMES

register = template.Library()

ART_PATTERNS = 4
SIDES = ("start", "center", "end")


@register.simple_tag
def glance(document: dict[str, Any]) -> list[Fact]:
    return facts_at_a_glance(document)


@register.filter
def when(value: str | None) -> str:
    """Put an ISO date, date and time, or month into words; what is none of these stays as it is.

    A moment is put as the day it was where the site is at home.
    """
    for read, style in ((_day, "DATE_FORMAT"), (_month, "YEAR_MONTH_FORMAT")):
        try:
            return date_format(read(value or ""), style)
        except ValueError:
            continue
    return value or ""


def _day(value: str) -> datetime.date:
    moment = datetime.datetime.fromisoformat(value)
    return localtime(moment).date() if moment.tzinfo else moment.date()


def _month(value: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{value}-01")


@register.filter
def dollars(value: int | None) -> str:
    """Return whole US dollars as `$14,200`; nothing for what is not stated."""
    return "" if value is None else f"${intcomma(value)}"


@register.filter
def hue_class(hue: int | None) -> str:
    """Return the class of the nearest of the twelve hues of the design tokens."""
    return f"hue-{(hue or 0) % 360 // 30}"


@register.filter
def art_class(document_id: str) -> str:
    """Return one of the patterns for a missing picture, always the same one for the same document."""
    return f"art-{zlib.crc32(str(document_id).encode()) % ART_PATTERNS}"


@register.filter
def focal_class(focal: Iterable[int] | None) -> str:
    """Return the class of the ninth of the picture that must stay in sight, `focal-start-center`.

    The policy on styles allows no inline position, so that thirds are as fine as it gets.
    """
    x, y = focal or (50, 50)
    return f"focal-{_third(x)}-{_third(y)}"


def _third(percent: int) -> str:
    return SIDES[min(2, max(0, percent) * 3 // 100)]


@register.filter
def outlined(blocks: Iterable[dict[str, Any]], level: int) -> Iterator[tuple[dict[str, Any], int]]:
    """Pair each block with the level of its heading, the first of which is `level`.

    A smaller heading that comes before any heading is moved up: no level may be left out (WCAG 1.3.1).
    """
    seen_heading = False
    for block in blocks:
        seen_heading = seen_heading or block["type"] == "heading"
        below = block["type"] == "subheading" and seen_heading
        yield block, level + 1 if below else level


@register.filter
def block_templates(block_type: str) -> list[str]:
    """Return where the look of a block is found; a type that has none is passed over."""
    return [f"home/components/blocks/{block_type}.html", "home/components/blocks/unknown.html"]


@register.filter
def language_name(code: str) -> str:
    """Return the name of a language in itself, `español`."""
    return own_name(code)


@register.filter
def absolute(path: str, site: dict[str, Any]) -> str:
    """Return the full address of `path` on the site; one that is full already stays as it is."""
    return path if "://" in path else f"{site['url']}{path}"


@register.filter
def host(url: str) -> str:
    """Return the host that a link leads to, `example.org`; nothing where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


@register.filter
def places(facts: dict[str, Any]) -> list[str]:
    """Return where a district is, from its town up; what is not stated is left out."""
    return [facts[part] for part in ("city", "county", "state_name") if facts[part]]


@register.filter
def kind_name(card: dict[str, Any]) -> str:
    """Return what to call the document: a story by its own kind, the others by theirs."""
    if card.get("story_kind"):
        return str(card["story_kind"]["label"])
    return str(KIND_NAMES[card["kind"]]) if card["kind"] in ENTRY_KINDS else ""


@register.filter
def counted(kind: str, number: int) -> str:
    """Return `3 innovations` for a kind of entry and a number."""
    words = {
        "district": ngettext("%(number)s district", "%(number)s districts", number),
        "innovation": ngettext("%(number)s innovation", "%(number)s innovations", number),
        "story": ngettext("%(number)s story", "%(number)s stories", number),
        "toolkit": ngettext("%(number)s toolkit", "%(number)s toolkits", number),
        "playbook": ngettext("%(number)s playbook", "%(number)s playbooks", number),
    }
    return words[kind] % {"number": intcomma(number)}


@register.filter
def all_of(kind: str) -> str:
    """Return the words of the link from a few entries of a kind to all of them."""
    words = {
        "district": _("All districts"),
        "innovation": _("All innovations"),
        "story": _("All stories"),
        "toolkit": _("All toolkits"),
        "playbook": _("All playbooks"),
    }
    return words[kind]
