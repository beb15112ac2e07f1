"""Signing in: one door, throttled, that tells nobody which accounts exist."""

from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.test import Client

from portfolio.models import User
from tests import factories
from tests.security.conftest import PASSWORD

LOGIN = "/account/login/"
pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def test_right_password_opens_the_editor(administrator: User) -> None:
    client = Client()
    answer = sign_in(client, administrator.email.upper())
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert client.get("/account/password/change/").status_code == 200


def test_wrong_password_and_unknown_account_get_the_same_answer(person: User) -> None:
    wrong = sign_in(Client(), person.email, "wrong-wrong-wrong")
    unknown = sign_in(Client(), "nobody@example.org", "wrong-wrong-wrong")
    locked_out = factories.UserFactory(email="gone@example.org", is_active=False)
    inactive = sign_in(Client(), locked_out.email, "wrong-wrong-wrong")
    texts = {answer.context["form"].non_field_errors().as_text() for answer in (wrong, unknown, inactive)}
    assert len(texts) == 1
    assert {wrong.status_code, unknown.status_code, inactive.status_code} == {200}


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org", "invited@example.org"])
def test_every_attempt_hashes_one_password(email: str, person: User) -> None:
    """So that the time it takes tells nothing; the hash is what takes time."""
    invited = User.objects.create_user("invited@example.org")
    assert not invited.has_usable_password()
    with mock.patch("django.contrib.auth.hashers.MD5PasswordHasher.encode", autospec=True) as encode:
        encode.return_value = "md5$a$b"
        sign_in(Client(), email, "wrong-wrong-wrong")
    assert encode.call_count == 1


def test_sixth_attempt_is_told_to_wait_known_or_not(person: User) -> None:
    for email in (person.email, "nobody@example.org"):
        for _ in range(5):
            assert sign_in(Client(), email, "wrong-wrong-wrong").status_code == 200
        refused = sign_in(Client(), email, PASSWORD)
        assert refused.status_code == 429
        assert 0 < int(refused["Retry-After"]) <= 15 * 60
        assert "Wait 15 minutes" in refused.content.decode()


def test_another_address_is_not_shut_out(person: User) -> None:
    for _ in range(6):
        sign_in(Client(), person.email, "wrong-wrong-wrong", REMOTE_ADDR="192.0.2.1")
    assert sign_in(Client(), person.email, REMOTE_ADDR="192.0.2.2").status_code == 302


def test_colleagues_behind_one_address_are_not_shut_out(person: User) -> None:
    for number in range(8):
        for _ in range(5):
            sign_in(Client(), f"colleague{number}@example.org", "wrong-wrong-wrong")
    assert sign_in(Client(), person.email).status_code == 302


def test_forwarded_address_counts_only_behind_our_own_proxy(person: User, settings: Any) -> None:
    def attempt(number: int) -> int:
        forwarded = {"X-Forwarded-For": f"198.51.100.{number}"}
        return int(sign_in(Client(), person.email, "x" * 12, headers=forwarded).status_code)

    assert [attempt(number) for number in range(6)][-1] == 429
    settings.TRUSTED_PROXIES = 1
    assert attempt(99) == 200


def test_cool_off_ends(person: User) -> None:
    from django.utils import timezone

    now = timezone.now()
    for _ in range(6):
        sign_in(Client(), person.email, "wrong-wrong-wrong")
    with mock.patch("portfolio.throttle.timezone.now", return_value=now + timezone.timedelta(minutes=16)):
        assert sign_in(Client(), person.email).status_code == 302


@pytest.mark.parametrize(
    "door", ["/admin/login/", "/_util/login/", "/es/_util/login/", "/admin/password_reset/"]
)
def test_wagtails_own_doors_lead_to_ours(door: str, home: Any, administrator: User) -> None:
    answer = Client().get(f"{door}?next=/admin/pages/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/")
    assert Client().post(door, {"username": administrator.email, "password": PASSWORD}).status_code == 405


def test_admin_leads_to_our_door(home: Any) -> None:
    answer = Client().get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/admin/")


def test_who_may_not_open_the_editor_is_not_sent_in_a_circle(person: User, home: Any) -> None:
    client = Client()
    client.force_login(person)
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 200
    assert "may not open" in answer.content.decode()


def test_next_cannot_lead_to_another_site(administrator: User) -> None:
    data = {"login": administrator.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert Client().post(LOGIN, data)["Location"] == "/admin/"


def test_looking_at_sign_out_does_not_sign_out(admin_client: Client) -> None:
    for address in ("/admin/logout/", "/account/logout/"):
        assert admin_client.get(address).status_code == 200
    assert admin_client.get("/admin/account/").status_code == 200
    assert admin_client.post("/admin/logout/").status_code == 302
    assert admin_client.get("/admin/account/").status_code == 302


def test_nobody_registers_by_themselves() -> None:
    data = {"email": "new@example.org", "password1": PASSWORD}
    assert Client().post("/account/signup/", data).status_code == 405
    assert not User.objects.filter(email="new@example.org").exists()


def test_forgotten_password_says_the_same_to_everyone(person: User) -> None:
    known = Client().post("/account/password/reset/", {"email": person.email})
    unknown = Client().post("/account/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox] == [[person.email]]


def test_forgotten_password_link_works_once(person: User) -> None:
    Client().post("/account/password/reset/", {"email": person.email})
    body = str(mail.outbox[0].body)
    link = next(line for line in body.splitlines() if line.startswith("http://"))
    path = link.removeprefix("http://localhost:8000")
    client = Client()
    form = client.get(path, follow=True)
    passwords = {"password1": "quite-another-passphrase", "password2": "quite-another-passphrase"}
    assert client.post(form.redirect_chain[-1][0], passwords).status_code == 302
    assert sign_in(Client(), person.email, "quite-another-passphrase").status_code == 302
    again = Client().get(path, follow=True)
    assert "password1" not in again.content.decode()


def test_mails_about_passwords_are_few(person: User) -> None:
    answers = [Client().post("/account/password/reset/", {"email": person.email}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("password", ["short-one", "password1234", "123456789012", "ada@example.org"])
def test_weak_passwords_are_refused_in_plain_words(password: str, person: User) -> None:
    client = Client()
    client.force_login(person)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = client.post("/account/password/change/", data)
    assert answer.status_code == 200
    assert "password" in answer.context["form"].errors.as_text()


def test_odd_input_is_an_answer(person: User) -> None:
    for odd in ("\x00", "'\"", "a" * 5000, "ä@example.org", "\u202e"):
        assert sign_in(Client(), odd, odd).status_code in (200, 429)
        assert Client().post("/account/password/reset/", {"email": odd}).status_code in (200, 302, 429)
