"""The editor in a real browser: the list of what is missing shrinks while someone writes."""

import re

import pytest
from playwright.sync_api import expect

from portfolio.models import InnovationPage
from tests import factories

AUTOSAVE = 20_000
"""Milliseconds in which a change must have been saved and shown (the interval is 4 s)"""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def district(db):
    home = factories.make_site()
    page = factories.district_page()
    home.get_children().get(slug="districts").add_child(instance=page)
    factories.ThemeFactory(name="Making and design")
    return page


@pytest.fixture
def editor(page, live_server, client, settings, district):
    """A wide window, signed in, at a new innovation of the district."""
    settings.REQUIRE_TOTP = False
    client.force_login(factories.UserFactory(is_superuser=True, is_staff=True))
    session = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    page.context.add_cookies([{**session, "url": live_server.url}])
    page.set_viewport_size({"width": 1400, "height": 1000})
    page.goto(f"{live_server.url}/admin/pages/add/portfolio/innovationpage/{district.pk}/")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(3000)  # two seconds after loading, Wagtail notes what the untouched form is like
    return page


FROM_WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>
<h2>Where we began<o:p></o:p></h2>
<p class=MsoNormal>It was <b>raining</b>. See <a href="https://example.org/">our site</a>.<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>
<span style='mso-list:Ignore'>1.</span>First<o:p></o:p></p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>2022</p></td>
<td><p class=MsoNormal>66%</p></td></tr></table>
</body></html>
"""
PASTE = """(field, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def missing(editor):
    return editor.locator("[data-side-panel='missing']")


def write(editor, field, text):
    """Type as a person does, and go on to the next field."""
    editor.locator(field).press_sequentially(text)
    editor.keyboard.press("Tab")


def test_list_is_open_at_the_first_visit_and_shrinks_as_fields_are_filled(editor):
    expect(missing(editor)).to_be_visible()
    counter = editor.locator("[data-side-panel-toggle='missing'] [data-side-panel-toggle-counter]")
    before = int(counter.inner_text())
    write(editor, "#id_title", "Maker Mondays")
    write(
        editor, "#id_summary", "Every Monday, ninth graders build what they design, and fewer fail algebra."
    )
    expect(counter).to_have_text(str(before - 2), timeout=AUTOSAVE)
    expect(missing(editor)).not_to_contain_text("Fill in “Summary”.")
    editor.select_option("#id_maturity", "growing")
    expect(counter).to_have_text(str(before - 3), timeout=AUTOSAVE)
    expect(editor).to_have_url(re.compile(r"/admin/pages/\d+/edit/$"))
    assert InnovationPage.objects.get().get_latest_revision_as_object().maturity == "growing"


def test_an_item_of_the_list_leads_to_its_field(editor):
    missing(editor).get_by_role("link", name="Choose “Maturity”.").click()
    expect(editor.locator("#id_maturity")).to_be_focused()
    missing(editor).get_by_role("link", name="Fill in “Last reviewed on”.").click()
    expect(editor.locator("#id_reviewed_on")).to_be_focused()


def test_a_line_not_yet_begun_does_not_stop_the_draft_from_saving(editor):
    write(editor, "#id_title", "Maker Mondays")
    editor.locator("#panel-child-content-districts-section [data-panel-toggle]").click()
    editor.get_by_role("button", name="Add District").click()
    expect(missing(editor)).not_to_contain_text("Fill in “Title”.", timeout=AUTOSAVE)
    assert InnovationPage.objects.get().draft_title == "Maker Mondays"


def test_text_pasted_from_word_loses_no_word(editor):
    field = editor.locator("#panel-child-content-problem-section [contenteditable='true']")
    field.click()
    field.evaluate(PASTE, FROM_WORD)
    write(editor, "#id_title", "Maker Mondays")
    expect(missing(editor)).not_to_contain_text("Fill in “The problem”.", timeout=AUTOSAVE)
    saved = InnovationPage.objects.get().get_latest_revision_as_object().problem
    for piece in ("Where we began", "<b>raining</b>", 'href="https://example.org/"', "First", "2022", "66%"):
        assert piece in saved
