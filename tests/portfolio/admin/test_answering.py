"""“Readers look for this”: what a district was asked, on its first screen, and how it answers."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale

from portfolio.models import ContentRequest, DistrictPage, RequestAnswer
from portfolio.services.network import ensure_network
from portfolio.tenancy.onboarding import onboard
from tests.factories import (
    DistrictFactory,
    UserFactory,
    add_draft,
    innovation_page,
    publish,
    story_page,
)

pytestmark = pytest.mark.django_db

PANEL = "Readers look for this"


@pytest.fixture
def other():
    return onboard(DistrictFactory(name="Hilltop")).space


def asking(*spaces, **fields):
    request = ContentRequest.objects.create(
        **{"title": "Late bus for clubs", "is_for_all": not spaces, **fields}
    )
    request.districts.set(spaces)
    return request


def first_screen(client):
    response = client.get("/admin/")
    assert response.status_code == 200
    return response.content.decode()


def answering(request, space):
    return reverse("portfolio_answer_request", args=[request.pk, space.pk])


def declining(request, space):
    return reverse("portfolio_decline_request", args=[request.pk, space.pk])


def test_first_screen_shows_what_is_asked_and_two_ways_on(writer, space, client):
    asking(space, note="Ours <b>ended</b> in 2019.")
    screen = first_screen(client)
    assert PANEL in screen
    assert "Late bus for clubs" in screen
    assert "Ours &lt;b&gt;ended&lt;/b&gt; in 2019." in screen
    assert f"/admin/pages/add/portfolio/innovationpage/{space.page_id}/?answers=" in screen
    assert "We have this" in screen


def test_nothing_is_shown_where_nothing_is_asked(writer, space, other, client):
    asking(other)
    asking(closed_at=timezone.now())
    assert PANEL not in first_screen(client)


def test_the_kind_and_the_language_decide_which_form_is_begun(writer, space, client):
    asking(kind="toolkit")
    assert f"/admin/pages/add/portfolio/toolkitpage/{space.page_id}/?answers=" in first_screen(client)
    ContentRequest.objects.update(language="es")
    spanish = spanish_page_of(space)
    assert f"/admin/pages/add/portfolio/toolkitpage/{spanish.pk}/?answers=" in first_screen(client)


def spanish_page_of(space):
    locale = Locale.objects.create(language_code="es")
    spanish = space.page.copy_for_translation(locale, copy_parents=True)
    assert DistrictPage.objects.filter(district=space.district).count() == 2
    return spanish


def test_own_entries_are_offered_drafts_and_published_ones_and_no_others(writer, space, other, client):
    add_draft(space.page, innovation_page(title="Our draft", slug="our-draft"))
    publish(add_draft(space.page, story_page(title="Our story")))
    add_draft(other.page, innovation_page(title="Their draft", slug="their-draft"))
    screen = client.get(answering(asking(), space)).content.decode()
    assert "Our draft (Innovation, draft)" in screen
    assert "Our story (Story, published)" in screen
    assert "Their draft" not in screen
    assert screen.count('type="checkbox"') == 2  # and not the district's own page


def test_entries_that_one_may_not_edit_are_not_offered(writer, space, client):
    add_draft(space.page, innovation_page(title="Our draft"))
    GroupPagePermission.objects.filter(group=space.communicators, permission__codename="change_page").delete()
    screen = client.get(answering(asking(), space)).content.decode()
    assert "Our draft" not in screen
    assert "no entries yet that you may edit" in screen


def test_who_writes_for_two_districts_answers_for_each(writer, space, other, client):
    writer.groups.add(other.communicators)
    request = asking()
    entry = add_draft(other.page, innovation_page(title="Their draft"))
    client.post(answering(request, other), {"entries": [entry.pk]})
    headings = BeautifulSoup(first_screen(client), "html.parser").select("h3.w-h3")
    lists = {heading.get_text(): heading.find_next_sibling("ul").get_text() for heading in headings}
    assert "Their draft" in lists["Hilltop"]
    assert "Their draft" not in lists["Harbor"]
    assert "Write about it" in lists["Harbor"]


def test_answer_is_shown_and_can_be_changed_and_taken_back(writer, space, client):
    request = asking()
    first, second = (
        add_draft(space.page, innovation_page(title=title, slug=title.lower())) for title in ("One", "Two")
    )
    told = client.post(answering(request, space), {"entries": [first.pk]}, follow=True).content.decode()
    assert "Thank you." in told
    assert "Change your answer" in told
    assert "Not with us" not in told
    assert "checked" in client.get(answering(request, space)).content.decode()
    client.post(answering(request, space), {"entries": [second.pk]})
    assert [answer.entry_id for answer in request.answers.all()] == [second.pk]
    told = client.post(answering(request, space), {}, follow=True).content.decode()
    assert "No entry of yours answers" in told
    assert not request.answers.exists()


@pytest.mark.parametrize("entry", ["theirs", "9" * 40, "-1", "x", "\0", ""])
def test_what_is_not_ones_own_is_no_answer(writer, space, other, client, entry):
    theirs = add_draft(other.page, innovation_page(title="Their draft"))
    add_draft(space.page, innovation_page(title="Our draft"))
    answer = client.post(answering(asking(), space), {"entries": [theirs.pk if entry == "theirs" else entry]})
    page = BeautifulSoup(answer.content, "html.parser")
    described = page.select_one("fieldset.asked-choice")["aria-describedby"].split()
    assert "Choose from the entries in this list." in page.select_one(f"#{described[-1]}").get_text()
    assert page.select_one("input[name=entries]")["aria-invalid"] == "true"
    assert "Their draft" not in answer.content.decode()
    assert not RequestAnswer.objects.exists()


def test_not_with_us_hides_it_for_that_district_alone_and_can_be_taken_back(writer, space, other, client):
    request = asking()
    told = client.post(declining(request, space), follow=True).content.decode()
    assert "Noted:" in told
    assert "Write about it" not in told
    assert "You said “Not with us” to 1" in told
    neighbor = UserFactory()
    neighbor.groups.add(other.communicators)
    client.force_login(neighbor)
    assert "Write about it" in first_screen(client)
    client.force_login(writer)
    told = client.post(declining(request, space), {"again": ""}, follow=True).content.decode()
    assert "Write about it" in told


def test_districts_answers_and_drafts_are_not_told_to_others(writer, space, other, client):
    request = asking()
    theirs = add_draft(other.page, innovation_page(title="Their draft"))
    RequestAnswer.objects.create(request=request, entry_id=theirs.pk)
    request.declined_by.add(other)
    for address in ("/admin/", answering(request, space)):
        told = client.get(address).content.decode()
        assert "Their draft" not in told
        assert "Hilltop" not in told
    client.post(answering(request, space), {})
    assert request.answers.count() == 1


def test_answer_that_moved_to_another_district_is_told_there(writer, space, other, client):
    request = asking()
    entry = add_draft(space.page, innovation_page(title="A wanderer"))
    RequestAnswer.objects.create(request=request, entry_id=entry.pk)
    entry.move(other.page, pos="last-child")
    assert "A wanderer" not in first_screen(client)


@pytest.mark.parametrize("way", [answering, declining])
def test_nobody_answers_for_another_district_or_what_they_were_not_asked(writer, space, other, client, way):
    theirs = asking(other)
    own = asking(space)
    for address in (way(theirs, other), way(theirs, space), way(own, other)):
        assert client.post(address, {}).status_code == 404
    assert not ContentRequest.objects.filter(declined_by__isnull=False).exists()


@pytest.mark.parametrize("number", ["0", "4000001", "99999999999999999999"])
def test_number_that_nothing_has_is_not_found(writer, space, client, number):
    request = asking()
    assert client.get(f"/admin/answers/{number}/{space.pk}/").status_code == 404
    assert client.get(f"/admin/answers/{request.pk}/{number}/").status_code == 404


def test_closed_request_says_so_and_takes_no_answer(writer, space, client):
    request = asking(closed_at=timezone.now())
    entry = add_draft(space.page, innovation_page())
    for address in (answering(request, space), declining(request, space)):
        told = client.post(address, {"entries": [entry.pk]}, follow=True).content.decode()
        assert "“Late bus for clubs” is closed" in told
    assert not RequestAnswer.objects.exists()


def test_staff_of_the_network_answer_for_no_district(space, client):
    editor = UserFactory()
    editor.groups.add(ensure_network().editors)
    client.force_login(editor)
    assert client.get(answering(asking(), space)).status_code == 404


def test_first_screen_asks_as_much_for_twenty_requests_as_for_two(
    writer, space, other, client, django_assert_max_num_queries
):
    def requests(numbers):
        for n in numbers:
            request = asking(*([space, other] if n % 2 else []), title=f"Thing {n}")
            entry = add_draft(space.page, innovation_page(slug=f"entry-{n}"))
            RequestAnswer.objects.create(request=request, entry_id=entry.pk)
            request.declined_by.add(other if n % 3 else space)

    def queries():
        for _visit in range(5):  # each counts what some drafts lack, until all are counted
            first_screen(client)
        with django_assert_max_num_queries(200) as seen:
            first_screen(client)
        return len(seen)

    requests(range(3))
    few = queries()
    requests(range(3, 20))
    assert queries() == few
