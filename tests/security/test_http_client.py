"""The way out leads to the public internet alone, and never waits or reads without end."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from portfolio import http_client
from portfolio.http_client import Failed, NoSuchHost, Refused, fetch, is_public

INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "192.88.99.1", "::", "::1", "::7f00:1", "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::",
    "2001:db8::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1", "100::1", "5f00::1",
    "3fff::1", "not-an-address",
]  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        asked = self.path.split("?")[0].strip("/")
        getattr(self, f"answer_{asked}", self.answer_page)()

    def answer_page(self) -> None:
        self.reply(200, f"page at {self.path} for {self.headers['Host']}".encode())

    def answer_loop(self) -> None:
        self.reply(302, b"", Location="/loop")

    def answer_once(self) -> None:
        self.reply(301, b"", Location="/page?after=once")

    def answer_inside(self) -> None:
        self.reply(302, b"", Location="http://169.254.169.254/latest/meta-data/")

    def answer_file(self) -> None:
        self.reply(302, b"", Location="file:///etc/passwd")

    def answer_odd(self) -> None:
        self.reply(302, b"", Location="http://[")

    def answer_accents(self) -> None:
        self.reply(302, b"", Location="/caf\xc3\xa9 cr\xc3\xa8me")

    def answer_large(self) -> None:
        self.reply(200, b"x" * (http_client.MOST_BYTES + 1))

    def answer_drip(self) -> None:
        self.connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            time.sleep(0.1)
            try:
                self.connection.sendall(b"X: y\r\n")
            except OSError:
                return

    def reply(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def site(settings: Any) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.HTTP_CLIENT_ALLOWED = [f"127.0.0.1:{server.server_port}"]
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def never_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*args: Any, **kwargs: Any) -> None:
        raise AssertionError(f"connected to {args}")

    monkeypatch.setattr(socket, "create_connection", connect)


def resolves_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    asked: list[str] = []

    def look_up(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_public_is_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", INSIDE[:-1])
def test_name_of_an_inside_address_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch, never_connects: None
) -> None:
    resolves_to(monkeypatch, "8.8.8.8", address)  # one of several is enough
    with pytest.raises(Refused, match="public internet"):
        fetch("http://looks-harmless.example/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "//example.org/", "example.org",
        "",
        "javascript:alert(1)", "http://", "http:///path", "http://user:word@example.org/", "http://@example.org/",
        "http://example.org:99999/", "http://[::1", "http://example.org/a b", "http://example.org/\r\nX: y",
    ],
)  # fmt: skip
def test_odd_addresses_are_refused(url: str, never_connects: None) -> None:
    with pytest.raises(Refused):
        fetch(url)


@pytest.mark.parametrize("port", [22, 25, 6379, 8000, 9200])
def test_other_ports_are_refused(port: int, monkeypatch: pytest.MonkeyPatch, never_connects: None) -> None:
    resolves_to(monkeypatch, "8.8.8.8")
    with pytest.raises(Refused, match="80 and 443"):
        fetch(f"http://example.org:{port}/")


def test_connects_to_the_address_that_was_checked(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = site.rpartition(":")[2]
    asked = resolves_to(monkeypatch, "127.0.0.1")
    answer = fetch(f"http://portfolio.test:{port}/page")
    assert answer.content == f"page at /page for portfolio.test:{port}".encode()
    assert asked == ["portfolio.test", "127.0.0.1"]  # the name once, then what it meant


def test_redirects_are_followed_only_on_request(site: str) -> None:
    assert fetch(f"{site}/once").status == 301
    answer = fetch(f"{site}/once", follow_redirects=True)
    assert (answer.status, answer.url) == (200, f"{site}/page?after=once")


def test_addresses_in_other_letters_are_sent_escaped(site: str) -> None:
    assert fetch(f"{site}/café?q=crème").content.startswith(b"page at /caf%C3%A9?q=cr%C3%A8me for ")
    assert fetch(f"{site}/accents", follow_redirects=True).url == f"{site}/caf%C3%A9%20cr%C3%A8me"
    assert fetch(f"{site}/a%2Fb").content.startswith(b"page at /a%2Fb for ")


@pytest.mark.parametrize("path", ["inside", "file", "odd"])
def test_each_hop_is_checked(path: str, site: str) -> None:
    with pytest.raises(Refused):
        fetch(f"{site}/{path}", follow_redirects=True)


def test_circle_of_redirects_ends(site: str) -> None:
    with pytest.raises(Failed, match="without end"):
        fetch(f"{site}/loop", follow_redirects=True)


def test_large_answer_is_cut_off(site: str) -> None:
    with pytest.raises(Failed, match="1 MB"):
        fetch(f"{site}/large")


def test_enough_is_read_of_a_large_answer(site: str) -> None:
    assert fetch(f"{site}/large", enough=100).content == b"x" * 100
    assert fetch(f"{site}/page", enough=10_000).content.startswith(b"page at /page")


def test_dripping_answer_is_cut_off(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_client, "MOST_SECONDS", 1)
    began = time.monotonic()
    with pytest.raises(Failed):
        fetch(f"{site}/drip")
    assert time.monotonic() - began < 5


def test_nobody_there_is_said_plainly(settings: Any) -> None:
    settings.HTTP_CLIENT_ALLOWED = ["127.0.0.1:9"]
    with pytest.raises(Failed, match="cannot be reached"):
        fetch("http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("error", "is_final"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), True),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), False),
        (OSError("no sockets left"), False),
    ],
)
def test_name_that_is_not_there_is_told_from_one_that_cannot_be_looked_up_now(
    monkeypatch: pytest.MonkeyPatch, error: OSError, is_final: bool
) -> None:
    def look_up(*args: Any, **kwargs: Any) -> Any:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(Failed, match="nowhere.example") as raised:
        fetch("http://nowhere.example/")
    assert isinstance(raised.value, NoSuchHost) is is_final


def test_name_that_cannot_be_one_is_not_there() -> None:
    with pytest.raises(NoSuchHost):
        fetch(f"http://{'x' * 80}.example/")
