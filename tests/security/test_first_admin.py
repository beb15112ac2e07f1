"""The way in after the first start: one link, once, and no default account."""

import datetime
import io
from typing import Any
from unittest import mock

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command
from django.test import Client

from portfolio.models import User
from portfolio.services.sign_in import one_time_sign_in_link
from tests.security.conftest import PASSWORD

pytestmark = pytest.mark.django_db
BASE = "http://127.0.0.1:8123"


def first_admin(**options: Any) -> str:
    out = io.StringIO()
    call_command("first_admin", stdout=out, base_url=BASE, **options)
    return out.getvalue()


def path_in(text: str) -> str:
    return next(line for line in text.split() if line.startswith(BASE)).removeprefix(BASE)


def set_password(client: Client, path: str, password: str = PASSWORD) -> Any:
    return client.post(path, {"new_password1": password, "new_password2": password})


def test_first_start_makes_an_administrator_without_a_password() -> None:
    printed = first_admin(email="head@example.org")
    user = User.objects.get()
    assert (user.email, user.is_superuser, user.has_usable_password()) == ("head@example.org", True, False)
    assert f"{BASE}/account/link/" in printed


def test_link_sets_a_password_signs_in_and_is_used_up(home: Any) -> None:
    path = path_in(first_admin(email="head@example.org"))
    client = Client(enforce_csrf_checks=False)
    assert client.get(path).status_code == 200
    assert client.get(path).status_code == 200  # looking does not use it up

    answer = set_password(client, path)

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200
    assert Client().get(path).status_code == 410
    assert set_password(Client(), path).status_code == 410


def test_link_asks_for_the_csrf_token(home: Any) -> None:
    path = path_in(first_admin())
    assert set_password(Client(enforce_csrf_checks=True), path).status_code == 403
    assert not User.objects.get().has_usable_password()


def test_weak_password_leaves_the_link_alive(home: Any) -> None:
    path = path_in(first_admin())
    answer = set_password(Client(), path, "password")
    assert answer.status_code == 200
    assert "at least 12 characters" in answer.content.decode()
    assert Client().get(path).status_code == 200


def test_second_start_prints_a_new_link_until_a_password_is_set(home: Any) -> None:
    first, second = path_in(first_admin()), path_in(first_admin())
    assert set_password(Client(), second).status_code == 302
    assert Client().get(first).status_code == 410
    assert first_admin() == ""
    assert User.objects.count() == 1


def test_link_is_over_after_a_day(person: User) -> None:
    path = one_time_sign_in_link(person, BASE).removeprefix(BASE)
    later = datetime.datetime.now().timestamp() + 24 * 60 * 60 + 60
    with mock.patch("django.core.signing.time.time", return_value=later):
        answer = Client().get(path)
    assert answer.status_code == 410
    assert "24 hours" in answer.content.decode()


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": "other@example.org"}])
def test_link_dies_with_what_it_was_made_for(change: dict[str, Any], person: User) -> None:
    path = one_time_sign_in_link(person, BASE).removeprefix(BASE)
    User.objects.filter(pk=person.pk).update(**change)
    assert Client().get(path).status_code == 410


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "WzEsMV0:1:x", "é" * 300])
def test_made_up_links_say_so(token: str) -> None:
    assert Client().get(f"/account/link/{token}/").status_code == 410


def test_second_factor_is_asked_for_behind_a_link_too(person: User, home: Any) -> None:
    TOTP.activate(person, generate_totp_secret())
    path = one_time_sign_in_link(person, BASE).removeprefix(BASE)
    client = Client()
    assert set_password(client, path)["Location"] == "/account/2fa/authenticate/"
    assert client.get("/admin/").status_code == 302


def test_odd_address_is_refused_with_the_remedy() -> None:
    with pytest.raises(CommandError, match="ADMIN_EMAIL"):
        first_admin(email="not an address")
    assert not User.objects.exists()


def test_link_page_tells_nobody_where_it_was(person: User) -> None:
    answer = Client().get(one_time_sign_in_link(person, BASE).removeprefix(BASE))
    assert answer["Referrer-Policy"] == "strict-origin"
    assert answer["Cache-Control"] == "private, no-store"
