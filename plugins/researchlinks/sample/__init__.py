"""Invented research for the sample portfolio: works that nobody wrote, and what entries say of them.

Their DOIs have the prefix 10.5555, which is set aside for tests; other addresses end in example.org.
Nobody is ever asked about either. `works.toml` has them all.
"""

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

WORKS = Path(__file__).resolve().parent / "works.toml"
APART = {"key", "links"}
DAYS_AGO = "_days_ago"
"""“tier_on_days_ago = 90”: days are counted from today, so that what is out of date always is"""


@cache
def _written() -> list[dict[str, Any]]:
    with WORKS.open("rb") as file:
        works: list[dict[str, Any]] = tomllib.load(file)["works"]
    return works


def sample_works() -> Mapping[str, Any]:
    """Return the records, unsaved, by their keys."""
    from plugins.researchlinks.models import ResearchRecord

    records = {work["key"]: ResearchRecord(**_fields(work)) for work in _written()}
    for record in records.values():
        record.derive()
    return records


def _fields(work: dict[str, Any]) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        name.removesuffix(DAYS_AGO): today - timedelta(days=value) if name.endswith(DAYS_AGO) else value
        for name, value in work.items()
        if name not in APART
    }


def sample_links() -> Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]:
    """Return the links of each sample entry, in the order of the works."""
    links: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for work in _written():
        for link in work["links"]:
            said = {name: value for name, value in link.items() if name != "entry"}
            links[link["entry"]].append({"record": work["key"], **said})
    return {entry: {"research_links": rows} for entry, rows in links.items()}
