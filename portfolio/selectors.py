"""Reads that cross models."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.apps import apps
from wagtail.models import Page, Site

from portfolio.models.districts import District, DistrictPage
from portfolio.models.pages import IndexPage, PortfolioPage

Found = TypeVar("Found")
_standing: ContextVar[dict[tuple[object, ...], Any] | None] = ContextVar("standing", default=None)


@contextmanager
def remembering_standing_pages() -> Iterator[None]:
    """Look up the roots of sites and their index pages once, for as long as this lasts.

    Compiling asks for them again and again. What changes meanwhile is noted in the outbox.
    """
    if _standing.get() is not None:
        yield
        return
    token = _standing.set({})
    try:
        yield
    finally:
        _standing.reset(token)


def _once(key: tuple[object, ...], find: Callable[[], Found]) -> Found:
    known = _standing.get()
    if known is None:
        return find()
    if key not in known:
        known[key] = find()
    found: Found = known[key]
    return found


def site_root_of(page: Page) -> Page | None:
    """Return the root, in the page's own language, of the site that `page` lies in."""
    roots = [root for root in Site.get_site_root_paths() if page.url_path.startswith(root.root_path)]
    if not roots:
        return None
    path = roots[0].root_path
    return _once(("root", path), Page.objects.filter(url_path=path).first)


def index_page_for(page: PortfolioPage) -> IndexPage | None:
    """Return the index page below whose address `page` is found: the one of its kind in its site."""
    root = site_root_of(page)
    if root is None or not page.index_page:
        return None
    model = apps.get_model("portfolio", page.index_page)
    found: IndexPage | None = _once(("index", model, root.pk), model.objects.child_of(root).first)
    return found


def entry_below(index: IndexPage, slug: str) -> PortfolioPage | None:
    """Return the live entry of the index's kind with `slug`, wherever in the site it lies."""
    root = index.get_parent()
    for model in PortfolioPage.__subclasses__():
        if model.index_page == type(index).__name__:
            found: PortfolioPage | None = model.objects.live().descendant_of(root).filter(slug=slug).first()
            return found
    return None


def pages_above(page: Any) -> list[Page]:
    """Return the pages its address leads through: the site's root, then its index or its parents."""
    root = site_root_of(page)
    if root is None or page.pk == root.pk:
        return []
    if getattr(page, "index_page", ""):
        index = index_page_for(page)
        return [root, index] if index else [root]
    return list(page.get_ancestors().filter(path__startswith=root.path))


def districts_of(page: Any) -> list[District]:
    """Return the districts an entry names, lead first; else the one whose page it lies below."""
    rows = page.districts.all().select_related("district", "district__successor")
    named = [row.district for row in rows if row.district_id]  # a draft may have an empty row
    if named:
        return named
    above = page.get_parent() if page.path else None
    owner = DistrictPage.objects.filter(pk=above.pk).select_related("district").first() if above else None
    return [owner.district] if owner and owner.district else []
