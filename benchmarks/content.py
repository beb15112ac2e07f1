"""Fills an empty database with a made-up portfolio.

    python -m benchmarks.content --entries 1000

Everything goes through the models' own `save`, readiness gate and all, in one transaction: page
rows made in bulk would be quicker and would prove nothing of the tree. For `--entries` innovations
there are a fiftieth as many districts, 40 themes in a tree of two levels, and the standing pages.
Prints one line of JSON: how much was made, and how quickly.
"""

import argparse
import json
import os
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.words import Words
    from portfolio.models import DistrictPage, Theme

SEED = 20_260_630
ROOT_THEMES = 8
THEMES_BELOW_EACH = 4
ENTRIES_A_DISTRICT = 50
FEWEST_DISTRICTS = 2
SAMPLE = 40
"""Entries that are asked for by name"""


def fill(entries: int, seed: int = SEED) -> None:
    """Make the portfolio in one transaction. Nothing may be there but what migrations made."""
    from django.db import transaction
    from wagtail.signal_handlers import disable_reference_index_auto_update

    from benchmarks.words import Words
    from home.site_tree import ensure_site_tree

    words = Words(seed)
    ensure_site_tree()
    with transaction.atomic(), disable_reference_index_auto_update():
        themes = make_themes(words)
        districts = make_districts(words, max(FEWEST_DISTRICTS, entries // ENTRIES_A_DISTRICT))
        make_innovations(words, entries, districts, themes)


def make_themes(words: "Words") -> list["Theme"]:
    """Make the tree and return its leaves, which is what entries are about."""
    from wagtail.models import Locale

    from portfolio.models import Theme

    locale = Locale.get_default()
    leaves = []
    for number in range(ROOT_THEMES):
        root = Theme.objects.create(locale=locale, name=words.phrase(1, 2), slug=f"theme-{number}")
        for below in range(THEMES_BELOW_EACH):
            slug = f"theme-{number}-{below}"
            name = words.phrase(1, 3)
            leaves.append(Theme.objects.create(locale=locale, name=name, slug=slug, parent=root))
    return leaves


def make_districts(words: "Words", number: int) -> list["DistrictPage"]:
    from benchmarks import entries
    from portfolio.models import DistrictIndexPage

    index = DistrictIndexPage.objects.get()
    pages = []
    for count in range(number):
        facts = entries.district(words, count)
        facts.save()
        pages.append(index.add_child(instance=entries.district_page(words, facts)))
    return pages


def make_innovations(
    words: "Words", number: int, districts: list["DistrictPage"], themes: list["Theme"]
) -> None:
    from benchmarks import entries
    from portfolio.models.innovations import InnovationRelated

    earlier: list[Any] = []
    for count in range(number):
        page = entries.innovation(words, count, themes)
        page.related = [InnovationRelated(entry=other) for other in words.few(earlier[-50:], most=2)]
        words.random.choice(districts).add_child(instance=page)
        earlier.append(page)


def compile_documents() -> int:
    """Compile everything afresh, as `publication rebuild` does; return how many documents there are."""
    from portfolio.models import PublicDocument
    from portfolio.publication import upkeep

    upkeep.rebuild()
    return PublicDocument.objects.count()


def fill_and_report(entries: int) -> dict[str, Any]:
    """Fill the database, compile it, and return what was made and how quickly, with some of it to ask for."""
    start = time.perf_counter()
    fill(entries)
    filled = time.perf_counter()
    documents, first = compile_documents(), time.perf_counter()
    compile_documents()
    return {
        "entries": entries,
        "filled_per_s": round(entries / (filled - start), 1),
        "documents": documents,
        "compiled_per_s": round(documents / (first - filled), 1),
        "rebuilt_per_s": round(documents / (time.perf_counter() - first), 1),
        "sample": take_sample(),
    }


def take_sample() -> list[tuple[int, str]]:
    """Return page id and public id of some entries, and store what the floor joins."""
    from benchmarks import floor
    from portfolio.models import InnovationPage
    from portfolio.publication.compiler import compile_page

    pages = InnovationPage.objects.order_by("pk")[:SAMPLE]
    compiled = [one for page in pages if (one := compile_page(page))]
    floor.store_rows([{**one.card, "body": one.body} for one in compiled])
    return [(one.page_id, one.id) for one in compiled]


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill an empty database with a made-up portfolio.")
    parser.add_argument("--entries", type=int, required=True)
    entries = parser.parse_args().entries
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    import django

    django.setup()
    sys.stdout.write(f"{json.dumps(fill_and_report(entries))}\n")


if __name__ == "__main__":
    main()
