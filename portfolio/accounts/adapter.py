"""What Groundwork decides differently from django-allauth's defaults."""

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portfolio.accounts import notices
from portfolio.throttle import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the network's staff alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Take the whole sign-in as the proof that changes to the second factor ask for.

        Else whoever is led to its set-up would type the same password twice within a minute.
        """
        record_authentication(request, user, "sign_in", reauthenticated=True)
        return super().post_login(request, user, **kwargs)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the owner in our words, at the account's one address, and in the background."""
        if template_prefix in notices.BY_ALLAUTH:
            notices.tell_owner(user, notices.BY_ALLAUTH[template_prefix])

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)


class MFAAdapter(DefaultMFAAdapter):
    """TOTP secrets and recovery seeds are stored encrypted, under a key made from the secret key."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in _keys()])


def _keys() -> Iterator[bytes]:
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        yield base64.urlsafe_b64encode(hashlib.sha256(f"groundwork.mfa:{secret}".encode()).digest())
