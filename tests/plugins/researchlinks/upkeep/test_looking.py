"""An address is fine, broken, or not known: what refuses us, is silent or hostile is never called broken."""

import time
from collections.abc import Callable

import pytest

from plugins.researchlinks.models import AddressStatus
from plugins.researchlinks.upkeep import looking
from plugins.researchlinks.upkeep.looking import look_at
from portfolio import http_client
from tests.plugins.researchlinks.website import NOWHERE, Handler, Website

pytestmark = pytest.mark.django_db

FINE, BROKEN, UNKNOWN = AddressStatus.FINE, AddressStatus.BROKEN, AddressStatus.UNKNOWN


def methods(site: Website) -> list[str]:
    return [method for method, _, _ in site.asked]


def test_page_that_is_there_is_fine_and_only_its_head_is_asked_for(site: Website) -> None:
    site.says("/paper", 200, b"text")

    look = look_at(site.url("/paper"))

    assert (look.status, look.said, look.led_to) == (FINE, "200 OK", "")
    assert methods(site) == ["HEAD"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (404, BROKEN), (410, BROKEN), (400, UNKNOWN), (401, UNKNOWN), (403, UNKNOWN), (405, UNKNOWN),
        (429, UNKNOWN), (451, UNKNOWN), (500, UNKNOWN), (503, UNKNOWN), (999, UNKNOWN),
    ],
)  # fmt: skip
def test_only_what_says_itself_that_it_is_gone_is_broken(
    site: Website, status: int, expected: AddressStatus
) -> None:
    site.says("/paper", status)

    look = look_at(site.url("/paper"))

    assert look.status == expected
    assert str(status) in look.said


def test_page_is_asked_for_where_its_head_is_not_given(site: Website) -> None:
    def answer(handler: Handler) -> None:
        handler.send_response(405 if handler.command == "HEAD" else 200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.does("/paper", answer)

    assert look_at(site.url("/paper")).status == FINE
    assert methods(site) == ["HEAD", "GET"]


def test_little_is_read_of_a_page_that_is_huge(site: Website) -> None:
    sent = []

    def answer(handler: Handler) -> None:
        handler.send_response(405 if handler.command == "HEAD" else 200)
        handler.send_header("Content-Length", str(10**12))
        handler.end_headers()
        while handler.command == "GET" and len(sent) < 10_000:
            try:
                sent.append(handler.wfile.write(b"x" * 65536))
            except OSError:
                return

    site.does("/huge.pdf", answer)

    assert look_at(site.url("/huge.pdf")).status == FINE
    assert sum(sent) < 50_000_000


def test_redirects_are_followed_and_kept(site: Website) -> None:
    site.says("/10.5555/x", 302, Location=site.url("/moved", "two.test"))
    site.says("/moved", 301, Location="/paper?from=r\xe9sum\xe9")
    site.says("/paper?from=r%E9sum%E9", 200)

    look = look_at(site.url("/10.5555/x"))

    assert look.status == FINE
    assert look.led_to == site.url("/paper?from=r%E9sum%E9", "two.test")


def test_address_in_other_letters_is_asked_in_their_escaped_form(site: Website) -> None:
    site.says("/caf%C3%A9", 200)

    assert look_at(site.url("/café")).status == FINE


@pytest.mark.parametrize(
    "target", ["http://inside.test/", "file:///etc/passwd", "http://[", "http://one.test:22/", "//", "?"]
)
def test_redirect_to_where_we_do_not_go_says_nothing_of_the_page(site: Website, target: str) -> None:
    site.says("/paper", 302, Location=target)

    assert look_at(site.url("/paper")).status == UNKNOWN


def test_circle_of_redirects_ends(site: Website) -> None:
    site.says("/paper", 302, Location="/paper")

    look = look_at(site.url("/paper"))

    assert (look.status, len(site.asked)) == (UNKNOWN, looking.MOST_HOPS + 1)


def test_gone_behind_a_redirect_is_broken(site: Website) -> None:
    site.says("/10.5555/x", 302, Location="/gone")

    look = look_at(site.url("/10.5555/x"))

    assert (look.status, look.led_to) == (BROKEN, site.url("/gone"))


@pytest.mark.parametrize(
    "address", ["http://inside.test/x", "http://one.test:99/", "ftp://one.test/", "http://["]
)
def test_address_that_we_do_not_ask_is_not_known(site: Website, address: str) -> None:
    look = look_at(address)

    assert look.status == UNKNOWN
    assert look.said.endswith(".")
    assert site.asked == []


def test_name_that_is_not_there_is_missed(site: Website) -> None:
    look = look_at(f"http://{NOWHERE}/paper")

    assert (look.status, look.is_missed) == (UNKNOWN, True)
    assert look.said == f"There is no such host: {NOWHERE}."


def drip(handler: Handler) -> None:
    for _ in range(100):
        time.sleep(0.05)
        try:
            handler.connection.sendall(b"H")
        except OSError:
            return


def hang_up(handler: Handler) -> None:
    handler.connection.close()


def nonsense(handler: Handler) -> None:
    handler.connection.sendall(b"\x00\xff SIP/9 hello\r\n\r\n")


def headers_without_end(handler: Handler) -> None:
    handler.connection.sendall(b"HTTP/1.1 200 OK\r\n")
    handler.connection.sendall(b"X: y\r\n" * 5000 + b"\r\n")


@pytest.mark.parametrize("answer", [drip, hang_up, nonsense, headers_without_end])
def test_website_that_answers_with_malice_is_left_in_time(
    site: Website, monkeypatch: pytest.MonkeyPatch, answer: Callable[[Handler], None]
) -> None:
    monkeypatch.setattr(http_client, "MOST_SECONDS", 0.3)
    site.does("/paper", answer)
    began = time.monotonic()

    assert look_at(site.url("/paper")).status == UNKNOWN
    assert time.monotonic() - began < 3


def test_address_that_leads_on_slowly_is_given_up(site: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "MOST_SECONDS", 0.05)

    def answer(handler: Handler) -> None:
        time.sleep(0.1)
        handler.send_response(302)
        handler.send_header("Location", f"{handler.path}x")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.does("/p", answer)

    look = look_at(site.url("/p"))

    assert (look.status, look.said) == (UNKNOWN, "It took too long.")
    assert len(site.asked) == 1
