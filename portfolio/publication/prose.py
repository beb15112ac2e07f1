"""Prose on its way out: rich text with links that only lead to public places, blocks as data."""

import html
import math
import re
from collections.abc import Callable, Iterable
from typing import Any

import nh3
from django.conf import settings
from django.utils.html import strip_tags
from django.utils.text import slugify
from wagtail.rich_text.rewriters import LinkRewriter

from portfolio.models.media import File
from portfolio.publication.encoding import BASE
from portfolio.publication.pictures import Shape, picture_info, read_consents
from portfolio.publication.schema import Block, FileInfo
from portfolio.publication.sources import Sources

WORDS_A_MINUTE = 230
TAGS = {"p", "br", "b", "strong", "i", "em", "a", "ol", "ul", "li", "h2", "h3", "h4"}
ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"http", "https", "mailto"}
_PAGE_LINK = re.compile(
    r'<a\b[^>]*\blinktype="page"[^>]*\bid="(\d+)"|<a\b[^>]*\bid="(\d+)"[^>]*\blinktype="page"'
)

_OWN_LINK = re.compile(r'(<a href=")/(?!/)')
"""An address on this site, as nh3 writes it; in text a "<" is always escaped"""


def clean_html(source: str, sources: Sources) -> str:
    """Return `source`, rich text as Wagtail stores it, as sanitised HTML that names only public pages."""
    if not strip_tags(source or "").strip():
        return ""
    targets = [_row_number(first or second) for first, second in _PAGE_LINK.findall(source)]
    sources.refs(number for number in targets if number)
    rewritten = _rewriter(sources)(source)
    return _OWN_LINK.sub(rf"\1{BASE}/", sanitized(rewritten))


def sanitized(source: str) -> str:
    """Return HTML with the tags that prose may have, and no others."""
    return nh3.clean(source, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener")


def _row_number(text: str) -> int | None:
    """Return the primary key that a link was stored with; None for what no row can have."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def _rewriter(sources: Sources) -> LinkRewriter:
    def page_link(attributes: dict[str, str]) -> str:
        ref = sources.ref(_row_number(attributes.get("id", "")))
        return f'<a href="{html.escape(ref["path"])}">' if ref else "<a>"

    def file_link(attributes: dict[str, str]) -> str:
        number = _row_number(attributes.get("id", ""))
        info = file_info(File.objects.filter(pk=number).first(), sources) if number else None
        return f'<a href="{html.escape(info["path"])}">' if info else "<a>"

    def web_link(attributes: dict[str, str]) -> str:
        return f'<a href="{html.escape(attributes.get("href", ""))}">'

    rules = {"page": page_link, "document": file_link, "external": web_link, "email": web_link}
    return LinkRewriter(rules=rules)


def file_info(file: File | None, sources: Sources, label: str = "") -> FileInfo | None:
    """Describe a file for download; None where people shown in it have not agreed, or it is kept private."""
    if file is None:
        return None
    sources.read("file", file.pk)
    read_consents(file, sources)
    if not file.may_be_shown() or file.collection_id in sources.private_collections:
        return None
    sources.files[str(file.file.name)] = file.filename
    path = f"{settings.MEDIA_URL}{file.file.name}"
    return {
        "title": label or file.title,
        "path": path,
        "url": f"{BASE}{path}",
        "format": file.file_extension.upper(),
        "size": _size(file),
        "accessible": file.accessible,
    }


def _size(file: File) -> int:
    """Return the size in bytes. Wagtail's own way writes it to the row, and compiling writes nothing."""
    if file.file_size is not None:
        return int(file.file_size)
    try:
        return int(file.file.size)
    except OSError:
        return 0


def compile_blocks(stream: Any, sources: Sources) -> list[Block]:
    """Return the blocks of a StreamField as the schema has them; unknown types are left out."""
    compiled: list[Any] = []
    for child in stream or []:
        build = _BLOCKS.get(child.block_type)
        value = build(child.value, sources) if build else None
        if value is not None:
            compiled.append({"type": child.block_type, "id": child.id or "", "value": value})
    _number_anchors(compiled)
    return compiled


def _number_anchors(blocks: Iterable[Any]) -> None:
    """Give each heading an address of its own on the page."""
    taken: set[str] = set()
    for block in blocks:
        if "anchor" in block["value"]:
            block["value"]["anchor"] = unique_anchor(block["value"]["text"], taken)


def unique_anchor(text: str, taken: set[str]) -> str:
    """Return a slug of `text` that is not in `taken`, and add it there."""
    base = slugify(text)[:60] or "part"
    anchor, number = base, 1
    while anchor in taken:
        number += 1
        anchor = f"{base}-{number}"
    taken.add(anchor)
    return anchor


def _heading(value: Any, sources: Sources) -> dict[str, Any] | None:
    return {"text": value, "anchor": ""} if value else None


def _text(value: Any, sources: Sources) -> dict[str, Any] | None:
    cleaned = clean_html(value.source, sources)
    return {"html": cleaned} if cleaned else None


def _figure(value: Any, sources: Sources) -> dict[str, Any] | None:
    decorative, caption = bool(value["decorative"]), value["caption"] or ""
    picture = picture_info(
        value["picture"], Shape.FIGURE, sources, alt=value["alt"], caption=caption, decorative=decorative
    )
    return {"picture": picture, "decorative": decorative, "caption": caption} if picture else None


def _quote(value: Any, sources: Sources) -> dict[str, Any] | None:
    return _texts(value, "text", "name", "role") if value["permission"] and value["text"] else None


def _fact(value: Any, sources: Sources) -> dict[str, Any] | None:
    return _texts(value, "number", "label", "source") if value["number"] else None


def _texts(value: Any, *keys: str) -> dict[str, Any]:
    """Return these parts of a block; what a draft has not filled in is ""."""
    return {key: value[key] or "" for key in keys}


def _table(value: Any, sources: Sources) -> dict[str, Any] | None:
    rows = [[str(cell or "") for cell in row or []] for row in (value or {}).get("data") or []]
    if not rows:
        return None
    has_head = value.get("first_row_is_table_header")
    return {
        "caption": value.get("table_caption") or "",
        "head": rows[0] if has_head else [],
        "first_column_head": bool(value.get("first_col_is_header")),
        "rows": rows[1:] if has_head else rows,
    }


def _video(value: Any, sources: Sources) -> dict[str, Any] | None:
    if not value["url"]:
        return None
    return {
        **_texts(value, "url", "title"),
        "captions": bool(value["captions"]),
        "transcript_html": clean_html(value["transcript"].source if value["transcript"] else "", sources),
    }


def _file(value: Any, sources: Sources) -> dict[str, Any] | None:
    info = file_info(value["file"], sources, value["label"])
    return dict(info) if info else None


_BLOCKS: dict[str, Callable[[Any, Sources], dict[str, Any] | None]] = {
    "heading": _heading,
    "subheading": _heading,
    "text": _text,
    "figure": _figure,
    "quote": _quote,
    "fact": _fact,
    "table": _table,
    "video": _video,
    "file": _file,
}


def reading_minutes(body: Any) -> int:
    """Return the minutes it takes to read all text in `body`, at 230 words a minute, at least 1.

    Brysbaert (2019), "How many words do we read per minute?": 238 for English non-fiction.
    """
    return max(1, math.ceil(_words(body) / WORDS_A_MINUTE))


def _words(value: Any) -> int:
    if isinstance(value, str):
        return len(strip_tags(value).split())
    if isinstance(value, dict):
        return sum(_words(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return sum(_words(item) for item in value)
    return 0
