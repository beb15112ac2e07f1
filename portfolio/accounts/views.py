"""Account pages of our own; all others are django-allauth's."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from portfolio.accounts.notices import PASSWORD_CHANGED, tell_owner
from portfolio.services.sign_in import user_of_link


@method_decorator(sensitive_post_parameters("new_password1", "new_password2"), name="dispatch")
class SignInLinkView(View):
    """A one-time link: looking at it changes nothing (mail scanners do), setting a password uses it up.

    Browsers tell what the page fetches, and so our own logs, the site it is on and not its address.
    `no-referrer` would do that too, but then its form says `Origin: null` and is refused.
    """

    template_name = "account/sign_in_link.html"

    def dispatch(self, request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> Any:
        self.person = user_of_link(token)
        if self.person is None:
            response: Any = render(request, "account/sign_in_link_over.html", status=410)
        else:
            response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        return response

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, SetPasswordForm(self.person))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SetPasswordForm(self.person, request.POST)
        if not form.is_valid():
            return self._page(request, form)
        user = form.save()
        tell_owner(user, PASSWORD_CHANGED)
        return perform_password_login(request, {"email": user.email}, Login(user=user, email=user.email))

    def _page(self, request: HttpRequest, form: Any) -> HttpResponse:
        return render(request, self.template_name, {"form": form, "person": self.person})


def to_account_page(name: str, request: HttpRequest) -> HttpResponse:
    """Lead from one of Wagtail's own sign-in pages to ours, keeping where the reader wanted to go."""
    query = request.GET.urlencode()
    return redirect(f"{reverse(name)}?{query}" if query else name)
