"""How often signing in, and what belongs to it, can be tried, by the name of the address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest

from portfolio.throttle import Limit, client_address

Keys = Callable[[HttpRequest], Iterator[tuple[Limit, str]]]

QUARTER_HOUR = 15 * 60
PER_ACCOUNT_AND_ADDRESS = Limit("sign-in", 5, QUARTER_HOUR)
PER_ADDRESS = Limit("sign-in-address", 100, QUARTER_HOUR)  # a whole school may share one
PER_ACCOUNT = Limit("sign-in-account", 100, 60 * 60)  # many addresses that try one account
PER_CODE = Limit("sign-in-code", 5, QUARTER_HOUR)
RESET = Limit("reset", 3, QUARTER_HOUR)
RESET_MAILS = Limit("reset-mails", 6, 24 * 60 * 60)
RESET_ADDRESS = Limit("reset-address", 50, 60 * 60)
PAGE_PASSWORD = Limit("page-password", 50, QUARTER_HOUR)  # a whole school may share one address
PAGE_PASSWORD_ANYWHERE = Limit("page-password-anywhere", 500, 60 * 60)  # many addresses that try one password
PAGE_PASSWORD_ADDRESS = Limit("page-password-address", 100, QUARTER_HOUR)


@dataclass(frozen=True)
class Policy:
    """`successes_count`: an attempt that went well is forgotten, unless each costs something (a mail)."""

    keys: Keys
    successes_count: bool = False


def _sign_in(request: HttpRequest) -> Iterator[tuple[Limit, str]]:
    address, account = client_address(request), request.POST.get("login", "")
    yield PER_ACCOUNT_AND_ADDRESS, f"{account.strip()}|{address}"
    yield PER_ADDRESS, address
    yield PER_ACCOUNT, account


def _code(request: HttpRequest) -> Iterator[tuple[Limit, str]]:
    pending = request.session.get("account_login") or {}
    yield PER_CODE, f"{pending.get('user_pk') or client_address(request)}"


def _signed_in(request: HttpRequest) -> Iterator[tuple[Limit, str]]:
    yield PER_CODE, f"{request.user.pk or client_address(request)}"


def _reset(request: HttpRequest) -> Iterator[tuple[Limit, str]]:
    address, email = client_address(request), request.POST.get("email", "")
    yield RESET, f"{email.strip()}|{address}"
    yield RESET_MAILS, email
    yield RESET_ADDRESS, address


def _by_address(request: HttpRequest) -> Iterator[tuple[Limit, str]]:
    yield PER_ADDRESS, client_address(request)


def _page_password(request: HttpRequest) -> Iterator[tuple[Limit, str]]:
    """Count by the restriction: one may hold for many pages, and has one password."""
    address, match = client_address(request), request.resolver_match
    restriction = match.kwargs["page_view_restriction_id"] if match else ""
    yield PAGE_PASSWORD, f"{restriction}|{address}"
    yield PAGE_PASSWORD_ANYWHERE, f"{restriction}"
    yield PAGE_PASSWORD_ADDRESS, address


POLICIES = {
    "account_login": Policy(_sign_in),
    "mfa_authenticate": Policy(_code),
    "mfa_reauthenticate": Policy(_signed_in),
    "mfa_activate_totp": Policy(_signed_in),
    "account_reauthenticate": Policy(_signed_in),
    "account_change_password": Policy(_signed_in),
    "account_reset_password": Policy(_reset, successes_count=True),
    "account_reset_password_from_key": Policy(_by_address),
    "account_sign_in_link": Policy(_by_address),
    "page_password": Policy(_page_password),
}
