"""A forgotten password: the address is looked up in the background, so that the answer tells nothing.

Whether an account is known shows neither in the answer nor in its time: the request only puts the
address in the queue. No token is in the queue, the message's link is made when it is sent.
"""

from typing import Any
from urllib.parse import urljoin

from allauth.account import app_settings
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from portfolio.models.users import User


class ResetPasswordForm(AllauthResetPasswordForm):
    """Asks for the address only; whether there is an account is for the task to find out."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        send_password_reset.enqueue(self.clean_email())
        return self.clean_email()


@task()
def send_password_reset(email: str) -> None:
    """Mail a link to whoever is active and has this address; nothing to anyone else."""
    for user in User.objects.filter(email__iexact=email, is_active=True):
        text = render_to_string("account/email/forgotten_password.txt", {"link": _reset_link(user)})
        send_mail(str(_("Choose a new password")), text, None, [user.email])


def _reset_link(user: User) -> str:
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token}
    )
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)
