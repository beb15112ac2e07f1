"""The password of a page, or of all below it, cannot be guessed."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portfolio.accounts.limits import PAGE_PASSWORD, PAGE_PASSWORD_ANYWHERE
from portfolio.models import PlaybookIndexPage, ToolkitIndexPage
from portfolio.models.throttle import Attempt
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "open sesame"
ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def address() -> str:
    factories.make_site()
    return restricted(PlaybookIndexPage.objects.get())


def restricted(page: Any) -> str:
    """Where the password of this page is sent."""
    made = PageViewRestriction.objects.create(page=page, restriction_type="password", password=PASSWORD)
    return f"/_util/authenticate_with_password/{made.pk}/{page.pk}/"


def attempt(address: str, password: str, **extra: Any) -> Any:
    return Client().post(address, {"password": password, "return_url": "/playbooks/"}, **extra)


def guess(address: str, times: int) -> list[int]:
    return [attempt(address, f"guess {number}").status_code for number in range(times)]


def test_guesses_are_few_and_the_answer_says_when_again(address: str) -> None:
    assert guess(address, PAGE_PASSWORD.amount + 1) == [200] * PAGE_PASSWORD.amount + [429]
    refused = attempt(address, PASSWORD)

    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= PAGE_PASSWORD.seconds
    assert "minutes, then try again." in refused.content.decode()
    assert attempt(f"/es{address}", PASSWORD).status_code == 429
    assert attempt(address, PASSWORD, **ELSEWHERE).status_code == 302


def test_another_page_is_not_shut_and_the_wait_ends(address: str) -> None:
    other = restricted(ToolkitIndexPage.objects.get())
    guess(address, PAGE_PASSWORD.amount + 1)
    assert attempt(other, PASSWORD).status_code == 302

    Attempt.objects.update(at=timezone.now() - datetime.timedelta(seconds=PAGE_PASSWORD.seconds + 1))
    assert attempt(address, PASSWORD).status_code == 302


def test_some_slips_of_others_in_the_house_shut_nobody_out(address: str) -> None:
    guess(address, 49)
    assert attempt(address, PASSWORD).status_code == 302


def test_guesses_from_many_addresses_are_few_too(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    few = replace(PAGE_PASSWORD_ANYWHERE, amount=3)
    monkeypatch.setattr("portfolio.accounts.limits.PAGE_PASSWORD_ANYWHERE", few)
    answers = [attempt(address, "guess", REMOTE_ADDR=f"192.0.2.{number}") for number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]


def test_a_whole_class_that_knows_it_gets_in(address: str) -> None:
    assert [attempt(address, PASSWORD).status_code for _reader in range(40)] == [302] * 40


def test_odd_input_is_an_answer(address: str) -> None:
    for odd in ("", "\x00", "9" * 5000, "\N{PILE OF POO}"):
        assert attempt(address, odd).status_code == 200
