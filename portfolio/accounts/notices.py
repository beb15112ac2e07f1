"""Tells the owner of an account by mail what became of its protection: it may not have been them.

The message is sent by the worker, so that a mail server that is slow or away holds up nobody. It says
what and when and, for changes, what to do; where from, and with which browser, is not kept.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from portfolio.models.users import User

ADDRESS_CHANGED = "address_changed"
PASSWORD_CHANGED = "password_changed"  # noqa: S105  (a name)
RECOVERY_CODE_USED = "recovery_code_used"
SAID: Mapping[str, Any] = {
    ADDRESS_CHANGED: _("The e-mail address of your account was changed"),
    PASSWORD_CHANGED: _("The password of your account was changed"),
    RECOVERY_CODE_USED: _("A recovery code was used for your account"),
    "totp_activated": _("An authenticator app was added to your account"),
    "totp_deactivated": _("The authenticator app of your account was removed"),
    "recovery_codes_generated": _("New recovery codes were made for your account"),
}
BY_ALLAUTH = {
    "account/email/password_changed": PASSWORD_CHANGED,
    "account/email/password_reset": PASSWORD_CHANGED,
    "account/email/password_set": PASSWORD_CHANGED,
    "mfa/email/totp_activated": "totp_activated",
    "mfa/email/totp_deactivated": "totp_deactivated",
    "mfa/email/recovery_codes_generated": "recovery_codes_generated",
}
"""What django-allauth tells of, by the name of its own message"""


def tell_owner(user: User, event: str, *addresses: str) -> None:
    """Send a message about `event`, one of SAID, to the account's address or to `addresses` in its place."""
    now = timezone.now().isoformat()
    for address in addresses or (user.email,):
        send_notice.enqueue(event, address, now)


@task()
def send_notice(event: str, address: str, at: str) -> None:
    context = {
        "said": SAID[event],
        "at": datetime.fromisoformat(at),
        "new_password": urljoin(settings.WAGTAILADMIN_BASE_URL, reverse("account_reset_password")),
        "address_changed": event == ADDRESS_CHANGED,
    }
    text = render_to_string("account/email/notice.txt", context)
    send_mail(str(SAID[event]), text, None, [address])


def tell_of_recovery_code(user: User, authenticator: Any) -> None:
    """Tell of a sign-in, or a change, that was confirmed with a recovery code in place of the app."""
    if authenticator.type == authenticator.Type.RECOVERY_CODES:
        tell_owner(user, RECOVERY_CODE_USED)


# Addresses are changed by staff, in Wagtail's form for users, whose hooks these are


def remember_address(request: HttpRequest, user: User) -> None:
    request.address_before = user.email  # type: ignore[attr-defined]  # for tell_of_address


def tell_of_address(request: HttpRequest, user: User) -> None:
    """Tell both addresses that the account has another one now: the old one may be its owner's."""
    before: str = request.address_before  # type: ignore[attr-defined]  # remember_address put it there
    if before != user.email:
        tell_owner(user, ADDRESS_CHANGED, before, user.email)
