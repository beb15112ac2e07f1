"""Records and entries that link them, with the plugin on."""

import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from plugins.researchlinks import filling
from plugins.researchlinks.models import ResearchLink, ResearchRecord
from plugins.researchlinks.references.remote import Lookup
from portfolio.models import InnovationPage
from tests import factories
from tests.api.published import live_district
from tests.plugging import turned_on

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
def crossref(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[int, bytes]]]:
    """Answer on this machine, as the sources would, with what the test puts there."""
    answers: list[tuple[int, bytes]] = []

    class Source(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers[0]
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Source) as server:
        threading.Thread(target=server.serve_forever).start()
        settings.HTTP_CLIENT_ALLOWED = [f"127.0.0.1:{server.server_port}"]
        here = Lookup("Crossref", f"http://127.0.0.1:{server.server_port}/works")
        monkeypatch.setattr(filling, "lookups", lambda identifier: [here])
        yield answers
        server.shutdown()


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
