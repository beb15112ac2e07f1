"""What an address of the library asks, and the address of what is asked.

Names are those of the API (portfolio.publication.filters), so that the query strings of both are the same.
What does not fit is passed over with a plain note, never an error: the reader came for a list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from portfolio.publication import documents
from portfolio.publication.asking import KIND, RELEVANCE, Query
from portfolio.publication.filters import NUMBERS, Number, facet_of, filter_name
from search.queries import MOST_LETTERS

MOST_VALUES = 20
"""No facet is chosen by more values than this; it bounds what one address can ask for"""
LONGEST_VALUE = 100
UNFINISHED = "typing"
"""Said by the page's script while the reader types; no part of an address that is shown"""

Range = tuple[int | None, int | None]


@dataclass(frozen=True)
class Asked:
    """A search: what its address says, without what does not fit."""

    text: str = ""
    selected: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By facet, the kind among them"""
    ranges: Mapping[str, Range] = field(default_factory=dict)
    like: str = ""
    """A district, by LEAID or name"""
    order: str = ""
    """The order that was chosen; "" for the usual one"""
    page: int = 1
    is_unfinished: bool = False

    @property
    def usual_sort(self) -> str:
        return RELEVANCE if self.text or self.like else "newest"

    @property
    def sort(self) -> str:
        return self.order or self.usual_sort

    @property
    def narrows(self) -> bool:
        return bool(self.selected or self.ranges or self.like)

    def query(self, site_id: int, locale: str) -> Query:
        return Query(
            site_id, documents.ENTRY_KINDS, locale, self.selected, ranges=self.ranges, sort=self.sort
        )

    def toggled(self, facet: str, value: str) -> "Asked":
        """Return the search with a value of a facet chosen or, where it was, chosen no more."""
        values = list(self.selected.get(facet, ()))
        values = [each for each in values if each != value] if value in values else [*values, value]
        others = {key: chosen for key, chosen in self.selected.items() if key != facet}
        return replace(self, selected={**others, facet: values} if values else others, page=1)

    def without(self, key: str) -> "Asked":
        """Return the search without what narrows by a facet or a number."""
        return replace(
            self,
            selected={facet: values for facet, values in self.selected.items() if facet != key},
            ranges=self._ranges_besides(key),
            page=1,
        )

    def without_range(self, name: str) -> "Asked":
        """Return the search without the least and the most of a number."""
        return replace(self, ranges=self._ranges_besides(name), page=1)

    def _ranges_besides(self, name: str) -> dict[str, Range]:
        return {other: ends for other, ends in self.ranges.items() if other != name}

    def address(self, path: str) -> str:
        """Return the one address of this search: sorted, without what is usual."""
        pairs = [*self.filters(), *([("like", self.like)] if self.like else [])]
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return f"{path}?{urlencode(sorted(pairs))}" if pairs else path

    def filters(self) -> list[tuple[str, str]]:
        """Return the names and values that page and API have in common."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(filter_name(key), value) for key, values in self.selected.items() for value in values]
        for name, ends in self.ranges.items():
            pairs += [
                (f"{name}_{end}", str(number))
                for end, number in zip(("min", "max"), ends, strict=True)
                if number is not None
            ]
        return pairs + ([("sort", self.sort)] if self.sort != self.usual_sort else [])


def orders(asked: Asked) -> dict[str, str]:
    """Return the orders that the results can be read in."""
    best = {RELEVANCE: _("Best match")} if asked.text or asked.like else {}
    return best | {key: str(label) for key, label in documents.sorts_of_entries().items()}


def numbers() -> dict[str, Number]:
    """Return every number that some kind has a least and a most of."""
    return {name: number for each in NUMBERS.values() for name, number in each.items()}


def tidied(query: str) -> str | None:
    """Return a query string without what a form leaves empty; None where there is nothing of it."""
    given = parse_qsl(query, keep_blank_values=True, max_num_fields=None)
    kept = [(name, value) for name, value in given if value.strip() and (name, value) != ("page", "1")]
    return urlencode(sorted(kept)) if len(kept) < len(given) else None


def asked_in(query: QueryDict, notes: list[str]) -> Asked:
    """Read an address; note what was passed over."""
    asked = Asked(
        text=" ".join(query.get("q", "").replace("\0", " ")[:MOST_LETTERS].split()),
        selected=_selected(query),
        ranges=_ranges(query, notes),
        like=" ".join(query.get("like", "").replace("\0", " ")[:LONGEST_VALUE].split()),
        page=_page(query, notes),
        is_unfinished=UNFINISHED in query,
    )
    order = query.get("sort", "")
    if order in orders(asked) or order in ("", RELEVANCE):
        return replace(asked, order="" if order in (asked.usual_sort, RELEVANCE) else order)
    notes.append(_("There is no such order, so the list is in the usual one."))
    return asked


def facets_everywhere() -> list[str]:
    """Return all that entries of some kind can be narrowed by."""
    keys = [key for kind in documents.ENTRY_KINDS for key in documents.filter_keys(kind)]
    return list(dict.fromkeys([KIND, *keys]))


def _selected(query: QueryDict) -> dict[str, list[str]]:
    known = {filter_name(key) for key in facets_everywhere()}
    given = {facet_of(name): _sane(values) for name, values in query.lists() if name in known}
    return {key: values for key, values in given.items() if values}


def _sane(values: Iterable[str]) -> list[str]:
    kept = [value for value in dict.fromkeys(values) if value and "\0" not in value]
    return [value for value in kept if len(value) <= LONGEST_VALUE][:MOST_VALUES]


def _ranges(query: QueryDict, notes: list[str]) -> dict[str, Range]:
    found: dict[str, Range] = {}
    for name, number in numbers().items():
        ends = [_end(query.get(f"{name}_{end}", ""), number, notes) for end in ("min", "max")]
        least, most = ends
        if least is not None and most is not None and least > most:
            least, most = most, least
        if (least, most) != (None, None):
            found[name] = least, most
    return found


def _end(text: str, number: Number, notes: list[str]) -> int | None:
    """Return one end of a range, “2,500”."""
    digits = text.strip().replace(",", "")
    if not digits:
        return None
    if (
        digits.isascii()
        and digits.isdigit()
        and len(digits) < 10
        and number.least <= int(digits) <= number.most
    ):
        return int(digits)
    notes.append(
        _("%(label)s: “%(text)s” was left out. Give a whole number from %(least)s to %(most)s.")
        % {"label": number.label, "text": text[:20], "least": number.least, "most": number.most}
    )
    return None


def _page(query: QueryDict, notes: list[str]) -> int:
    text = query.get("page", "1")
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text):
        return int(text)
    notes.append(_("There is no such page, so this is the first one."))
    return 1
