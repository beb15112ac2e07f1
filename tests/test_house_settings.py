"""Production settings: complete, or a message that names what is missing."""

import os
import string
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings.environment import mail_settings

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": string.ascii_letters * 2,
    "BASE_URL": "https://portfolio.example.org",
    "DATABASE_URL": "postgres://groundwork@localhost/groundwork",
}


def check(tmp_path: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "GROUNDWORK_VAR": str(tmp_path), **COMPLETE, **changes}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_complete_production_settings_are_without_a_warning(tmp_path: Path) -> None:
    done = check(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("variable", ["SECRET_KEY", "BASE_URL", "DATABASE_URL"])
def test_production_without_a_setting_names_it(variable: str, tmp_path: Path) -> None:
    done = check(tmp_path, **{variable: ""})

    assert done.returncode == 1
    assert f"{variable} is not set." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "url", ["http://portfolio.example.org", "portfolio.example.org", "https://a.example/b"]
)
def test_production_refuses_an_address_that_is_not_https_and_a_host(url: str, tmp_path: Path) -> None:
    assert "BASE_URL is" in check(tmp_path, BASE_URL=url).stderr


@pytest.mark.parametrize("key", ["too-short-a-key", "django-insecure-" + "x" * 60])
def test_a_weak_secret_key_stops_the_start(key: str, tmp_path: Path) -> None:
    done = check(tmp_path, SECRET_KEY=key)

    assert done.returncode == 1
    assert "secret key is too weak" in done.stderr
    assert key not in done.stderr


def test_mail_goes_to_a_folder_until_a_server_is_named() -> None:
    assert mail_settings("") == {}


def test_mail_url_is_taken_apart() -> None:
    settings = mail_settings("smtp://someone%40example.org:p%2Fw@mail.example.org")

    assert settings["EMAIL_HOST"] == "mail.example.org"
    assert settings["EMAIL_PORT"] == 587
    assert settings["EMAIL_USE_TLS"] is True
    assert settings["EMAIL_HOST_USER"] == "someone@example.org"
    assert settings["EMAIL_HOST_PASSWORD"] == "p/w"


def test_mail_url_with_tls_from_the_start() -> None:
    settings = mail_settings("smtps://mail.example.org:4650")

    assert (settings["EMAIL_PORT"], settings["EMAIL_USE_SSL"]) == (4650, True)
    assert "EMAIL_USE_TLS" not in settings


@pytest.mark.parametrize("url", ["mail.example.org", "http://user:secret@mail.example.org", "smtp://"])
def test_mail_url_that_is_not_understood_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        mail_settings(url)
    assert "secret" not in str(refusal.value)
