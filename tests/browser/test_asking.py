"""From a request of the network's staff to a district's draft that answers it, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import expect

from portfolio.models import DistrictSpace, InnovationPage, RequestAnswer
from tests.browser.axe import WCAG, wrong_with
from tests.browser.writing import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

AUTOSAVE = 20_000
"""Milliseconds in which a change must have been saved"""


def test_what_staff_ask_for_is_written_and_noted_as_an_answer(
    browser_context: Any, chromium: Any, live_server: Any, space: DistrictSpace
) -> None:
    staff = sign_in(browser_context, live_server.url, "editor@example.org")
    staff.goto(f"{live_server.url}/admin/content-requests/new/?text=late+bus&language=en")
    expect(staff.locator("#id_title")).to_have_value("Late bus")
    assert wrong_with(staff, "#w-editor-form", WCAG) == []
    staff.get_by_role("button", name="Ask").click()
    expect(staff.get_by_text("Asked. 1 district sees it on its first screen")).to_be_visible()

    own = chromium.new_context()
    writer = sign_in(own, live_server.url, "writer@example.org")
    assert wrong_with(writer, "#panel-asked-section, .w-panel--dashboard", WCAG) == []
    writer.get_by_role("link", name="Write about it").click()
    writer.wait_for_load_state("networkidle")
    writer.wait_for_timeout(3000)  # two seconds after loading, Wagtail notes what the untouched form is like
    with writer.expect_response(lambda answer: "/admin/pages/add/" in answer.url, timeout=AUTOSAVE):
        writer.locator("#id_title").press_sequentially("A bus at five")
        writer.keyboard.press("Tab")
    own.close()
    assert RequestAnswer.objects.get().entry_id == InnovationPage.objects.get().pk

    staff.get_by_role("link", name="Late bus").click()
    expect(staff.get_by_role("row", name="A bus at five")).to_contain_text("Draft")
