"""Write, submit, approve twice, publish, read: the whole way in a real browser."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from portfolio.models import District, DistrictSpace, InnovationPage, User
from portfolio.publication import log
from portfolio.services.network import EDITORS
from portfolio.tenancy.onboarding import onboard
from tests import factories

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.django_db(transaction=True)

PASSPHRASE = "seven quiet herons wade"


def account(email: str, group: Group) -> User:
    user = User.objects.create_user(email, PASSPHRASE)
    user.groups.add(group)
    return user


@pytest.fixture
def space(settings: Any) -> DistrictSpace:
    """A district that was taken in, with one person for each part of the way."""
    settings.REQUIRE_TOTP = False
    factories.make_site()
    log.flush()
    factories.ThemeFactory(name="Career learning", slug="career-learning")
    district: District = factories.DistrictFactory(name="Heron Bay Schools")
    made = onboard(district).space
    page = made.page
    page.summary, page.reviewed_on = "Four schools on one bay.", datetime.date(2026, 9, 1)
    page.save_revision().publish()
    account("writer@example.org", made.communicators)
    account("approver@example.org", made.approvers)
    account("editor@example.org", Group.objects.get(name=EDITORS))
    return made


@pytest.fixture
def phone(chromium: Any) -> Iterator["BrowserContext"]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    yield context
    context.close()


def sign_in(context: "BrowserContext", base: str, email: str) -> "Page":
    page = context.new_page()
    page.goto(f"{base}/admin/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    return page


def type_into(page: "Page", panel: str, text: str) -> None:
    """Type into the rich text field of the panel."""
    page.locator(f"#panel-child-content-{panel}-section [role='textbox']").first.click()
    page.keyboard.type(text)


def write(page: "Page") -> None:
    """Fill in all that an innovation needs, as a communicator would."""
    page.get_by_role("link", name="Write an innovation").first.click()
    page.wait_for_load_state("networkidle")
    page.locator("#id_title").fill("Boats on Thursdays")
    page.locator("#id_summary").fill("Eighth graders measure the bay from a boat every Thursday.")
    page.get_by_role("checkbox", name="Career learning").check()
    type_into(page, "problem", "Science was a book here.")
    page.locator("#panel-child-content-practice-section button[title='Insert a block']").first.click()
    page.get_by_role("option", name="Text").click()
    type_into(page, "practice", "Twelve students and two adults go out on one boat.")
    page.get_by_role("checkbox", name="Grades 6–8").check()
    page.locator("#id_maturity").select_option("growing")
    page.locator("#id_start_year").fill("2023")
    type_into(page, "what_did_not_work", "Two boats at once were too many for one teacher to see.")
    page.locator("#id_contact_public").select_option("False")
    page.locator("#id_reviewed_on").fill("2026-10-01")


def test_from_the_first_word_to_a_reader(
    space: DistrictSpace, live_server: Any, chromium: Any, phone: "BrowserContext"
) -> None:
    base = live_server.url
    desk = chromium.new_context(viewport={"width": 1280, "height": 900})
    writer = sign_in(desk, base, "writer@example.org")
    write(writer)
    writer.wait_for_url("**/edit/")  # saved as a draft, by itself
    writer.wait_for_load_state("networkidle")
    writer.get_by_role("button", name="More actions").click()
    writer.get_by_role("button", name="Submit to").click()
    expect(writer.locator(".messages")).to_contain_text("submitted for moderation", timeout=30_000)
    entry = InnovationPage.objects.get(title="Boats on Thursdays")
    assert not entry.live
    desk.close()

    for email in ("approver@example.org", "editor@example.org"):
        room = chromium.new_context(viewport={"width": 1280, "height": 900})
        approver = sign_in(room, base, email)
        approver.goto(f"{base}/admin/pages/{entry.pk}/edit/")
        approver.get_by_role("button", name="More actions").click()
        approver.locator("button[data-workflow-action-name='approve']:visible").first.click()
        approver.wait_for_url("**/admin/**")
        room.close()

    reader = phone.new_page()
    reader.goto(f"{base}/innovations/")
    reader.get_by_role("link", name="Boats on Thursdays").click()
    reader.get_by_role("heading", name="What didn't work").wait_for()
    assert reader.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert "Two boats at once" in reader.content()
    assert not phone.cookies()


def test_a_reader_finds_an_entry_by_keyboard_alone(
    space: DistrictSpace, live_server: Any, page: "Page"
) -> None:
    factories.publish(factories.add_draft(space.page, factories.innovation_page()))
    page.goto(f"{live_server.url}/innovations/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to content"
    page.keyboard.press("Enter")
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Maker Mondays":
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Maker Mondays", level=1).wait_for()
