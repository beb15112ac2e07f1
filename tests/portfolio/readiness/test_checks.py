"""What the list of missing things finds, and what it leaves in peace."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText

from portfolio.models import Consent, DistrictPage, InnovationPage, StoryPage
from portfolio.models.districts import DistrictQuote
from portfolio.models.media import PeopleShown
from portfolio.models.vocabulary import Licence
from portfolio.readiness import problems
from tests import factories

TODAY = datetime.date.today()


def found(page, parent=None):
    return {problem.code: problem for problem in problems(page, parent)}


def figure(picture, **fields):
    return ("figure", {"picture": picture, "alt": "", "decorative": False, "caption": "", **fields})


def consent(**fields):
    return Consent.objects.create(name="Two boys at a saw", given_by="guardian", signed_on=TODAY, **fields)


@pytest.mark.parametrize(
    "build",
    [factories.innovation_page, factories.story_page, factories.toolkit_page, factories.playbook_page],
)
def test_complete_entry_lacks_nothing(district, build):
    assert not [problem for problem in problems(build(), district) if problem.blocking]


def test_every_starred_field_of_an_innovation_is_asked_for_with_its_reason(district):
    missing = {problem.field: problem for problem in problems(InnovationPage(), district) if problem.blocking}
    assert set(missing) == {
        "title", "summary", "problem", "practice", "grade_bands", "themes", "maturity", "start_year",
        "what_did_not_work", "contact_public", "reviewed_on",
    }  # fmt: skip
    assert all(problem.why for problem in missing.values())


def test_rich_text_of_empty_paragraphs_is_empty(district):
    page = factories.innovation_page(problem='<p data-block-key="a1"></p>', practice=[("text", "<p> </p>")])
    fields = {problem.field.split(".")[0] for problem in problems(page, district)}
    assert {"problem", "practice"} <= fields


def test_district_is_asked_for_only_where_there_is_none(district, home):
    stories = home.get_children().get(slug="stories")
    assert "no_district" in found(factories.story_page(), stories)
    assert "no_district" not in found(factories.story_page(), district)


def test_toolkit_needs_an_item_that_leads_somewhere(district):
    page = factories.toolkit_page()
    page.items.first().url = ""
    empty = factories.toolkit_page()
    empty.items = []
    assert found(page, district)["empty_item"].field == "items.0.file"
    assert found(empty, district)["no_items"].field == "items"


def test_playbook_phase_needs_a_step(district):
    page = factories.playbook_page(phases=[("phase", {"title": "Find a room", "goal": "Know.", "steps": []})])
    assert "Find a room" in found(page, district)["no_steps"].message


@pytest.mark.parametrize(
    ("students", "refused"), [(0, False), (1, True), (9, True), (10, False), (None, False)]
)
def test_results_about_few_students_are_refused(district, students, refused):
    page = factories.innovation_page()
    page.results = [factories.result_row(students=students)]
    assert ("small_count" in found(page, district)) is refused


def test_threshold_for_small_counts_is_a_setting(district, settings):
    settings.GROUNDWORK_SMALL_COUNT = 20
    page = factories.innovation_page()
    page.results = [factories.result_row(students=15)]
    assert "20" in found(page, district)["small_count"].why


def test_quotes_need_permission(district):
    page = factories.district_page()
    page.quotes = [DistrictQuote(text="It works.", name="Ada Reyes", permission=False)]
    assert found(page)["quote_without_permission"].field == "quotes.0.permission"


def test_video_needs_captions_and_a_transcript(district):
    video = {"url": "https://example.org/v", "title": "Tour", "captions": False, "transcript": RichText("")}
    codes = found(factories.story_page(body=[("video", video)]), district)
    assert {"no_captions", "no_transcript"} <= set(codes)


def test_picture_needs_alt_text_unless_it_only_decorates(district):
    picture = factories.PictureFactory(description="")
    assert "no_alt_text" in found(factories.story_page(body=[figure(picture)]), district)
    assert "no_alt_text" in found(factories.story_page(picture=picture), district)
    assert "no_alt_text" not in found(factories.story_page(body=[figure(picture, alt="A bridge")]), district)
    assert "no_alt_text" not in found(factories.story_page(body=[figure(picture, decorative=True)]), district)


def test_picture_and_file_need_a_licence(district):
    picture, file = factories.PictureFactory(licence=""), factories.FileFactory(licence="")
    body = [figure(picture), ("file", {"file": file, "label": ""})]
    messages = [problem.message for problem in problems(factories.story_page(body=body), district)]
    assert [message for message in messages if picture.title in message]
    assert [message for message in messages if file.title in message]


def test_pupils_are_shown_only_with_consent_that_holds(district):
    picture = factories.PictureFactory(people_shown=PeopleShown.PUPILS, licence=Licence.IN_COPYRIGHT)
    page = factories.story_page(picture=picture)
    assert found(page, district)["no_consent"].blocking
    picture.consents.add(consent())
    assert "no_consent" not in found(page, district)
    picture.consents.add(consent(expires_on=TODAY - datetime.timedelta(days=1)))
    assert "no_consent" in found(factories.story_page(picture=picture), district)


def test_open_licence_needs_consent_to_republication(district):
    picture = factories.PictureFactory(people_shown=PeopleShown.PUPILS, licence=Licence.CC_BY)
    picture.consents.add(consent())
    assert "consent_without_republication" in found(factories.story_page(picture=picture), district)
    picture.consents.all().update(covers_republication=True)
    page = factories.story_page(picture=type(picture).objects.get(pk=picture.pk))
    assert "consent_without_republication" not in found(page, district)


def test_links_that_lead_nowhere_are_named(district, home):
    draft = factories.add_draft(district, factories.story_page(title="Draft"))
    links = f'<p><a linktype="page" id="{draft.pk}">a</a> <a id="99999" linktype="document">b</a></p>'
    page = factories.innovation_page(advice=links)
    messages = " ".join(
        problem.message for problem in problems(page, district) if problem.code == "broken_link"
    )
    assert "not published" in messages
    assert "file that was deleted" in messages
    sound = factories.innovation_page(advice=f'<p><a linktype="page" id="{home.pk}">home</a></p>')
    assert "broken_link" not in found(sound, district)


def test_untagged_pdf_is_advised_against(district):
    file = factories.FileFactory()
    type(file).objects.filter(pk=file.pk).update(tagged=False)
    file.refresh_from_db()
    advice = found(factories.story_page(body=[("file", {"file": file, "label": ""})]), district)[
        "untagged_pdf"
    ]
    assert not advice.blocking


def test_advice_comes_after_what_blocks_and_never_blocks(district):
    page = factories.innovation_page(
        summary="Short.", maturity="", what_did_not_work="<p>Little.</p>", cost_band="",
        reviewed_on=TODAY - datetime.timedelta(days=400),
    )  # fmt: skip
    page.results = [factories.result_row(students=None)]
    listed = problems(page, district)
    assert [problem.blocking for problem in listed] == sorted(
        (problem.blocking for problem in listed), reverse=True
    )
    assert {problem.code for problem in listed if not problem.blocking} == {
        "short_summary", "no_picture", "little_on_failure", "result_without_n", "no_cost", "review_overdue",
    }  # fmt: skip


def test_queries_do_not_grow_with_the_content(district):
    def page_of(count):
        pictures = [factories.PictureFactory() for _ in range(count)]
        files = [factories.FileFactory() for _ in range(count)]
        body = [figure(picture) for picture in pictures]
        body += [("file", {"file": file, "label": ""}) for file in files]
        links = "".join(f'<a linktype="document" id="{file.pk}">x</a>' for file in files)
        body += [("text", f"<p>{links}</p>")] * count
        page = factories.add_draft(district, factories.story_page(title=f"Story {count}", body=body))
        return StoryPage.objects.get(pk=page.pk)

    def queries(page):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            problems(page)
        return len(captured)

    assert queries(page_of(2)) == queries(page_of(12)) <= 20


@pytest.mark.django_db
def test_district_page_is_asked_for_its_district():
    assert "district" in {problem.field for problem in problems(DistrictPage())}
