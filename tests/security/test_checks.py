"""The site refuses to start where it would be open."""

from typing import Any

import pytest

from portfolio import checks


def ids(messages: list[Any]) -> list[str]:
    return [message.id for message in messages]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "portfolio.example.org"])
def test_debug_needs_a_loopback_bind(host: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = True
    monkeypatch.setenv("HOST", host)
    assert ids(checks.debug_stays_on_this_machine()) == ["groundwork.E001"]
    settings.DEBUG = False
    assert checks.debug_stays_on_this_machine() == []


@pytest.mark.parametrize("host", ["", "127.0.0.1", "localhost", "::1", "[::1]"])
def test_debug_may_run_on_loopback(host: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = True
    monkeypatch.setenv("HOST", host)
    assert checks.debug_stays_on_this_machine() == []


def test_wildcard_host_is_refused(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "*"]
    assert ids(checks.hosts_are_named()) == ["groundwork.E002"]


def test_deployment_needs_the_second_factor_and_https(settings: Any) -> None:
    settings.REQUIRE_TOTP = False
    settings.WAGTAILADMIN_BASE_URL = "http://portfolio.example.org"
    assert ids(checks.administrators_use_a_second_factor()) == ["groundwork.E003"]
    assert ids(checks.links_are_https()) == ["groundwork.E004"]


def test_defaults_are_closed() -> None:
    from config.settings import base

    assert base.DEBUG is False
    assert base.REQUIRE_TOTP is True
    assert "*" not in base.ALLOWED_HOSTS
    assert "Argon2" in base.PASSWORD_HASHERS[0]
    assert "django.contrib.admin" not in base.INSTALLED_APPS
