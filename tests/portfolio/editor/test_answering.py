"""“Write about it”: the form of a new entry remembers which request it is written for."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from portfolio.models import ContentRequest, InnovationPage, RequestAnswer
from portfolio.tenancy.onboarding import onboard
from tests.factories import DistrictFactory, ThemeFactory
from tests.portfolio.editor.forms import innovation_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(space):
    return ContentRequest.objects.create(title="Late bus for clubs")


def new_innovation(space):
    return reverse("wagtailadmin_pages:add", args=["portfolio", "innovationpage", space.page_id])


def hidden(response):
    field = BeautifulSoup(response.content, "html.parser").select_one("#page-edit-form input[name=answers]")
    return field and field["value"]


def written(client, space, **fields):
    data = innovation_form([ThemeFactory().pk], **fields)
    return client.post(new_innovation(space), data, follow=True)


def test_form_keeps_the_request_and_says_what_it_is_for(writer, space, asked, client):
    answer = client.get(new_innovation(space), {"answers": asked.pk})
    assert hidden(answer) == str(asked.pk)
    assert "Readers look for “Late bus for clubs”." in answer.content.decode()


@pytest.mark.parametrize("action", [{}, {"action-submit": "1"}])
def test_new_draft_is_an_answer(writer, space, asked, client, action):
    written(client, space, answers=str(asked.pk), **action)
    entry = InnovationPage.objects.get()
    assert list(RequestAnswer.objects.values_list("request", "entry")) == [(asked.pk, entry.pk)]


def test_form_that_is_shown_again_still_knows_the_request(writer, space, asked, client):
    answer = written(client, space, answers=str(asked.pk), title="")
    assert hidden(answer) == str(asked.pk)
    assert not RequestAnswer.objects.exists()


def test_draft_without_a_request_answers_nothing(writer, space, asked, client):
    assert hidden(client.get(new_innovation(space))) is None
    written(client, space)
    assert InnovationPage.objects.exists()
    assert not RequestAnswer.objects.exists()


@pytest.mark.parametrize("number", ["0", "x", "²", "9" * 40, "9" * 5000, "-1", "\0", "closed", "theirs"])
def test_request_that_is_not_theirs_or_not_there_keeps_nobody_from_writing(
    writer, space, asked, client, number
):
    other = onboard(DistrictFactory(name="Hilltop")).space
    theirs = ContentRequest.objects.create(title="Only for them", is_for_all=False)
    theirs.districts.add(other)
    closed = ContentRequest.objects.create(title="Long closed", closed_at=timezone.now())
    number = {"closed": str(closed.pk), "theirs": str(theirs.pk)}.get(number, number)
    shown = client.get(new_innovation(space), {"answers": number})
    assert hidden(shown) is None
    told = shown.content.decode()
    assert "That is not looked for any more." in told
    assert "Only for them" not in told
    written(client, space, answers=number)
    assert InnovationPage.objects.count() == 1
    assert not RequestAnswer.objects.exists()
