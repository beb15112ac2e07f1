"""What axe looks at, and on which screens: one place for all pages that are looked at in a browser."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
EVERYTHING = (*WCAG, "best-practice")
VIEWS: Sequence[Any] = (
    {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
)
UNFOLD = "for (const part of document.querySelectorAll('details')) part.open = true"


def wrong_with(page: "Page", within: str | None = None, rules: Sequence[str] = EVERYTHING) -> list[Any]:
    """Return what axe finds on a page, or in a part of it, and whether it is wider than the screen."""
    found = Axe().run(page, context=within, options={"runOnly": list(rules)}).response["violations"]
    wrong: list[Any] = [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]
    if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
        wrong.append("wider than the screen")
    return wrong


def assert_sound(
    chromium: "Browser", site: str, addresses: Iterable[str], look: Callable[["Page"], object] | None = None
) -> None:
    """Look at each address on a phone and a desktop, in light and dark; `look` opens what is folded."""
    found, wanted = {}, list(addresses)
    for view in VIEWS:
        context = chromium.new_context(**view)
        page = context.new_page()
        for address in wanted:
            page.goto(f"{site}{address}")
            if look:
                look(page)
            if wrong := wrong_with(page):
                found[f"{address} at {view['viewport']['width']}"] = wrong
        context.close()
    assert not found


def unfold(page: "Page") -> None:
    """Open everything that is folded away."""
    page.evaluate(UNFOLD)
