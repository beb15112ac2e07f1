"""A reader writes to the person behind an entry, who stays without a public address."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.models import Page

from portfolio.models.messages import ContactMessage
from portfolio.models.people import Person
from portfolio.publication.models import PublicDocument

KEPT_FOR = datetime.timedelta(days=90)


@dataclass(frozen=True)
class Contact:
    """Whom a message goes to, and from which public entry."""

    entry: UUID
    title: str
    path: str
    person: Person


def contact_for(entry: UUID, locale: str) -> Contact | None:
    """Return whom a reader of `entry` may write to: only where its public document says that one may.

    An entry may name another person in each of its languages.
    """
    documents = list(PublicDocument.objects.filter(id=entry).order_by("pk_number"))
    document = next((each for each in documents if each.locale == locale), next(iter(documents), None))
    if document is None or not (document.body.get("contact") or {}).get("form_path"):
        return None
    page: Any = Page.objects.filter(pk=document.page_id, live=True).specific().first()
    person = getattr(page, "contact", None)
    if person is None or not person.can_be_written_to:
        return None
    return Contact(document.id, document.title, document.path or "", person)


def send_message(contact: Contact, *, name: str, email: str, text: str) -> ContactMessage:
    """Keep a message and put its delivery in the queue."""
    message = ContactMessage.objects.create(
        entry=contact.entry, entry_title=contact.title, recipient=contact.person,
        name=name, email=email, text=text,
    )  # fmt: skip
    deliver_message.enqueue(message.pk)
    return message


@task()
def deliver_message(message_id: int) -> None:
    """Mail a message to its recipient; an answer goes straight to the sender."""
    message = ContactMessage.objects.filter(pk=message_id).select_related("recipient").first()
    if message is None or not message.recipient.can_be_written_to:
        return
    subject = _("A reader of “%s” writes to you") % " ".join(message.entry_title.split())
    body = render_to_string("portfolio/contact/message.txt", {"message": message})
    EmailMessage(subject, body, to=[message.recipient.email], reply_to=[message.email]).send()


def purge_old_messages() -> int:
    """Delete messages that were sent more than 90 days ago; return how many there were."""
    return ContactMessage.objects.filter(sent_at__lt=timezone.now() - KEPT_FOR).delete()[0]
