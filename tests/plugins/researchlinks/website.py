"""Websites on this machine that answer as a test says: well, badly, slowly, or with malice."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.utils import timezone

Handler = BaseHTTPRequestHandler
NOWHERE = "nowhere.test"
"""The one name that name servers do not know"""


@dataclass
class Website:
    """Answers each path with a status, headers and content, or as a function does with the handler."""

    port: int
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, host and path of each request"""
    times: list[tuple[str, datetime]] = field(default_factory=list)
    """When which host was asked"""

    def url(self, path: str, host: str = "one.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def says(self, path: str, status: int, content: bytes = b"", **headers: str) -> None:
        self.answers[path] = (status, content, {k.replace("_", "-"): v for k, v in headers.items()})

    def does(self, path: str, answer: Callable[[Handler], None]) -> None:
        self.answers[path] = answer

    def answer(self, handler: Handler) -> None:
        host = handler.headers.get("Host", "").partition(":")[0]
        self.asked.append((handler.command, host, handler.path))
        self.times.append((host, timezone.now()))
        answer = self.answers.get(handler.path, (404, b"", {}))
        if callable(answer):
            answer(handler)
            return
        status, content, headers = answer
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(content)


@contextmanager
def website(settings: Any) -> Iterator[Website]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.answer(self)

        do_HEAD = do_GET  # noqa: N815  (the library finds it by this name)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        site = Website(server.server_port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.HTTP_CLIENT_ALLOWED = [f"127.0.0.1:{site.port}"]
        yield site
        server.shutdown()
        thread.join()


def looked_up(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
    """Find every name on this machine but one; what is out there stays there."""
    if host == NOWHERE:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    address = "10.0.0.7" if host == "inside.test" else "127.0.0.1"
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]
