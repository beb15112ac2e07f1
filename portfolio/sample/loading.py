"""Loads the sample: an invented network, visibly marked, and real districts as directory facts."""

from collections import Counter

from django.db import transaction
from django.utils import translation

from portfolio.models import PortfolioPage
from portfolio.sample import content, media, pages, plugins, renditions, rows, translations
from portfolio.sample.shelf import Shelf


def is_loaded() -> bool:
    return bool(PortfolioPage.objects.filter(is_sample=True).exists())


@transaction.atomic
def load() -> Counter[str]:
    """Load what of the sample is not there yet; return how many rows of each kind that was.

    What is there stays as it is, whatever people have made of it since. The index pages must be
    there. Either all of it is loaded or nothing.
    """
    shelf = Shelf()
    network = content.read_toml("network")
    with translation.override("en"):
        rows.load_themes(shelf, network["themes"])
        rows.load_organisations(shelf, network["organisations"])
        rows.load_directory(shelf)
        for written in content.districts():
            rows.load_district(shelf, written["district"])
            pages.place_district(shelf, written)
        media.load_media(shelf)
        for written in [*content.districts(), network]:
            rows.load_people(shelf, written)
        plugins.load_rows(shelf)
        pages.load_entries(shelf, network)
        rows.load_content_requests(shelf, network["content_requests"])
        translations.load_translations(shelf)
    renditions.make_quick_ones(shelf.shown)
    return shelf.made
