"""The sample in other languages: translations of some of its pages, and pages that only one language has.

What a translation does not say is copied from the page that it is a translation of, as an editor would
find it, so that each figure is written down once.
"""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils import translation
from wagtail.models import Locale

from portfolio.models import DistrictIndexPage, DistrictPage, PortfolioPage, Theme
from portfolio.sample import content, media, pages, rows
from portfolio.sample.shelf import Shelf

TRANSLATED: dict[str, type[PortfolioPage]] = {"districts": DistrictPage, **pages.ENTRIES}


def languages() -> list[str]:
    """Return the languages that the sample speaks besides its own, of those that this portfolio has."""
    offered = {code for code, _name in settings.LANGUAGES}
    return [code for code in content.translations() if code in offered]


def load_translations(shelf: Shelf) -> None:
    """Load each language in which the index of districts is translated: all of it lies below that.

    Needs all that the sample has in its own language.
    """
    districts = DistrictIndexPage.objects.get(locale=shelf.locale)
    for language in languages():
        locale = Locale.objects.filter(language_code=language).first()
        if locale and locale != shelf.locale and districts.has_translation(locale):
            with translation.override(language):
                _load(shelf, locale, content.read_toml(f"translations/{language}"))


def _load(shelf: Shelf, locale: Locale, written: dict[str, Any]) -> None:
    """Load one language. What it does not have itself, such as files, is that of the sample."""
    own = replace(shelf, locale=locale, themes={}, pages=dict(shelf.pages), to_fill=[])
    for theme in written["themes"]:
        _load_theme(shelf, own, theme)
    rows.load_people(own, written)
    media.load_pictures(own, written["pictures"])
    for kind, model in TRANSLATED.items():
        for page in written.get(kind, []):
            _place(shelf, own, model, page)
    pages.fill_placed(own)


def _load_theme(shelf: Shelf, own: Shelf, written: dict[str, Any]) -> None:
    original = shelf.find(Theme, written["of"])
    theme = original.get_translation_or_none(own.locale)
    if theme is None:
        theme = original.copy_for_translation(own.locale)
        theme.slug, theme.name, theme.description = written["slug"], written["name"], written["description"]
        theme.synonyms = "\n".join(written["synonyms"])
        theme.parent = original.parent and original.parent.get_translation(own.locale)
        theme.save()
        own.made["themes"] += 1
    own.themes[written["of"]] = theme


def _place(shelf: Shelf, own: Shelf, model: type[PortfolioPage], written: dict[str, Any]) -> None:
    """Put a page in the tree; what is called by the name of its original is this page from now on."""
    if "below" in written:
        pages.place(own, model, own.find(DistrictPage, f"district/{written['below']}"), written)
        return
    key = f"{model.kind}/{written['of']}"
    original = shelf.find(model, key)
    page = original.get_translation_or_none(own.locale)
    if page is None:
        page = original.copy_for_translation(own.locale)
        own.to_fill.append((page, written))
        own.made[str(model._meta.verbose_name_plural)] += 1
    own.pages[key] = page.specific
