"""What every answer tells a browser about loading, framing and keeping it."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PUBLIC_PATHS = [
    "/",
    "/innovations/",
    "/no-such-page/",
    "/health/live",
    "/robots.txt",
    "/media/no-such-file.pdf",
]


def policy(answer: Any) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))


@pytest.mark.parametrize("path", PUBLIC_PATHS)
def test_public_answers_load_own_files_only_and_run_nothing_inline(path: str, home: Any) -> None:
    csp = policy(Client().get(path))
    assert csp["default-src"] == csp["frame-ancestors"] == csp["base-uri"] == csp["object-src"] == "'none'"
    assert csp["script-src"] == csp["style-src"] == csp["img-src"] == csp["form-action"] == "'self'"


@pytest.mark.parametrize("path", [*PUBLIC_PATHS, "/account/login/", "/admin/"])
def test_every_answer_has_the_other_headers(path: str, home: Any) -> None:
    answer = Client().get(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("path", PUBLIC_PATHS)
def test_readers_get_no_cookie_and_no_csrf_token(path: str, home: Any) -> None:
    client = Client()
    answer = client.get(path)
    assert not client.cookies
    assert "csrf" not in getattr(answer, "content", b"").decode("utf-8", "replace").lower()
    assert "Cookie" not in answer.get("Vary", "")


def test_admin_policy_is_relaxed_for_inline_code_alone(admin_client: Client) -> None:
    csp = policy(admin_client.get("/admin/"))
    assert csp["script-src"] == "'self' 'unsafe-inline'"
    assert csp["frame-ancestors"] == csp["object-src"] == csp["base-uri"] == "'none'"
    assert not any("http" in sources or "*" in sources for sources in csp.values())


@pytest.mark.parametrize("path", ["/admin/", "/account/login/", "/account/password/reset/", "/"])
def test_answers_to_someone_signed_in_are_kept_by_nobody(path: str, admin_client: Client) -> None:
    assert admin_client.get(path)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "a b"])
def test_forged_host_is_refused(host: str, home: Any) -> None:
    for path in ("/", "/account/login/", "/account/password/reset/", "/sitemap.xml"):
        answer = Client().get(path, headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.content.decode()


def test_forwarded_host_is_not_believed(home: Any) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Original-URL": "/admin/", "X-Forwarded-Proto": "https"}
    answer = Client().get("/", headers=forged)
    assert "evil.example" not in answer.content.decode()


def test_health_is_cheap_and_not_kept(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/health/live").json() == {"status": "live"}
    with django_assert_num_queries(1):
        answer = Client().get("/health/ready")
    assert answer.json() == {"status": "ready"}
    assert "no-store" in answer["Cache-Control"]


def test_ready_says_when_to_ask_again_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError, connection

    def away(*args: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", away)
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert Client().get("/health/live").status_code == 200


def test_security_txt_says_where_to_report(settings: Any) -> None:
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    text = Client().get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:security@example.org\n" in text
    assert "Expires: " in text
