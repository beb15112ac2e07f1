"""Whoever submits while a new entry is being saved by itself gets one entry, with all that was written."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import TimeoutError, expect

from portfolio.models import DistrictSpace, InnovationPage
from tests.browser.writing import sign_in, type_into, write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request, Route

pytestmark = pytest.mark.django_db(transaction=True)

MARK_WATCHED = """addEventListener("w-unsaved:watch-edits", () => {
    document.documentElement.dataset.watched = "";
})"""
"""Wagtail takes note of the untouched form two seconds after loading: only what comes later is a change"""
NO_CONTENT = 204
SECONDS_4 = 4000


def stay(route: "Route") -> None:
    """Answer so that the browser stays where it is, as it does while a server takes its time."""
    route.fulfill(status=NO_CONTENT)


def is_autosave(request: "Request") -> bool:
    return request.method == "POST" and request.header_value("accept") == "application/json"


class Desk:
    """A writer at a new entry, whose autosaves are kept on their way until the test lets go."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.kept: list[Route] = []
        page.route("**/admin/pages/add/**", self._keep)

    def _keep(self, route: "Route") -> None:
        if is_autosave(route.request):
            self.kept.append(route)
        else:
            route.continue_()

    def write_until_autosave(self) -> None:
        with self.page.expect_request(is_autosave):
            write(self.page)

    def submit(self) -> None:
        self.page.get_by_role("button", name="More actions").click()
        self.page.get_by_role("button", name="Submit to").click()


@pytest.fixture
def desk(space: DistrictSpace, chromium: "Browser", live_server: Any, settings: Any) -> Iterator[Desk]:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 1000
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield Desk(sign_in(context, live_server.url, "writer@example.org"))
    context.close()


def assert_submitted_once(desk: Desk) -> InnovationPage:
    expect(desk.page.locator(".messages")).to_contain_text("submitted for moderation", timeout=30_000)
    [entry] = InnovationPage.objects.all()
    assert entry.current_workflow_state
    return entry


def test_submission_waits_for_the_autosave_that_makes_the_entry(desk: Desk) -> None:
    desk.write_until_autosave()
    saved = desk.kept[0].fetch()
    type_into(desk.page, "advice", "Begin with one boat.")
    desk.submit()

    desk.kept[0].fulfill(response=saved)

    entry = assert_submitted_once(desk)
    assert "Begin with one boat." in entry.get_latest_revision_as_object().advice


@pytest.mark.parametrize("failure", [{"status": 500, "json": {}}, None], ids=["the server", "the network"])
def test_failed_autosave_lets_the_submission_go(desk: Desk, failure: dict[str, Any] | None) -> None:
    desk.write_until_autosave()
    desk.submit()

    desk.kept[0].fulfill(**failure) if failure else desk.kept[0].abort()

    assert_submitted_once(desk)


def test_autosave_that_has_not_left_gives_way_to_the_submission(desk: Desk, settings: Any) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = SECONDS_4
    page = desk.page
    page.add_init_script(MARK_WATCHED)
    page.get_by_role("link", name="Write an innovation").first.click()
    page.locator("html[data-watched]").wait_for()
    page.route("**/admin/pages/add/**", stay, times=1)
    page.locator("#id_title").press_sequentially("Boats on Thursdays")
    expect(page.get_by_text("Saving…")).to_be_visible()
    with page.expect_response(lambda response: response.status == NO_CONTENT):
        desk.submit()
    with pytest.raises(TimeoutError):
        page.wait_for_event("request", is_autosave, timeout=SECONDS_4 + 1000)
