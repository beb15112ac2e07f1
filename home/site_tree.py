"""The pages that every portfolio has: home, one index for each kind of entry, and the plain pages."""

import json
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Site

from home.models import FeaturedEntry, HomePage, StandardPage
from portfolio.models import (
    DistrictIndexPage,
    InnovationIndexPage,
    PlaybookIndexPage,
    PortfolioPage,
    StoryIndexPage,
    ToolkitIndexPage,
)
from portfolio.sample import prose

INDEXES: dict[str, type[Any]] = {
    "district": DistrictIndexPage, "innovation": InnovationIndexPage, "story": StoryIndexPage,
    "toolkit": ToolkitIndexPage, "playbook": PlaybookIndexPage,
}  # fmt: skip
FEATURED = ("harbor-water-lab", "ninth-grade-teams", "how-to-stop-something-well")


@transaction.atomic
def ensure_site_tree() -> list[str]:
    """Make what is missing of the site's standing pages; return the titles of those made.

    What is there is left alone, whatever it has become: pages are known by their type or address.
    """
    text = tomllib.loads((Path(__file__).parent / "content" / "site.toml").read_text(encoding="utf-8"))
    locale = Locale.get_default()
    home = HomePage.objects.filter(locale=locale).order_by("path").first()
    made = [] if home else [text["home"]["title"]]
    home = home or _make_home(locale, text["home"])
    for index in text["indexes"]:
        if not INDEXES[index["kind"]].objects.child_of(home).exists():
            made.append(_publish(home, INDEXES[index.pop("kind")](locale=locale, **index)))
    for page in text["pages"]:
        if not home.get_children().filter(slug=page["slug"]).exists():
            page["body"] = json.dumps(prose.stream(page["body"], _no_media))
            made.append(_publish(home, StandardPage(locale=locale, **page)))
    return made


@transaction.atomic
def feature_entries() -> None:
    """Put the entries that the sample proposes on the home page, where nobody has chosen any."""
    home = HomePage.objects.order_by("path").first()
    if home is None or home.featured.exists():
        return
    entries = PortfolioPage.objects.live().filter(is_sample=True, slug__in=FEATURED)
    home.featured = [
        FeaturedEntry(entry=entry) for entry in sorted(entries, key=lambda e: FEATURED.index(e.slug))
    ]
    home.save_revision().publish()


def _make_home(locale: Locale, text: dict[str, str]) -> HomePage:
    """Put our home page where Wagtail's own migration left its welcome page."""
    root = Page.get_first_root_node()
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    welcome = site.root_page if site else None
    home = HomePage(locale=locale, slug="groundwork", **text)
    _publish(root, home)
    site = site or Site(hostname="localhost", port=80, is_default_site=True)
    site.root_page = home
    site.site_name = site.site_name or text["title"]
    site.save()
    if welcome and welcome.specific_class is Page and not welcome.get_children().exists():
        welcome.delete()
    return home


def _publish(parent: Page, page: Any) -> str:
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish()
    return str(page.title)


def _no_media(what: str, key: str) -> int:
    raise LookupError(f"A standing page cannot name the {what} “{key}”.")
