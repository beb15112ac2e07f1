"""Links that sign someone in once: for the first administrator, and for whom the network invites."""

import datetime
from urllib.parse import urljoin

from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from portfolio.models.users import User

SALT = "portfolio.sign_in.link"
LINK_LIFETIME = datetime.timedelta(hours=24)


def one_time_sign_in_link(user: User, base_url: str) -> str:
    """Return an absolute address at which `user` can set a password and is signed in.

    It holds for 24 hours and for one use: it dies when a password is set, when the user signs in
    by any other way, and when the address or the account's state changes.
    """
    token = signing.dumps([user.pk, _state(user)], salt=SALT)
    return urljoin(base_url, reverse("account_sign_in_link", args=[token]))


def user_of_link(token: str) -> User | None:
    """Return the active user whom the link's `token` lets in, None where it holds no longer."""
    try:
        pk, state = signing.loads(token, salt=SALT, max_age=LINK_LIFETIME)
    except signing.BadSignature:
        return None
    user = get_user_model().objects.filter(pk=pk, is_active=True).first()
    return user if user and constant_time_compare(state, _state(user)) else None


def administrator_with_password() -> User | None:
    """Return an active superuser who can sign in by password, if there is one."""
    administrators = User.objects.filter(is_superuser=True, is_active=True)
    return next((user for user in administrators if user.has_usable_password()), None)


def first_administrator(email: str) -> User:
    """Return the administrator who has yet to set a password, made under `email` where there is none."""
    waiting = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    return waiting or User.objects.create_superuser(email)


def _state(user: User) -> str:
    parts = [user.pk, user.email, user.password, user.is_active, user.last_login]
    return salted_hmac(SALT, repr(parts), algorithm="sha256").hexdigest()[:32]
