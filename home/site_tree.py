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

CONTENT = Path(__file__).parent / "content"
INDEXES: dict[str, type[Any]] = {
    "district": DistrictIndexPage, "innovation": InnovationIndexPage, "story": StoryIndexPage,
    "toolkit": ToolkitIndexPage, "playbook": PlaybookIndexPage,
}  # fmt: skip
FEATURED = (
    "harbor-water-lab", "ninth-grade-teams", "how-to-stop-something-well", "programa-de-lenguaje-dual",
)  # fmt: skip


@transaction.atomic
def ensure_site_tree() -> list[str]:
    """Make what is missing of the site's standing pages; return the titles of those made.

    What is there is left alone, whatever it has become: pages are known by their type or address.
    """
    text = _text("site")
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
def ensure_translated_tree(language: str) -> list[str]:
    """Make what is missing of the home page and its lists in another language, as translations of those
    that are there; return the titles of those made. Nothing is made without a home page to translate."""
    home = HomePage.objects.filter(locale=Locale.get_default()).order_by("path").first()
    if home is None:
        return []
    text = _text(f"site.{language}")
    locale, _made = Locale.objects.get_or_create(language_code=language)
    originals: list[tuple[Any, dict[str, str]]] = [(home, text["home"])]
    for index in text["indexes"]:
        found = INDEXES[index.pop("kind")].objects.child_of(home).first()
        originals += [(found, index)] if found else []
    missing = [each for each in originals if each[0].get_translation_or_none(locale) is None]
    return [_translate(page, locale, fields) for page, fields in missing]


def _translate(page: Any, locale: Locale, fields: dict[str, str]) -> str:
    copy = page.copy_for_translation(locale)
    for name, value in fields.items():
        setattr(copy, name, value)
    if isinstance(copy, HomePage):
        copy.featured = []
        copy.body = []
    copy.save_revision().publish()
    return str(copy.title)


@transaction.atomic
def remove_unused_trees() -> list[str]:
    """Take home pages in other languages away that are as `ensure_translated_tree` made them, with nothing
    below them but lists; return their titles."""
    removed = []
    for home in HomePage.objects.exclude(locale=Locale.get_default()):
        made = CONTENT / f"site.{home.locale.language_code}.toml"
        lists = [page for model in INDEXES.values() for page in model.objects.child_of(home)]
        is_as_made = made.exists() and home.headline == _text(made.stem)["home"]["headline"]
        if is_as_made and home.get_descendants().count() == len(lists):
            removed.append(home.title)
            home.delete()
    return removed


@transaction.atomic
def feature_entries() -> None:
    """Put the entries that the sample proposes on each home page where nobody has chosen any."""
    for home in HomePage.objects.order_by("path"):
        proposed = PortfolioPage.objects.live().filter(is_sample=True, slug__in=FEATURED, locale=home.locale)
        if proposed and not home.featured.exists():
            entries = sorted(proposed, key=lambda entry: FEATURED.index(entry.slug))
            home.featured = [FeaturedEntry(entry=entry) for entry in entries]
            home.save_revision().publish()


def _text(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


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
