"""Sessions end eight hours after they were last used; cookies stay with the browser that got them."""

import datetime
import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from portfolio.models import User
from tests.security.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_at_work(administrator: User, home: Any) -> Client:
    client = Client()
    client.post("/account/login/", {"login": administrator.email, "password": PASSWORD})
    return client


def test_cookies_are_kept_from_scripts_and_other_sites(administrator: User) -> None:
    client = Client()
    client.get("/account/login/")
    client.post("/account/login/", {"login": administrator.email, "password": PASSWORD})
    for cookie in (client.cookies["sessionid"], client.cookies["csrftoken"]):
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"
    assert client.cookies["sessionid"]["max-age"] == ""  # gone when the browser is closed


def test_use_prolongs_the_session(client_at_work: Client) -> None:
    client_at_work.get("/admin/")
    session = client_at_work.session
    session["used_at"] = int(time.time()) - 10 * 60
    session.save()
    Session.objects.update(expire_date=timezone.now() + datetime.timedelta(minutes=1))
    client_at_work.get("/admin/")
    left = Session.objects.get().expire_date - timezone.now()
    assert datetime.timedelta(hours=7, minutes=59) < left <= datetime.timedelta(hours=8)


def test_busy_editors_do_not_write_the_session_each_time(
    client_at_work: Client, django_assert_max_num_queries: Any
) -> None:
    client_at_work.get("/admin/")
    before = Session.objects.get().expire_date
    client_at_work.get("/admin/")
    assert Session.objects.get().expire_date == before


def test_idle_session_is_over(client_at_work: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    assert client_at_work.get("/admin/")["Location"].startswith("/account/login/")


def test_password_change_ends_other_sessions(client_at_work: Client, administrator: User) -> None:
    administrator.set_password("quite-another-passphrase")
    administrator.save()
    assert client_at_work.get("/admin/").status_code == 302


def test_deactivated_account_is_out_at_the_next_request(client_at_work: Client, administrator: User) -> None:
    User.objects.filter(pk=administrator.pk).update(is_active=False)
    assert client_at_work.get("/admin/").status_code == 302
