"""What is measured is what was asked for, on the server that is shipped."""

import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import addresses
from benchmarks.addresses import OPERATIONS, Content, Entry, Operation
from benchmarks.client import Place, Prepared, UnfitError, prepare, repeat
from benchmarks.server import granian

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent.parent
CONTENT = Content([Entry(7, "5d9f3c1e-8a43-4f2b-9d55-0a7c2b6f1e10")], documents=100)


class TwoItems(http.server.BaseHTTPRequestHandler):
    """Gives two items at every address, and 304 to whoever has them, but at `/plain` without an ETag."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        known = self.headers["If-None-Match"] == '"two"'
        body = b"" if known else json.dumps({"items": [1, 2]}).encode()
        self.send_response(304 if known else 200)
        if self.path != "/plain":
            self.send_header("ETag", '"two"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def place() -> Iterator[Place]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), TwoItems) as server:
        threading.Thread(target=server.serve_forever).start()
        yield Place(server.server_port)
        server.shutdown()


@pytest.mark.parametrize("name", addresses.CONTESTANTS)
def test_each_contestant_is_asked_for_everything_or_says_why_not(name: str) -> None:
    table = addresses.CONTESTANTS[name](CONTENT)

    assert list(table) == list(OPERATIONS)
    assert all(bool(how.turns) != bool(how.cannot) for how in table.values())


def test_server_is_started_with_the_options_that_are_shipped() -> None:
    shipped = re.findall(r"--[\w-]+", (ROOT / "docker/web").read_text())
    options = granian(8123, threads=3)

    assert [option for option in options if option.startswith("--")] == shipped
    assert options[options.index("--port") + 1] == "8123"
    assert options[options.index("--blocking-threads") + 1] == "3"


def test_answer_with_too_few_items_is_not_timed(place: Place) -> None:
    with pytest.raises(UnfitError, match="gives 2 items, not 20, at /list"):
        prepare(place, Operation([("/list",)], items=20))


def test_answer_without_an_etag_cannot_be_unchanged(place: Place) -> None:
    with pytest.raises(UnfitError, match="sends no ETag"):
        prepare(place, Operation([("/plain",)], conditional=True))


def test_unchanged_answer_is_asked_for_with_its_etag(place: Place) -> None:
    prepared = prepare(place, Operation([("/one",), ("/other",)], conditional=True))
    timing = repeat(place, prepared, times=6, connections=2)

    assert prepared.status == 304
    assert len(timing.latencies) == 6


def test_turns_go_on_where_they_ended(place: Place) -> None:
    known = {"If-None-Match": '"two"'}
    prepared = Prepared([(("/one",), known), (("/two",), known), (("/three",), {})], 304, (0, 0, 0))

    assert len(repeat(place, prepared, times=2, connections=1, first=3).latencies) == 2
    with pytest.raises(UnfitError, match="answers 200 at /three"):
        repeat(place, prepared, times=2, connections=1, first=1)
