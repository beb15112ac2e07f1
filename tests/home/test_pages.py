"""Public addresses as a reader meets them."""

from typing import Any

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from portfolio.models import (
    DistrictIndexPage,
    InnovationPage,
    PlaybookIndexPage,
    ToolkitIndexPage,
)
from portfolio.publication import log
from portfolio.publication.models import PublicDocument
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

HOSTILE = ("nonsense", "'\"><script>alert(1)</script>", "%00", "-1", "9" * 20, "%F0%9F%92%A5", "a" * 5000, "")
INDEXES = ("/", "/districts/", "/innovations/", "/stories/", "/toolkits/", "/playbooks/")
MISSING = ("/no-such-page/", "/innovations/no-such/", "/%00/", "/a%27b/", "/innovations//x/", "/x/?y=%00")


def live(parent: Page, page: Any) -> Any:
    return factories.publish(factories.add_draft(parent, page))


@pytest.fixture
def entries() -> dict[str, Page]:
    """One public entry of each kind."""
    factories.make_site()
    log.flush()
    district = live(DistrictIndexPage.objects.get(), factories.district_page())
    return {
        "district": district,
        "innovation": live(district, factories.innovation_page()),
        "story": live(district, factories.story_page()),
        "toolkit": live(ToolkitIndexPage.objects.get(), factories.toolkit_page()),
        "playbook": live(PlaybookIndexPage.objects.get(), factories.playbook_page()),
    }


def test_an_entry_is_found_at_its_address(entries: dict[str, Page], client: Client) -> None:
    for kind, page in entries.items():
        plural = {"story": "stories"}.get(kind, f"{kind}s")
        answer = client.get(f"/{plural}/{page.slug}/")

        assert answer.status_code == 200
        assert page.title in answer.content.decode()
        assert page.url == f"/{plural}/{page.slug}/"
        assert not answer.cookies
        assert "public" in answer["Cache-Control"]


def test_lists_answer(entries: dict[str, Page], client: Client) -> None:
    assert [client.get(path).status_code for path in INDEXES] == [200] * len(INDEXES)


def test_a_theme_has_a_page(entries: dict[str, Page], client: Client) -> None:
    theme = entries["innovation"].themes.first()
    answer = client.get(f"/themes/{theme.slug}/")

    assert entries["innovation"].title in answer.content.decode()
    assert client.get("/themes/no-such-theme/").status_code == 404


def queries(client: Client, path: str) -> int:
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_lists_take_the_same_queries_for_2_and_20(entries: dict[str, Page], client: Client) -> None:
    district = entries["district"]
    theme = entries["innovation"].themes.first()
    paths = ("/", "/innovations/", "/innovations/?maturity=growing", district.url, f"/themes/{theme.slug}/")
    live(district, factories.innovation_page([theme], title="The second"))
    client.get("/")
    with_two = {path: queries(client, path) for path in paths}
    assert all(0 < number <= 14 for number in with_two.values()), with_two
    for number in range(18):
        live(district, factories.innovation_page([theme], title=f"Another {number}"))
    client.get("/")  # whoever comes first takes in what is new

    assert {path: queries(client, path) for path in paths} == with_two


def test_any_parameter_gets_a_page(entries: dict[str, Page], client: Client) -> None:
    for key in ("theme", "page", "sort", "grade", "state", "unknown"):
        for value in HOSTILE:
            answer = client.get("/innovations/", QUERY_STRING=f"{key}={value}")

            assert answer.status_code == 200, (key, value)
            assert "<script>alert" not in answer.content.decode()


def test_a_page_beyond_the_last_says_so(entries: dict[str, Page], client: Client) -> None:
    answer = client.get("/innovations/?page=999").content.decode()

    assert "There is no such page" in answer
    assert entries["innovation"].title in answer


def test_what_is_not_there_is_404(entries: dict[str, Page], client: Client) -> None:
    assert {path: client.get(path).status_code for path in MISSING} == dict.fromkeys(MISSING, 404)


def test_filters_count_what_choosing_them_would_leave(entries: dict[str, Page], client: Client) -> None:
    live(entries["district"], factories.innovation_page(title="Stopped", maturity="stopped"))

    listing = client.get("/innovations/?maturity=stopped").context["listing"]

    maturity = next(facet for facet in listing["facets"] if facet["key"] == "maturity")
    assert {option["value"]: option["count"] for option in maturity["options"]} == {
        "growing": 1,
        "stopped": 1,
    }
    assert listing["total"] == 1
    assert listing["active"][0]["remove_url"] == "/innovations/"


def test_a_restricted_page_is_not_public_and_its_reader_gets_it_uncached(
    entries: dict[str, Page], client: Client
) -> None:
    page: InnovationPage = entries["innovation"]
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type="password", password="open sesame"
    )

    refused = client.get(page.url)
    assert page.title not in client.get("/innovations/").content.decode()
    assert "<p>" + "One in three" not in refused.content.decode()

    session = client.session
    session["passed_page_view_restrictions"] = [restriction.pk]
    session.save()
    let_through = client.get(page.url)
    assert page.title in let_through.content.decode()
    assert "no-store" in let_through["Cache-Control"]


def test_a_moved_page_leads_to_its_new_address(entries: dict[str, Page], client: Client) -> None:
    page = entries["innovation"]
    old = page.url
    page.slug = "under-a-new-name"
    page.save_revision().publish()
    log.flush()

    answer = client.get(old)

    assert answer.status_code == 301
    assert answer["Location"].endswith("/innovations/under-a-new-name/")


def test_a_preview_shows_the_draft_and_is_kept_nowhere(
    entries: dict[str, Page], admin_client: Client
) -> None:
    page = entries["innovation"]
    page.title = "Only in the draft"
    page.save_revision()

    answer = admin_client.get(f"/admin/pages/{page.pk}/view_draft/")

    assert "Only in the draft" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_the_user_bar_is_for_those_who_may_edit(
    entries: dict[str, Page], client: Client, admin_client: Client
) -> None:
    page = entries["innovation"]

    assert "wagtail-userbar" not in client.get(page.url).content.decode()
    signed_in = admin_client.get(page.url)
    assert f"/admin/pages/{page.pk}/edit/" in signed_in.content.decode()
    assert "no-store" in signed_in["Cache-Control"]


def test_a_page_whose_document_is_not_stored_yet_is_shown_as_public(
    entries: dict[str, Page], client: Client
) -> None:
    page = entries["innovation"]
    PublicDocument.objects.filter(page_id=page.pk).delete()

    answer = client.get(page.url)

    assert page.title in answer.content.decode()
    assert not answer.context["restricted"]


def test_a_theme_shows_the_newest_and_leads_to_all(
    entries: dict[str, Page], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("home.views.AT_MOST", 1)
    theme = entries["innovation"].themes.first()
    live(entries["district"], factories.innovation_page([theme], title="The newer one"))

    answer = client.get(f"/themes/{theme.slug}/")

    assert [item["card"]["title"] for item in answer.context["entries"]["innovation"]] == ["The newer one"]
    assert f'href="/innovations/?theme={theme.slug}"' in answer.content.decode()
    assert "story" not in answer.context["more"]


def test_a_preview_asks_for_the_renditions_of_a_new_picture(
    entries: dict[str, Page], admin_client: Client
) -> None:
    page = entries["innovation"]
    page.picture = factories.PictureFactory()
    page.save_revision()
    address = f"/admin/pages/{page.pk}/view_draft/"

    assert "<picture" not in admin_client.get(address).content.decode()
    assert "<picture" in admin_client.get(address).content.decode()
