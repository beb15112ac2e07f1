"""What a document is compiled from, noted down while it is compiled."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.models import Collection, CollectionViewRestriction

from portfolio.publication.encoding import BASE
from portfolio.publication.models import PublicDocument
from portfolio.publication.schema import Ref
from portfolio.remembering import recall_each

if TYPE_CHECKING:
    from portfolio.publication.pictures import Shape

REFS = "refs"
"""What `portfolio.remembering` knows the names of public pages under"""


@dataclass
class Sources:
    """The trail of one compilation: what it read, what it names, what it would still need.

    `keys` are "<model>:<primary key>". A target that is missing or not public is noted too, so
    that the document is compiled again when it appears.
    """

    locale: str
    """The language of the document: other entries are named in it"""
    site_id: int
    """The site it belongs to: an address on another one would lead nowhere"""
    keys: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)
    """Storage name to the name a reader saves it under ("" for a rendition)"""
    wanted: set[tuple[int, "Shape"]] = field(default_factory=set)
    """Renditions that do not exist yet: picture id and shape"""

    def read(self, model: str, pk: object) -> None:
        self.keys.add(f"{model}:{pk}")

    def refs(self, page_ids: Iterable[int]) -> list[Ref]:
        """Name the public pages among `page_ids`, in their order, in one query."""
        ids = list(dict.fromkeys(page_ids))
        for page_id in ids:
            self.read("page", page_id)
        found = recall_each(REFS, ids, _find_refs)
        return [ref for site_id, ref in found.values() if site_id == self.site_id]

    @cached_property
    def private_collections(self) -> set[int]:
        """The collections whose files Wagtail's privacy setting keeps from readers."""
        self.read("collections", "any")
        below = Q()
        for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
            below |= Q(path__startswith=path)
        return set(Collection.objects.filter(below).values_list("pk", flat=True)) if below else set()

    def ref(self, page_id: int | None) -> Ref | None:
        """Name one page, or None where it is not public."""
        found = self.refs([page_id]) if page_id else []
        return found[0] if found else None


def _find_refs(page_ids: list[int]) -> dict[int, tuple[int, Ref]]:
    """Return how the public pages among `page_ids` are named, each with its site."""
    rows = PublicDocument.objects.filter(page_id__in=page_ids)
    columns = rows.values_list("page_id", "site_id", "id", "kind", "title", "path")
    return {page_id or 0: (site_id or 0, _ref(*named)) for page_id, site_id, *named in columns}


def _ref(public_id: object, kind: Any, title: Any, path: Any) -> Ref:
    return Ref(id=str(public_id), kind=kind, title=title, path=path, url=f"{BASE}{path}")
