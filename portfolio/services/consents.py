"""Consents that end: what they allowed to be shown leaves the public side at once."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portfolio.models.media import Consent, File, PeopleShown, Picture, Rendition
from portfolio.publication import outbox
from portfolio.publication.models import PublicFile


@transaction.atomic
def withdraw(consent: Consent, on: datetime.date | None = None) -> int:
    """End `consent` on day `on` (today) and return how many pictures and files that hides.

    With a day to come, they stay until then; `hide_expired` takes them down that day.
    """
    consent.withdrawn_on = on or timezone.localdate()
    consent.save(update_fields=["withdrawn_on"])
    if consent.holds():
        return 0
    return _hide(consent.pictures.all(), consent.files.all())


@transaction.atomic
def hide_expired() -> int:
    """Take down what is still public though a consent ran out, was withdrawn or was overruled.

    Return how many pictures and files that were. Cheap where there are none: the worker calls it
    every minute.
    """
    ended = _ended(timezone.localdate())
    shown = PublicFile.objects.values("name")
    pictures = Picture.objects.filter(consents__in=ended).exclude(people_shown=PeopleShown.NONE)
    pictures = pictures.filter(pk__in=Rendition.objects.filter(file__in=shown).values("image"))
    files = File.objects.filter(consents__in=ended, file__in=shown).exclude(people_shown=PeopleShown.NONE)
    return _hide(pictures.distinct(), files.distinct())


def _ended(day: datetime.date) -> QuerySet[Consent]:
    """Return the consents that do not hold on `day`: `Consent.holds` as a query."""
    over = Q(expires_on__lt=day) | Q(withdrawn_on__lte=day)
    return Consent.objects.filter(over | Q(directory_opt_out=True) | Q(signed_on__gt=day))


def _hide(pictures: Iterable[Picture], files: Iterable[File]) -> int:
    """Stop the stored files from answering now, and compile again, after commit, what shows them."""
    pictures = [picture for picture in pictures if not picture.may_be_shown()]
    files = [file for file in files if not file.may_be_shown()]
    names = list(Rendition.objects.filter(image__in=pictures).values_list("file", flat=True))
    names += [file.file.name for file in files]
    PublicFile.rows.filter(name__in=names).delete()
    outbox.note(f"picture:{picture.pk}" for picture in pictures)
    outbox.note(f"file:{file.pk}" for file in files)
    return len(pictures) + len(files)
