"""The first administrator's way in, and the editor, in a real browser under the content security policy."""

import io
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management import call_command

from portfolio.models import DistrictIndexPage, User
from tests import factories

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
PASSPHRASE = "seven calm otters on ice"


@pytest.fixture
def violations(page: "Page") -> list[str]:
    """What the browser refused under the policy, and scripts that failed."""
    found: list[str] = []
    page.on(
        "console", lambda message: found.append(message.text) if "Content Security" in message.text else None
    )
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def set_password_by_link(page: "Page", live_server: Any) -> None:
    out = io.StringIO()
    call_command("first_admin", stdout=out, base_url=live_server.url, email="head@example.org")
    page.goto(next(line for line in out.getvalue().split() if line.startswith("http")))
    page.get_by_label("New password", exact=True).fill(PASSPHRASE)
    page.get_by_label("New password confirmation").fill(PASSPHRASE)
    page.get_by_role("button", name="Set password and sign in").click()


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_first_administrator_enrols_and_comes_back(
    page: "Page", live_server: Any, settings: Any, violations: list[str]
) -> None:
    factories.make_site()
    settings.REQUIRE_TOTP = True
    set_password_by_link(page, live_server)
    assert page.url.endswith("/account/2fa/totp/activate/")
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").fill(code_for(secret))
    page.get_by_role("button", name="Activate").click()
    assert len(page.get_by_label("Unused codes").input_value().split()) == 10
    page.get_by_role("link", name="Editor").click()
    assert page.url == f"{live_server.url}/admin/"
    assert not violations


def test_editor_works_without_violations(
    page: "Page", live_server: Any, settings: Any, violations: list[str]
) -> None:
    factories.make_site()
    set_password_by_link(page, live_server)
    district = factories.add_draft(DistrictIndexPage.objects.get(), factories.district_page())
    entry = factories.add_draft(district, factories.innovation_page())
    for path in (
        "/admin/", "/admin/pages/", f"/admin/pages/{entry.pk}/edit/", "/admin/images/multiple/add/",
        "/admin/documents/", "/admin/reports/site-history/", f"/admin/pages/{entry.pk}/edit/preview/",
    ):  # fmt: skip
        page.goto(live_server.url + path, wait_until="networkidle")
    page.goto(f"{live_server.url}/admin/pages/{entry.pk}/edit/", wait_until="networkidle")
    page.get_by_role("button", name="Toggle preview").click()
    page.frame_locator("#w-preview-iframe").get_by_role("heading", name=entry.title).first.wait_for()
    assert not violations


def test_sign_in_fits_a_phone(page: "Page", live_server: Any, violations: list[str]) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/account/login/", "/account/password/reset/", "/account/link/x/"):
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Email").fill("nobody@example.org")
    page.get_by_label("Password").fill("wrong-wrong-wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert not User.objects.exists()
    assert not violations
