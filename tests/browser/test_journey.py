"""Write, submit, approve twice, publish, read: the whole way in a real browser."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from portfolio.models import DistrictSpace, InnovationPage
from tests import factories
from tests.browser.writing import sign_in, write

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def phone(chromium: Any) -> Iterator["BrowserContext"]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    yield context
    context.close()


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
