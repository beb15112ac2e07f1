"""Showing one draft to someone without an account, for a few hours."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from wagtail.log_actions import log
from wagtail.models import Page

from portfolio.models.previews import LONGEST, PreviewLink
from portfolio.models.users import User
from portfolio.publication.compiler import Compiled, compile_page, has_document
from portfolio.publication.renditions import want_renditions

SALT = "portfolio.previews.token"
KEPT_AFTER_END = timedelta(days=30)
LONGEST_HOURS = int(LONGEST.total_seconds()) // 3600


def may_share(page: Page, user: User) -> bool:
    """Whether `user` may make and revoke links to the draft of `page`: whoever may edit it, as of now."""
    return bool(user.is_active and has_document(page) and page.permissions_for_user(user).can_edit())


@transaction.atomic
def create_preview_link(page: Page, user: User, hours: int = LONGEST_HOURS) -> tuple[PreviewLink, str]:
    """Make a link to the draft of `page` that holds for `hours` (1 to 24); return it with its token.

    The token is in clear here and nowhere else. The caller has asked `may_share`.
    """
    if not 1 <= hours <= LONGEST_HOURS:
        raise ValueError(f"A preview link holds for 1 to {LONGEST_HOURS} hours, not {hours}.")
    token, now = secrets.token_urlsafe(32), timezone.now()
    link = PreviewLink.objects.create(
        page_id=page.pk, created_by=user, token_digest=_digest(token, settings.SECRET_KEY),
        created_at=now, expires_at=now + timedelta(hours=hours),
    )  # fmt: skip
    log(instance=page, action="portfolio.preview_link.create", user=user, data={"link": link.pk})
    return link, token


@transaction.atomic
def revoke_preview_link(link: PreviewLink, user: User) -> None:
    """End `link` now. Revoking it again changes nothing."""
    ended = PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
    link.refresh_from_db()
    if ended:
        log(instance=link.page, action="portfolio.preview_link.revoke", user=user, data={"link": link.pk})


def draft_document(token: str) -> Compiled | None:
    """Compile the newest draft that `token` opens. None, without a reason, for any token that opens none.

    Asked at each request: that the link holds, that whoever made it is still active and may still
    edit the page, and that the page is there. Pictures that lack renditions get them in the
    background; the next answer shows them.
    """
    link = _link_of(token)
    if link is None or not may_share(page := link.page.specific, link.created_by):
        return None
    compiled = compile_page(page.get_latest_revision_as_object())
    if compiled is not None:
        want_renditions(compiled.sources.wanted)
    return compiled


def links_that_hold(page: Page) -> list[PreviewLink]:
    """Return the links that open the draft of `page` now, the first to end first.

    Rights are read once for each person who made one.
    """
    links = list(_not_ended(timezone.now()).filter(page_id=page.pk).select_related("created_by"))
    makers = {link.created_by_id: link.created_by for link in links}
    able = {number for number, maker in makers.items() if may_share(page, maker)}
    return [link for link in links if link.created_by_id in able]


def purge_old_preview_links() -> int:
    """Delete the links that ended more than 30 days ago; return how many there were."""
    return PreviewLink.objects.filter(expires_at__lt=timezone.now() - KEPT_AFTER_END).delete()[0]


def _not_ended(now: datetime) -> QuerySet[PreviewLink]:
    return PreviewLink.objects.filter(revoked_at=None, expires_at__gt=now)


def _link_of(token: str) -> PreviewLink | None:
    if not token.isascii():
        return None
    digests = [_digest(token, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    found = _not_ended(timezone.now()).filter(token_digest__in=digests)
    return found.select_related("page", "created_by").first()


def _digest(token: str, key: str) -> str:
    return salted_hmac(SALT, token, secret=key, algorithm="sha256").hexdigest()
