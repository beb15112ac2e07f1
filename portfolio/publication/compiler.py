"""From a page to its public document. Nothing else turns what editors write into what readers see."""

import datetime
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from wagtail.models import Page, PageViewRestriction

from portfolio.extensions import registry
from portfolio.publication.encoding import decode, encode
from portfolio.publication.models import INDEX, Place, place_of, unit_of
from portfolio.publication.parts import FacetValue, Parts
from portfolio.publication.pictures import Shape, picture_info
from portfolio.publication.prose import reading_minutes
from portfolio.publication.schema import Breadcrumb
from portfolio.publication.sections import add_sections
from portfolio.publication.sources import Sources
from portfolio.publication.terms import iso, licence_info
from portfolio.remembering import recall, remembering
from portfolio.selectors import pages_above

COMPILER_VERSION = 6
"""Raise it when documents come out otherwise than before: a deploy then compiles them again."""


def compiler_version() -> int:
    """Return what made a document: our version, and the plugins that take part."""
    return COMPILER_VERSION * 1_000_000 + registry.fingerprint()


@dataclass(frozen=True)
class Compiled:
    """A document before it is stored, with the trail of what it was made from."""

    id: str
    locale: str
    kind: str
    page_id: int | None
    site_id: int
    path: str
    title: str
    card: dict[str, Any]
    body: dict[str, Any]
    facets: list[FacetValue]
    numbers: dict[str, float]
    relations: dict[str, list[str]]
    is_sample: bool
    published_at: datetime.datetime
    updated_at: datetime.datetime
    sources: Sources
    revision_id: int | None = None
    row_key: str | None = None
    """Of the row of a plugin that it was made from; then there is no page"""

    @property
    def unit(self) -> str:
        """The outbox's key for what it was made from."""
        return unit_of(self.page_id, self.row_key)

    @property
    def place(self) -> Place:
        return place_of(self.row_key, self.site_id, self.locale)

    @property
    def leaid(self) -> str:
        """A district's own number, else ""."""
        return str(self.card.get("leaid") or "")

    def as_document(self) -> dict[str, Any]:
        """Return it in the shape that a stored document is read in."""
        return {
            "id": self.id,
            "kind": self.kind,
            "locale": self.locale,
            "path": self.path,
            "title": self.title,
            "is_sample": self.is_sample,
            "published_at": self.published_at.isoformat(),
            "updated_at": self.updated_at.isoformat(),
            "card": decode(encode(self.card)),
            "body": decode(encode(self.body)),
        }


KindCompiler = Callable[[Any, Sources], Parts]


@dataclass(frozen=True)
class Kind:
    """How pages of one type are compiled, and which relations that reads."""

    compile_parts: KindCompiler
    reads: tuple[str, ...] = ()


_kinds: dict[type[Page], Kind] = {}


def register(page_class: type[Page], compile_parts: KindCompiler, reads: Iterable[str] = ()) -> None:
    """Say who compiles `page_class`. Called while the apps get ready.

    `reads` are relations, as prefetch_related has them, that are loaded for many pages at once.
    """
    _kinds[page_class] = Kind(compile_parts, tuple(reads))


def relations_read(page_class: type[Page]) -> tuple[str, ...]:
    sections = registry.sections_of(getattr(page_class, "kind", ""))
    return (*_kinds[page_class].reads, *(relation for section in sections for relation in section.reads))


def compiled_models() -> list[type[Page]]:
    """Return the page types that have documents."""
    return list(_kinds)


def has_document(page: Page) -> bool:
    return page.specific_class in _kinds


def is_public(page: Page) -> bool:
    """Whether a reader without an account may see `page`."""
    if not page.live or page.expired:
        return False
    return not any(page.path.startswith(path) for path in restricted_paths())


def restricted_paths() -> list[str]:
    """Return where in the tree restrictions begin."""
    return recall("restricted", "paths", _find_restricted_paths)


def _find_restricted_paths() -> list[str]:
    return list(PageViewRestriction.objects.values_list("page__path", flat=True))


def compile_page(page: Page) -> Compiled | None:
    """Compile `page`, a specific instance, draft or live. None where it has no address.

    Words for codes come in the page's own language, whatever language its writer works in.
    """
    with translation.override(page.locale.language_code), remembering():
        location = page.get_url_parts()
        if location is None or location[2] is None:
            return None
        return _compile_at(page, site_id=location[0], path=location[2])


def _compile_at(page: Any, site_id: int, path: str) -> Compiled:
    sources = Sources(page.locale.language_code, site_id)
    if getattr(page, "index_page", ""):
        sources.read(INDEX, page.kind)  # its address lies below that page, also once there is one
    parts = _kinds[type(page)].compile_parts(page, sources)
    add_sections(page, parts, sources)
    published = page.first_published_at or timezone.now()
    updated = page.last_published_at or published
    card = _card(page, parts, sources, published, updated)
    body = {**_common(page, path, sources), **parts.body}
    body["reading_minutes"] = reading_minutes(parts.body)
    return Compiled(
        id=str(page.translation_key),
        locale=page.locale.language_code,
        kind=page.kind,
        page_id=page.pk,
        site_id=site_id,
        path=path,
        title=page.title,
        card=card,
        body=body,
        facets=_with_themes(parts),
        numbers={name: number for name, number in parts.numbers.items() if number is not None},
        relations=_relations(parts),
        is_sample=getattr(page, "is_sample", False),
        published_at=published,
        updated_at=updated,
        sources=sources,
        revision_id=page.live_revision_id,
    )


def _card(
    page: Any, parts: Parts, sources: Sources, published: datetime.datetime, updated: datetime.datetime
) -> dict[str, Any]:
    return {
        "id": str(page.translation_key),
        "kind": page.kind,
        "locale": page.locale.language_code,
        "title": page.title,
        "summary": getattr(page, "summary", "") or getattr(page, "introduction", ""),
        "picture": picture_info(getattr(page, "picture", None), Shape.COVER, sources),
        "districts": parts.districts,
        "themes": parts.themes,
        "is_sample": getattr(page, "is_sample", False),
        "published_at": published.isoformat(),
        "updated_at": updated.isoformat(),
        "initials": initials_of(parts.districts[0]["name"] if parts.districts else page.title),
        "hue": hue_of(parts.themes[0]["slug"] if parts.themes else page.title),
        **parts.card,
    }


def _common(page: Any, path: str, sources: Sources) -> dict[str, Any]:
    return {
        "breadcrumbs": _breadcrumbs(page, path, sources),
        "seo_title": page.seo_title or page.title,
        "description": page.search_description or getattr(page, "summary", "") or "",
        "licence": licence_info(getattr(page, "licence", "")),
        "disclosure": getattr(page, "disclosure", ""),
        "reviewed_on": iso(getattr(page, "reviewed_on", None)),
    }


def _breadcrumbs(page: Any, path: str, sources: Sources) -> list[Breadcrumb]:
    """Name the public pages that the address leads through, home first."""
    refs = sources.refs(above.pk for above in pages_above(page))
    return [{"title": ref["title"], "path": ref["path"], "url": ref["url"]} for ref in refs]


def _relations(parts: Parts) -> dict[str, list[str]]:
    districts = [district["page"] for district in parts.districts if district["page"]]
    named = {"districts": districts, **parts.relations}
    return {name: [ref["id"] for ref in refs] for name, refs in named.items() if refs}


def _with_themes(parts: Parts) -> list[FacetValue]:
    themes = [FacetValue("theme", theme["slug"], theme["name"]) for theme in parts.themes]
    return list(dict.fromkeys([*parts.facets, *themes]))


def initials_of(name: str) -> str:
    """Return up to two capitals: "Maple Valley School District" gives "MV"."""
    words = [word for word in name.split() if word[:1].isalpha() and word.lower() not in {"the", "of", "and"}]
    return "".join(word[0] for word in words[:2]).upper()


def hue_of(text: str) -> int:
    """Return the colour that stands for `text`, in degrees."""
    return zlib.crc32(text.encode()) % 360
