"""docker/ without containers: the same settings, start commands and nginx template, on this machine."""

import re
import socket
import ssl
from contextlib import closing
from http.client import HTTPConnection, HTTPMessage
from typing import NamedTuple

import pytest

from tests.deploy.conftest import HOST, Stack

pytestmark = pytest.mark.xdist_group("production stack")  # one stack for all of it


class Answer(NamedTuple):
    status: int
    headers: HTTPMessage
    text: str


def get(stack: Stack, path: str, **headers: str) -> Answer:
    """Ask through nginx, over https, without following redirects."""
    trusted = ssl.create_default_context(cafile=str(stack.folder / "tls/fullchain.pem"))
    plain = socket.create_connection(("127.0.0.1", stack.https), timeout=20)
    with closing(HTTPConnection(HOST)) as connection:
        connection.sock = trusted.wrap_socket(plain, server_hostname=HOST)
        return ask(connection, path, **{"Host": HOST, **headers})


def ask(connection: HTTPConnection, path: str, **headers: str) -> Answer:
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return Answer(response.status, response.headers, response.read().decode(errors="replace"))


def test_a_page_comes_through_nginx(stack: Stack) -> None:
    response = get(stack, "/")

    assert response.status == 200
    assert f'href="https://{HOST}/"' in response.text
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_public_page_is_kept_by_the_cache_and_not_for_whoever_is_signed_in(stack: Stack) -> None:
    get(stack, "/innovations/")

    assert get(stack, "/innovations/").headers["X-Cache"] == "HIT"
    assert get(stack, "/innovations/", Cookie="sessionid=something").headers["X-Cache"] == "BYPASS"


def test_the_sign_in_page_is_not_kept_by_the_cache(stack: Stack) -> None:
    get(stack, "/account/login/")
    response = get(stack, "/account/login/")

    assert response.status == 200
    assert response.headers["X-Cache"] == "MISS"
    assert all("Secure" in cookie for cookie in response.headers.get_all("Set-Cookie", []))


def test_a_static_file_is_named_by_its_content_and_kept_for_long(stack: Stack) -> None:
    path = re.findall(r'href="(/static/[^"]+\.css)"', get(stack, "/").text)[0]
    response = get(stack, path)

    assert re.search(r"\.[0-9a-f]{12}\.css$", path)
    assert response.status == 200
    assert "immutable" in response.headers["Cache-Control"]


def test_health_says_ready(stack: Stack) -> None:
    assert get(stack, "/health/ready").status == 200
    stack.run("docker/healthy")


def test_http_leads_to_https(stack: Stack) -> None:
    with closing(HTTPConnection("127.0.0.1", stack.http, timeout=20)) as connection:
        answer = ask(connection, "/innovations/?page=2", Host=HOST)

    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/innovations/?page=2")


def test_another_host_is_refused(stack: Stack) -> None:
    response = get(stack, "/", Host="evil.example")

    assert response.status == 400
    assert "evil.example" not in response.text


def test_a_path_to_stored_files_leads_nowhere_from_outside(stack: Stack) -> None:
    (stack.folder / "var/media").mkdir(exist_ok=True)
    (stack.folder / "var/media/secret.txt").write_text("not public")

    assert get(stack, "/protected-media/secret.txt").status == 404
    assert get(stack, "/media/secret.txt").status == 404


def test_the_first_administrator_gets_a_link_that_opens(stack: Stack) -> None:
    link = re.findall(rf"https://{HOST}(/\S+)", stack.manage("first_admin", "--email", "first@example.org"))[
        0
    ]

    assert get(stack, link).status in (200, 302)


@pytest.mark.parametrize("program", ["worker", "web"])
def test_sigterm_ends_it_well(stack: Stack, program: str) -> None:
    assert stack.processes[program].poll() is None, stack.log(program)
    with stack.ended(program) as code:
        assert code == 0
    assert "Traceback" not in stack.log(program)


def test_while_the_web_server_is_away_nginx_says_when_to_come_back(stack: Stack) -> None:
    with stack.ended("web"):
        response = get(stack, "/account/login/")

    assert (response.status, response.headers["Retry-After"]) == (503, "5")


def test_the_api_is_kept_for_seconds_and_its_quota_goes_to_whoever_asked(stack: Stack) -> None:
    asked = [get(stack, "/api/v1/innovations") for _ in range(2)]

    assert [answer.headers["X-Cache"] for answer in asked] == ["MISS", "HIT"]
    assert "r=" in asked[0].headers["RateLimit"]
    assert "RateLimit" not in asked[1].headers
    assert asked[0].text == asked[1].text
    assert f"https://{HOST}/" in get(stack, "/api/v1/").text
