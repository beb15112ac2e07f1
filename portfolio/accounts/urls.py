"""`/account/`, and the doors of Wagtail's own that lead there instead (a second door has no throttle)."""

from functools import partial

from allauth.account.views import logout
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe

from portfolio.accounts.views import SignInLinkView, to_account_page

to_sign_in = require_safe(partial(to_account_page, "account_login"))
to_reset = require_safe(partial(to_account_page, "account_reset_password"))

urlpatterns = [
    path("account/link/<str:token>/", SignInLinkView.as_view(), name="account_sign_in_link"),
    # nobody registers by themselves; addresses are changed by the network's staff
    re_path(r"^account/(?:email|confirm-email|signup|password/set|login/code)/.*$", to_sign_in),
    path("account/", include("allauth.urls")),
    path("admin/login/", to_sign_in),
    path("admin/logout/", logout),
    re_path(r"^admin/password_reset/.*$", to_reset),
    re_path(r"^(?:[a-z-]+/)?_util/login/$", to_sign_in),
]
