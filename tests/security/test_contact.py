"""A reader writes to the person behind an entry, whose address stays unknown."""

import datetime
import uuid
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from portfolio.models import ContactMessage, DistrictIndexPage, Person, PublicDocument
from portfolio.publication import log
from portfolio.services.contact import purge_old_messages
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "grace@district.example.org"
LETTER = {"name": "Alan", "email": "alan@elsewhere.example.org", "text": "How did you pay for the tools?"}


@pytest.fixture
def entry() -> Any:
    home = factories.make_site()
    person = Person.objects.create(name="Grace", email=ADDRESS, contact_public=True)
    district = factories.add_draft(DistrictIndexPage.objects.get(), factories.district_page())
    factories.publish(district)
    page = factories.add_draft(district, factories.innovation_page(contact=person, contact_public=True))
    factories.publish(page)
    log.flush()
    assert home is not None
    return PublicDocument.objects.get(page_id=page.pk)


def form_of(entry: PublicDocument) -> str:
    return f"/contact/{entry.id}/"


def test_message_goes_out_and_the_answer_comes_back_to_the_sender(entry: PublicDocument) -> None:
    answer = Client().post(form_of(entry), LETTER)
    assert (answer.status_code, answer["Location"]) == (302, f"/contact/{entry.id}/sent/")
    [message] = mail.outbox
    assert message.to == [ADDRESS]
    assert message.reply_to == [LETTER["email"]]
    assert entry.title in message.subject
    assert LETTER["text"] in str(message.body)
    assert Client().get(answer["Location"]).status_code == 200


def test_address_is_nowhere_on_the_public_side(entry: PublicDocument) -> None:
    for address in (form_of(entry), f"/contact/{entry.id}/sent/", entry.path):
        assert ADDRESS not in Client().get(address).content.decode()
    assert ADDRESS not in str(entry.body)


def test_form_asks_for_the_csrf_token_and_is_kept_by_nobody(entry: PublicDocument) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(form_of(entry), LETTER).status_code == 403
    answer = strict.get(form_of(entry))
    assert "no-store" in answer["Cache-Control"]
    token = answer.context["csrf_token"]
    assert strict.post(form_of(entry), LETTER | {"csrfmiddlewaretoken": str(token)}).status_code == 302


@pytest.mark.parametrize("change", [{"contact_public": False}, {"email": ""}])
def test_person_who_may_not_be_written_to_has_no_form(change: dict[str, Any], entry: PublicDocument) -> None:
    Person.objects.update(**change)
    assert Client().get(form_of(entry)).status_code == 404
    assert Client().post(form_of(entry), LETTER).status_code == 404


def test_entry_that_is_not_public_has_no_form(entry: PublicDocument) -> None:
    PublicDocument.objects.all().delete()
    assert Client().get(form_of(entry)).status_code == 404
    assert Client().get(f"/contact/{uuid.uuid4()}/").status_code == 404


def test_machines_that_fill_in_everything_are_told_the_same_and_send_nothing(entry: PublicDocument) -> None:
    answer = Client().post(form_of(entry), LETTER | {"website": "https://spam.example"})
    assert answer.status_code == 302
    assert not mail.outbox
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": ""}, "Write your name"),
        ({"email": "nowhere"}, "not an e-mail address"),
        ({"email": "a@example.org\nBcc: all@example.org"}, "not an e-mail address"),
        ({"text": ""}, "Write what you would like"),
        ({"text": "x" * 4001}, "4000"),
        ({"text": "a\x00b"}, "Null characters"),
    ],
)
def test_errors_name_the_field_and_keep_what_was_typed(
    change: dict[str, str], reason: str, entry: PublicDocument
) -> None:
    answer = Client().post(form_of(entry), LETTER | change)
    assert answer.status_code == 200
    assert reason in answer.content.decode()
    assert "has not been sent yet" in answer.content.decode()
    assert not mail.outbox


def test_names_cannot_add_headers(entry: PublicDocument) -> None:
    Client().post(form_of(entry), LETTER | {"name": "Alan\r\nBcc: all@example.org"})
    [message] = mail.outbox
    assert message.recipients() == [ADDRESS]
    assert "\n" not in message.subject


def test_eleventh_message_from_one_address_waits(entry: PublicDocument) -> None:
    letters = [LETTER | {"email": f"reader{number}@example.org"} for number in range(11)]
    answers = [Client().post(form_of(entry), letter) for letter in letters]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert LETTER["text"] in answers[-1].content.decode()
    elsewhere = Client().post(form_of(entry), letters[10], REMOTE_ADDR="192.0.2.9")
    assert elsewhere.status_code == 302


def test_messages_are_gone_after_ninety_days(entry: PublicDocument) -> None:
    Client().post(form_of(entry), LETTER)
    assert purge_old_messages() == 0
    ContactMessage.objects.update(sent_at=timezone.now() - datetime.timedelta(days=91))
    assert purge_old_messages() == 1
    assert not ContactMessage.objects.exists()
