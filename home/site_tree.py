"""The pages that every portfolio has: home, one index for each kind of entry, and the plain pages."""

import json
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Revision, Site

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
FEATURED = ("harbor-water-lab", "ninth-grade-teams", "how-to-stop-something-well")


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
    """Make what is missing of the standing pages in another language, as translations of those that are
    there; return the titles of those made. Nothing is made without a home page to translate, nor where
    somebody has made a page already."""
    home = HomePage.objects.filter(locale=Locale.get_default()).order_by("path").first()
    if home is None:
        return []
    text = _text(f"site.{language}")
    locale, _made = Locale.objects.get_or_create(language_code=language)
    originals = [(home, text["home"])]
    originals += [
        (INDEXES[each.pop("kind")].objects.child_of(home).first(), each) for each in text["indexes"]
    ]
    plain = StandardPage.objects.child_of(home)
    originals += [(plain.filter(slug=each.pop("of")).first(), each) for each in text["pages"]]
    missing = [each for each in originals if each[0] and each[0].get_translation_or_none(locale) is None]
    return [
        _translate(page, locale, fields)
        for page, fields in missing
        if page == home or not _is_taken(home.get_translation(locale), type(page), fields["slug"])
    ]


def _is_taken(home: HomePage, page_class: type[Any], slug: str) -> bool:
    """Whether somebody has made a page of their own where one of ours would lie, by its type or address."""
    if home.get_children().filter(slug=slug).exists():
        return True
    return page_class in INDEXES.values() and page_class.objects.child_of(home).exists()


def _translate(page: Any, locale: Locale, fields: dict[str, Any]) -> str:
    copy = page.copy_for_translation(locale)
    if "body" in fields:
        fields["body"] = json.dumps(prose.stream(fields["body"], _no_media))
    for name, value in fields.items():
        setattr(copy, name, value)
    if isinstance(copy, HomePage):
        copy.featured = []
        copy.body = []
    copy.save_revision().publish()
    return str(copy.title)


@transaction.atomic
def remove_unused_trees() -> list[str]:
    """Take the standing pages in other languages away that `ensure_translated_tree` made, where nobody has
    written in them and no entry lies below them; return the titles of their home pages."""
    unused = [home for home in HomePage.objects.exclude(locale=Locale.get_default()) if _is_unused(home)]
    for home in unused:
        home.delete()
    return [home.title for home in unused]


def _is_unused(home: HomePage) -> bool:
    made = CONTENT / f"site.{home.locale.language_code}.toml"
    if not made.exists() or home.headline != _text(made.stem)["home"]["headline"]:
        return False
    below = home.get_descendants(inclusive=True)
    ids = [str(pk) for pk in below.values_list("pk", flat=True)]
    by_people = Revision.page_revisions.filter(object_id__in=ids, user__isnull=False)
    entries = below.not_type(HomePage, StandardPage, *INDEXES.values())
    return not by_people.exists() and not entries.exists()


@transaction.atomic
def feature_entries() -> None:
    """Put the entries that the sample proposes on the home page, where nobody has chosen any."""
    home = HomePage.objects.filter(locale=Locale.get_default()).order_by("path").first()
    if home is None or home.featured.exists():
        return
    entries = PortfolioPage.objects.live().filter(is_sample=True, slug__in=FEATURED, locale=home.locale)
    home.featured = [
        FeaturedEntry(entry=entry) for entry in sorted(entries, key=lambda e: FEATURED.index(e.slug))
    ]
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
