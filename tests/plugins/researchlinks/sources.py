"""Crossref and its like, as they answer on this machine."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from plugins.researchlinks import filling
from plugins.researchlinks.references.remote import Lookup


@contextmanager
def answering_here(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[int, bytes]]]:
    """Have each lookup answered with the first status and body that the test puts into the list."""
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
