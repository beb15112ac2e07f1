"""Making, opening and changing what is kept of a reader's progress.

Whoever has the address may read and tick: it is the whole of the right, as with a key. So its token is
256 random bits, only the digest is stored, and a form from elsewhere gains nothing that the token does
not give. The digest needs no key of ours: there is nothing to guess, and links outlive a new secret key.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from home.models import PlaybookProgress
from home.progress.checklist import every_key, fingerprints

KEPT_UNUSED = timedelta(days=365)
MOST_KEYS = 2_000
"""Ticks in one row, with those of steps that are gone for now"""


def begin(playbook: UUID, body: Mapping[str, Any]) -> str:
    """Begin to keep progress on a playbook; return the token, which is in clear here and nowhere else."""
    token = secrets.token_urlsafe(32)
    PlaybookProgress.objects.create(
        playbook=playbook, token_digest=_digest(token), seen=fingerprints(body), used_on=timezone.localdate()
    )
    return token


def opened_by(token: str) -> PlaybookProgress | None:
    """Return what `token` opens, and note the day: what is opened stays kept."""
    found = PlaybookProgress.objects.filter(token_digest=_digest(token)).first()
    today = timezone.localdate()
    if found and found.used_on < today:
        PlaybookProgress.objects.filter(pk=found.pk).update(used_on=today)
    return found


@transaction.atomic
def tick(
    progress: PlaybookProgress, body: Mapping[str, Any], was: Iterable[str], now: Iterable[str]
) -> PlaybookProgress:
    """Change what differs between `was`, the ticks that a form showed, and `now`, those that came back.

    So two people at one list do not undo each other's. What is no step or line of the playbook is passed
    over. Ticks of steps that are gone stay, in case they come back.
    """
    shown, ticked = set(was), set(now)
    there = every_key(body)
    row = PlaybookProgress.objects.select_for_update().get(pk=progress.pk)
    done = (set(row.done) | (ticked - shown) & there) - (shown - ticked)
    row.done = sorted(done, key=lambda key: (key not in there, key))[:MOST_KEYS]
    row.seen, row.used_on = fingerprints(body), timezone.localdate()
    row.save()
    return row


def forget_unused() -> int:
    """Delete what nobody has opened for a year; return how many there were."""
    before = timezone.localdate() - KEPT_UNUSED
    return PlaybookProgress.objects.filter(used_on__lt=before).delete()[0]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
