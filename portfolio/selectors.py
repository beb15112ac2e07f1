"""Reads that cross models."""

from typing import Any

from django.apps import apps
from wagtail.models import Page, Site

from portfolio.models.districts import District, DistrictPage
from portfolio.models.pages import IndexPage, PortfolioPage
from portfolio.remembering import recall, recall_each


def site_root_of(page: Page) -> Page | None:
    """Return the root, in the page's own language, of the site that `page` lies in."""
    roots = [root for root in Site.get_site_root_paths() if page.url_path.startswith(root.root_path)]
    if not roots:
        return None
    path = roots[0].root_path
    return recall("root", path, lambda: Page.objects.filter(url_path=path).first())


def index_page_for(page: PortfolioPage) -> IndexPage | None:
    """Return the index page below whose address `page` is found: the one of its kind in its site."""
    root = site_root_of(page)
    if root is None or not page.index_page:
        return None
    model = apps.get_model("portfolio", page.index_page)
    found: IndexPage | None = recall("index", (model, root.pk), lambda: model.objects.child_of(root).first())
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
    named = [row.district for row in page.districts.all() if row.district_id]  # a draft may have an empty row
    if named:
        return named
    owner = _district_page_at(page.path[: -page.steplen]) if page.path else None
    return [owner.district] if owner and owner.district else []


def _district_page_at(path: str) -> DistrictPage | None:
    pages = recall_each("district page", [path], _find_district_pages)
    return pages.get(path)


def _find_district_pages(paths: list[str]) -> dict[str, DistrictPage]:
    there = DistrictPage.objects.filter(path__in=paths).select_related("district__successor")
    return {page.path: page for page in there}
