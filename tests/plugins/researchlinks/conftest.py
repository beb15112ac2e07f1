"""Records and entries that link them, with the plugin on."""

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from plugins.researchlinks import filling
from plugins.researchlinks.models import ResearchLink, ResearchRecord
from plugins.researchlinks.references.remote import Lookup
from plugins.researchlinks.upkeep import hosts
from portfolio.models import InnovationPage
from tests import factories
from tests.api.published import live_district
from tests.plugging import turned_on
from tests.plugins.researchlinks.website import Website, looked_up, website

LABEL = "researchlinks"
TRIAL = {
    "design": "randomized", "students": 900, "sites": 6, "direction": "positive", "is_significant": True,
    "tier": 1, "tier_why": "A large trial, well done.",
}  # fmt: skip
SMALL = TRIAL | {
    "design": "correlational",
    "students": 80,
    "sites": 1,
    "tier": 3,
    "tier_why": "Controls are sound.",
}

WORK = {
    "message": {
        "DOI": "10.5555/made.up", "type": "journal-article", "title": ["Algebra <i>by</i> hand"],
        "author": [{"family": "Cho", "given": "Min"}], "container-title": ["Made-up Letters"],
        "issued": {"date-parts": [[2020, 5]]},
    }
}  # fmt: skip


@pytest.fixture
def on() -> Iterator[None]:
    factories.make_site()
    with turned_on(LABEL):
        yield


@pytest.fixture
def site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Website]:
    """Every website there is, on this machine; it may be asked without a pause."""
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(hosts, "GAP", timedelta())
    with website(settings) as made:
        yield made


@pytest.fixture
def crossref(site: Website, monkeypatch: pytest.MonkeyPatch) -> Website:
    """Crossref, on this machine: it says what the test puts at `/works`."""
    here = Lookup("Crossref", site.url("/works"))
    monkeypatch.setattr(filling, "lookups", lambda identifier: [here])
    return site


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Moves what time it is, as `timedelta` counts."""
    real, passed = timezone.now, [timedelta()]
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + passed[0])

    def forward(**by: float) -> None:
        passed[0] += timedelta(**by)

    return forward


def record(title: str = "Algebra in the workshop", year: int = 2021, **fields: Any) -> ResearchRecord:
    csl = {
        "type": "article-journal", "title": title, "author": [{"family": "Rivera", "given": "Ana"}],
        "issued": {"date-parts": [[year]]}, "container-title": "Journal of Made-up Studies",
    }  # fmt: skip
    return ResearchRecord.objects.create(csl=csl, **fields)


def link(record: ResearchRecord, relation: str = "evaluates", **fields: Any) -> ResearchLink:
    usual = {"population_overlaps": True, "setting_overlaps": True}
    return ResearchLink(record=record, relation=relation, **(usual | fields))


def linking(*links: ResearchLink, **fields: Any) -> InnovationPage:
    """Publish an innovation with these links."""
    page = factories.innovation_page(**fields)
    page.research_links = list(links)
    return factories.publish(factories.add_draft(live_district(), page))
