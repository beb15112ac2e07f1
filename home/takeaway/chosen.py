"""The entries that an address names, `?e=<id>&e=<id>`, in its order.

What does not fit is passed over with a plain note, never an error.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.publication.documents import ENTRY_KINDS
from portfolio.publication.models import PublicDocument

NAME = "e"
LONGEST_ID = 45
"""Letters of an id in the longest of the ways to write one"""
NOT_SHOWN = ("body_markdown_json", "search_text")
"""Columns that neither page shows"""


@dataclass(frozen=True)
class Chosen:
    """`asked` are the ids of the address; `found` those of them that are public."""

    asked: Sequence[str]
    found: Sequence[PublicDocument]


def address(path: str, ids: Iterable[str]) -> str:
    query = urlencode([(NAME, each) for each in ids])
    return f"{path}?{query}" if query else path


def ids_in(query: QueryDict, most: int, notes: list[str]) -> list[str]:
    """Return the ids of an address, each once and at most `most`; note what was passed over."""
    found: dict[str, None] = {}
    for text in query.getlist(NAME):
        try:
            found[str(UUID(text[:LONGEST_ID]))] = None
        except ValueError:
            notes.append(_("“%s” is not the id of an entry, so it was left out.") % text[:40])
    ids = list(found)
    if len(ids) > most:
        words = ngettext(
            "Only %(most)s entry fits here. The rest was left out.",
            "Only %(most)s entries fit here. The rest was left out.",
            most,
        )
        notes.append(words % {"most": most})
    return ids[:most]


def chosen(
    site_id: int, locale: str, ids: Sequence[str], notes: list[str], *, bodies: bool = False
) -> Chosen:
    """Read the entries in one query, in `locale` where they exist in it; note how many are gone."""
    rows = PublicDocument.objects.filter(site_id=site_id, id__in=ids, kind__in=ENTRY_KINDS)
    rows = rows.defer(*NOT_SHOWN, *(() if bodies else ("body_json",))).order_by("pk")
    by_id: dict[str, PublicDocument] = {}
    for row in rows if ids else ():
        if str(row.id) not in by_id or row.locale == locale:
            by_id[str(row.id)] = row
    if gone := len(ids) - len(by_id):
        words = ngettext(
            "%(gone)s entry of this address is not public any more.",
            "%(gone)s entries of this address are not public any more.",
            gone,
        )
        notes.append(words % {"gone": gone})
    return Chosen(ids, [by_id[each] for each in ids if each in by_id])
