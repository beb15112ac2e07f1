"""The owner of an account hears by mail of what changes who can get in."""

from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from portfolio.models import User
from portfolio.services.sign_in import one_time_sign_in_link
from tests.security.conftest import PASSWORD
from tests.security.test_second_factor import enrol, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

ANOTHER = "an-entirely-different-passphrase"


@pytest.fixture
def signed_in(person: User, home: Any) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def subjects(mailbox: Any) -> list[str]:
    return [mail.subject for mail in mailbox]


def test_signing_in_as_usual_tells_nobody(signed_in: Client, mailoutbox: Any) -> None:
    assert mailoutbox == []


def test_a_second_factor_that_comes_and_goes(signed_in: Client, person: User, mailoutbox: Any) -> None:
    enrol(signed_in)
    signed_in.post("/account/2fa/recovery-codes/generate/")
    signed_in.post("/account/2fa/totp/deactivate/")

    assert subjects(mailoutbox) == [
        "An authenticator app was added to your account",
        "New recovery codes were made for your account",
        "The authenticator app of your account was removed",
    ]
    assert {address for mail in mailoutbox for address in mail.to} == {person.email}


def test_a_recovery_code_that_is_used(person: User, home: Any, mailoutbox: Any) -> None:
    TOTP.activate(person, generate_totp_secret())
    spare = RecoveryCodes.activate(person).get_unused_codes()[0]
    client = Client()
    sign_in(client, person)
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert mailoutbox == []

    client.post("/account/2fa/authenticate/", {"code": spare})

    assert subjects(mailoutbox) == ["A recovery code was used for your account"]
    assert spare not in mailoutbox[0].body


def test_a_password_that_is_changed_while_signed_in(signed_in: Client, mailoutbox: Any) -> None:
    told = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    assert signed_in.post("/account/password/change/", told).status_code == 302

    [mail] = mailoutbox
    assert mail.subject == "The password of your account was changed"
    assert "http://localhost:8000/account/password/reset/" in mail.body
    assert "write to the network's staff" in mail.body
    assert ANOTHER not in mail.body


def test_a_password_that_was_forgotten(person: User, home: Any, mailoutbox: Any) -> None:
    client = Client()
    client.post("/account/password/reset/", {"email": person.email})
    link = next(line for line in mailoutbox[0].body.splitlines() if "/account/password/reset/key/" in line)
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": ANOTHER, "password2": ANOTHER})

    assert subjects(mailoutbox)[1:] == ["The password of your account was changed"]


def test_a_password_that_is_set_by_a_link(person: User, home: Any, mailoutbox: Any) -> None:
    link = one_time_sign_in_link(person, "http://testserver")
    assert Client().get(link).status_code == 200
    assert mailoutbox == []
    Client().post(link, {"new_password1": ANOTHER, "new_password2": ANOTHER})

    assert subjects(mailoutbox) == ["The password of your account was changed"]


def test_an_address_that_staff_change_is_told_to_both(
    admin_client: Client, person: User, settings: Any, mailoutbox: Any
) -> None:
    settings.REQUIRE_TOTP = False
    form = {"first_name": "Ada", "last_name": "Quist", "is_active": "on", "email": person.email}
    path = f"/admin/users/edit/{person.pk}/"
    assert admin_client.post(path, form).status_code == 302
    assert mailoutbox == []

    assert admin_client.post(path, {**form, "email": "else@example.org"}).status_code == 302

    assert subjects(mailoutbox) == ["The e-mail address of your account was changed"] * 2
    assert [mail.to for mail in mailoutbox] == [[person.email], ["else@example.org"]]
    assert "somebody else may sign in" in mailoutbox[0].body
    assert "else@example.org" not in mailoutbox[0].body
