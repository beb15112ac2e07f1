"""TOTP and recovery codes, and that an administrator cannot do without."""

from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from portfolio.models import User
from tests.security.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.REQUIRE_TOTP = True


def sign_in(client: Client, user: User) -> Any:
    return client.post("/account/login/", {"login": user.email, "password": PASSWORD})


def code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def enrol(client: Client) -> Any:
    form = client.get("/account/2fa/totp/activate/")
    secret = form.context["form"].secret
    return client.post("/account/2fa/totp/activate/", {"code": code(secret)})


def test_administrator_is_led_to_enrolment_and_then_let_in(administrator: User, home: Any) -> None:
    client = Client()
    sign_in(client, administrator)
    for path in ("/admin/", "/admin/users/", "/documents/1/x.pdf", "/"):
        assert client.get(path)["Location"] == "/account/2fa/totp/activate/"
    assert enrol(client)["Location"] == "/account/2fa/recovery-codes/"
    assert client.get("/account/2fa/recovery-codes/").status_code == 200
    assert client.get("/admin/").status_code == 200


def test_background_requests_are_refused_not_led(administrator: User, home: Any) -> None:
    client = Client()
    sign_in(client, administrator)
    assert client.get("/admin/", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


def test_switching_it_off_closes_the_editor_at_once(administrator: User, home: Any) -> None:
    client = Client()
    sign_in(client, administrator)
    enrol(client)
    client.post("/account/2fa/totp/deactivate/")
    assert client.get("/admin/")["Location"] == "/account/2fa/totp/activate/"


def test_code_is_asked_for_at_the_next_sign_in(administrator: User, home: Any) -> None:
    client = Client()
    secret = generate_totp_secret()
    TOTP.activate(administrator, secret)
    assert sign_in(client, administrator)["Location"] == "/account/2fa/authenticate/"
    assert client.get("/admin/").status_code == 302
    assert client.post("/account/2fa/authenticate/", {"code": code(secret)})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_recovery_code_works_once(administrator: User, home: Any) -> None:
    TOTP.activate(administrator, generate_totp_secret())
    spare = RecoveryCodes.activate(administrator).get_unused_codes()[0]
    for expected in (302, 200):
        client = Client()
        sign_in(client, administrator)
        assert client.post("/account/2fa/authenticate/", {"code": spare}).status_code == expected


def test_guessing_codes_is_throttled_across_new_sign_ins(administrator: User) -> None:
    TOTP.activate(administrator, generate_totp_secret())
    answers = []
    for _ in range(6):
        client = Client()
        sign_in(client, administrator)
        answers.append(client.post("/account/2fa/authenticate/", {"code": "000000"}))
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_secrets_are_not_stored_in_clear(administrator: User, settings: Any) -> None:
    secret = generate_totp_secret()
    TOTP.activate(administrator, secret)
    stored = Authenticator.objects.get().data["secret"]
    assert secret not in str(Authenticator.objects.get().data)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "n" * 60
    assert get_adapter().decrypt(stored) == secret


def test_others_may_do_without(person: User) -> None:
    client = Client()
    assert sign_in(client, person).status_code == 302
    assert client.get("/account/2fa/").status_code == 200
