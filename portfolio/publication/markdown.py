"""A body with Markdown where it has HTML, for those who build pages from text."""

from typing import Any

from markdownify import MarkdownConverter

HTML, MARKDOWN = "_html", "_markdown"
_ENDING_A_LINK = {ord(sign): f"%{ord(sign):02X}" for sign in " ()<>"}
"""What an address may hold and would end it where it stands in brackets"""


class _Converter(MarkdownConverter):
    def convert_a(self, el: Any, text: str, parent_tags: Any) -> str:
        if el.get("href"):
            el["href"] = el["href"].translate(_ENDING_A_LINK)
        return str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]  # its types leave it out


_converter = _Converter(heading_style="ATX", bullets="-", escape_misc=True)


def as_markdown(body: Any) -> Any:
    """Return `body` with every key that ends in `_html` as one that ends in `_markdown`.

    A block of text holds {"html": …}; it becomes {"markdown": …}.
    """
    if isinstance(body, dict):
        return dict(_converted(key, value) for key, value in body.items())
    if isinstance(body, (list, tuple)):
        return [as_markdown(item) for item in body]
    return body


def _converted(key: str, value: Any) -> tuple[str, Any]:
    if key == "html" and isinstance(value, str):
        return "markdown", to_markdown(value)
    if key.endswith(HTML) and isinstance(value, str):
        return f"{key.removesuffix(HTML)}{MARKDOWN}", to_markdown(value)
    return key, as_markdown(value)


def to_markdown(html: str) -> str:
    """Return sanitised HTML as CommonMark. What reads as Markdown in the text is escaped."""
    if not html:
        return ""
    return str(_converter.convert(html)).strip()
