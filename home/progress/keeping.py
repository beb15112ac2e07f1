"""Making, opening, changing and ending what is kept of a reader's progress.

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

from django.core.signing import Signer
from django.db import transaction
from django.utils import timezone

from home.models import EndedLink, PlaybookProgress
from home.progress.checklist import every_key, fingerprints

KEPT_UNUSED = timedelta(days=365)
MOST_KEYS = 2_000
"""Ticks in one row, with those of steps that are gone for now"""
TOKEN_BYTES = 32


class LinkOverError(Exception):
    """The link was ended, perhaps a moment ago and by somebody else who has it."""


def begin(playbook: UUID, body: Mapping[str, Any]) -> str:
    """Begin to keep progress on a playbook; return the token, which is in clear here and nowhere else."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
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
    over. Ticks of steps that are gone stay, in case they come back. Raises LinkOverError.
    """
    shown, ticked = set(was), set(now)
    there = every_key(body)
    row = _held(progress.token_digest)
    done = (set(row.done) | (ticked - shown) & there) - (shown - ticked)
    row.done = sorted(done, key=lambda key: (key not in there, key))[:MOST_KEYS]
    row.seen, row.used_on = fingerprints(body), timezone.localdate()
    row.save()
    return row


def offered_link(token: str) -> str:
    """Return a new token for the list that `token` opens, signed. It opens nothing before it is taken."""
    return _signer(token).sign(secrets.token_urlsafe(TOKEN_BYTES))


def check_offered(token: str, offered: str) -> None:
    """Raise BadSignature for what was not offered to who has `token`."""
    _signer(token).unsign(offered)


@transaction.atomic
def take_link(token: str, offered: str) -> str:
    """Let the list answer to the token that was `offered` and end `token`; return the new one.

    It is offered before it is taken, so that a form that is sent twice leads to one list both times.
    Raises LinkOverError, and BadSignature for what was not offered.
    """
    new = _signer(token).unsign(offered)
    try:
        row = _held(_digest(token))
    except LinkOverError:
        _held(_digest(new))
        return new
    row.token_digest, row.used_on = _digest(new), timezone.localdate()
    row.save()
    _remember_ended(token)
    return new


@transaction.atomic
def delete(token: str) -> None:
    """Delete the list for good, and end its link. Raises LinkOverError."""
    _held(_digest(token)).delete()
    _remember_ended(token)


def was_ended(token: str) -> bool:
    return EndedLink.objects.filter(token_digest=_digest(token)).exists()


def forget_unused() -> int:
    """Delete what nobody has opened for a year; return how many there were."""
    before = timezone.localdate() - KEPT_UNUSED
    EndedLink.objects.filter(ended_on__lt=before).delete()
    return PlaybookProgress.objects.filter(used_on__lt=before).delete()[0]


def _held(digest: str) -> PlaybookProgress:
    """Return the list behind a link, and let nobody else change or end it until this is done."""
    row = PlaybookProgress.objects.select_for_update().filter(token_digest=digest).first()
    if row is None:
        raise LinkOverError
    return row


def _remember_ended(token: str) -> None:
    EndedLink.objects.create(token_digest=_digest(token), ended_on=timezone.localdate())


def _signer(token: str) -> Signer:
    """Return what signs new tokens for one list: what was offered for another is refused."""
    return Signer(salt=f"home.progress.link {_digest(token)}")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
