"""Staff ask districts for what readers look for, see what comes of it, and close it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portfolio.models import ContentRequest, RequestAnswer
from portfolio.services.network import ensure_network
from portfolio.tenancy.onboarding import onboard
from tests.factories import DistrictFactory, UserFactory, add_draft, innovation_page, publish

pytestmark = pytest.mark.django_db

ADD = "/admin/content-requests/new/"
LIST = "/admin/content-requests/"


@pytest.fixture
def other(space):
    return onboard(DistrictFactory(name="Hilltop")).space


@pytest.fixture
def staff(writer, client):
    """An editor of the network, signed in; the district has a communicator, too."""
    user = UserFactory(email="editor@network.example.org")
    user.groups.add(ensure_network().editors)
    client.force_login(user)
    return client


def form(**fields):
    return {"title": "Late bus for clubs", "note": "", "language": "en", "kind": "innovation", **fields}


def asking(*spaces, **fields):
    request = ContentRequest.objects.create(
        **{"title": "Late bus for clubs", "is_for_all": not spaces, **fields}
    )
    request.districts.set(spaces)
    return request


def editing(request):
    return reverse("content_requests:edit", args=[request.pk])


def text_of(response):
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_menu_leads_staff_there_and_communicators_not(staff, writer, client):
    assert f'"{LIST}"' in client.get("/admin/").content.decode()
    client.force_login(writer)
    assert f'"{LIST}"' not in client.get("/admin/").content.decode()
    assert client.get(LIST).status_code == 302


def test_form_is_filled_in_from_a_search(staff):
    page = BeautifulSoup(staff.get(ADD, {"text": "autobús tarde", "language": "es"}).content, "html.parser")
    assert page.select_one("#id_title")["value"] == "Autobús tarde"
    assert page.select_one("#id_searched_for")["value"] == "autobús tarde"
    assert page.select_one("#id_language option[selected]")["value"] == "es"


@pytest.mark.parametrize("odd", ["\0", "x" * 5000, "'\"><script>", "🚌"])
def test_odd_text_fills_in_what_fits(staff, odd):
    answer = staff.get(ADD, {"text": odd, "language": odd})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200
    assert len(page.select_one("#id_title").get("value", "")) <= 120
    assert page.select_one("#id_language option[selected]")["value"] == "en"


def test_asking_all_members_mails_their_communicators(staff, other, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        told = text_of(staff.post(ADD, form(searched_for="late bus"), follow=True))
    assert "Asked. 2 districts see it on their first screens" in told
    request = ContentRequest.objects.get()
    assert (request.is_for_all, request.searched_for) == (True, "late bus")
    assert request.asked_by.email == "editor@network.example.org"
    assert [message.to for message in mail.outbox] == [["writer@harbor.example.org"]]


def test_asking_one_district_asks_no_other(staff, space, other):
    told = text_of(staff.post(ADD, form(districts=[other.pk]), follow=True))
    assert "Asked. 1 district sees it on its first screen" in told
    request = ContentRequest.objects.get()
    assert not request.is_for_all
    assert list(request.districts.all()) == [other]


def test_button_that_is_pressed_twice_asks_once(staff, space, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        told = [text_of(staff.post(ADD, form(districts=[space.pk]), follow=True)) for _press in range(2)]
    assert all("Asked. 1 district sees it on its first screen" in each for each in told)
    assert ContentRequest.objects.count() == 1
    assert len(mail.outbox) == 1
    staff.post(ADD, form(language="es"))
    assert ContentRequest.objects.count() == 2
    ContentRequest.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    staff.post(ADD, form(districts=[space.pk]))
    assert ContentRequest.objects.count() == 3


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"title": "a\0b"}, "Null characters are not allowed."),
        ({"note": "x" * 1001}, "at most 1000 characters"),
        ({"language": "tlh"}, "Select a valid choice."),
        ({"kind": "poem"}, "Select a valid choice."),
        ({"districts": ["9" * 40]}, "Tick districts from this list."),
        ({"districts": ["x"]}, "Tick districts from this list."),
        ({"searched_for": "x" * 301}, "at most 300 characters"),
    ],
)
def test_what_is_odd_is_refused_in_words(staff, fields, told):
    assert told in text_of(staff.post(ADD, form(**fields)))
    assert not ContentRequest.objects.exists()


def test_districts_asked_later_are_told_and_the_others_not_again(
    staff, space, other, django_capture_on_commit_callbacks
):
    request = asking(other)
    request.told.add(other)
    with django_capture_on_commit_callbacks(execute=True):
        told = text_of(staff.post(editing(request), form(note="Still."), follow=True))
    assert "Asked. 1 district sees it" in told
    assert [message.to for message in mail.outbox] == [["writer@harbor.example.org"]]
    with django_capture_on_commit_callbacks(execute=True):
        assert "Saved." in text_of(staff.post(editing(request), form(note="And still."), follow=True))
    assert len(mail.outbox) == 1


def as_shown(response):
    """What the form sends when nothing in it is changed."""
    page = BeautifulSoup(response.content, "html.parser")
    ticked = [box["value"] for box in page.select("input[name=districts][checked]")]
    return {"districts": ticked} if ticked else {}


@pytest.mark.parametrize("how", ["closed", "removed"])
def test_request_to_a_district_that_is_gone_stays_one_to_that_district_when_it_is_changed(
    staff, space, other, how, django_capture_on_commit_callbacks
):
    request = asking(other)
    if how == "closed":
        other.district.closed_on = timezone.localdate()
        other.district.save()
    else:
        other.delete()
    fields = form(note="A slip is mended.", **as_shown(staff.get(editing(request))))
    with django_capture_on_commit_callbacks(execute=True):
        assert "Saved." in text_of(staff.post(editing(request), fields, follow=True))
    request.refresh_from_db()
    assert request.note == "A slip is mended."
    assert not request.is_for_all
    assert list(request.districts.all()) == ([other] if how == "closed" else [])
    assert mail.outbox == []


def test_district_that_closed_stays_asked_beside_others_until_it_is_unticked(staff, space, other):
    request = asking(space, other)
    other.district.closed_on = timezone.localdate()
    other.district.save()
    staff.post(editing(request), form(**as_shown(staff.get(editing(request)))))
    assert set(request.districts.all()) == {space, other}
    staff.post(editing(request), form(districts=[space.pk]))
    assert list(request.districts.all()) == [space]
    staff.post(editing(request), form())
    request.refresh_from_db()
    assert request.is_for_all


def test_request_says_who_answered_with_what_and_who_has_nothing(staff, space, other):
    request = asking()
    draft = add_draft(space.page, innovation_page(title="A bus at five"))
    RequestAnswer.objects.create(request=request, entry_id=draft.pk)
    request.declined_by.add(other)
    told = text_of(staff.get(editing(request)))
    assert "All member districts are asked: 2." in told
    assert "Harbor A bus at five Draft" in told
    assert "“Not with us” was said by: Hilltop" in told
    publish(draft)
    assert "Harbor A bus at five Published" in text_of(staff.get(editing(request)))


def test_list_counts_answers_and_published_ones(staff, space, other):
    request = asking(space, other)
    asking(title="Nobody answers", closed_at=timezone.now())
    published, draft = (
        add_draft(place.page, innovation_page(slug=slug))
        for place, slug in ((space, "first"), (other, "second"))
    )
    publish(published)
    for entry in (published, draft):
        RequestAnswer.objects.create(request=request, entry_id=entry.pk)
    told = text_of(staff.get(LIST))
    assert "English 2 districts 2 answers, 1 published" in told
    assert "English all members none yet" in told


def test_list_and_first_screen_tell_who_asked_of_not_with_us(staff, space, other):
    everyone, some = asking(), asking(space, title="Of one")
    for request in (everyone, some):
        request.declined_by.add(space)
    asking(title="Nobody answers")
    told = text_of(staff.get(LIST))
    assert "all members none yet; 1 district has nothing" in told
    assert "1 district none yet; 1 district has nothing" in told
    told = text_of(staff.get("/admin/"))
    assert "Of one none yet; 1 district has nothing" in told
    assert "Late bus" not in told
    everyone.declined_by.add(other)
    told = text_of(staff.get("/admin/"))
    assert "Late bus for clubs none yet; 2 districts have nothing" in told
    assert "Nobody answers" not in told


def test_not_with_us_of_a_district_that_closed_is_not_counted(staff, space, other):
    request = asking(space, other)
    request.declined_by.add(other)
    other.district.closed_on = timezone.localdate()
    other.district.save()
    assert "2 districts none yet" in text_of(staff.get(LIST))
    assert "has nothing" not in text_of(staff.get(LIST))
    assert "Late bus" not in text_of(staff.get("/admin/"))
    RequestAnswer.objects.create(request=request, entry_id=add_draft(space.page, innovation_page()).pk)
    assert "1 answer, none published" in text_of(staff.get("/admin/"))


def test_list_is_narrowed_by_state_and_language(staff):
    asking(title="An open one")
    asking(title="A closed one", closed_at=timezone.now(), language="es")
    assert "A closed one" not in text_of(staff.get(LIST, {"state": "open"}))
    assert "An open one" not in text_of(staff.get(LIST, {"state": "closed"}))
    assert "An open one" not in text_of(staff.get(LIST, {"language": "es"}))
    assert "A closed one" in text_of(staff.get(LIST, {"q": "closed"}))
    assert staff.get(LIST, {"state": "\0", "language": "9" * 99, "ordering": "x"}).status_code == 200


def test_first_screen_of_staff_says_what_is_answered_until_it_is_closed(staff, space):
    request = asking()
    asking(title="Nobody answers")
    assert "Content you asked districts for" not in text_of(staff.get("/admin/"))
    entry = publish(add_draft(space.page, innovation_page()))
    RequestAnswer.objects.create(request=request, entry_id=entry.pk)
    told = text_of(staff.get("/admin/"))
    assert "Late bus for clubs 1 answer, 1 published" in told
    assert "Nobody answers" not in told
    staff.post(reverse("content_requests:close", args=[request.pk]))
    assert "Content you asked districts for" not in text_of(staff.get("/admin/"))


def test_closing_keeps_request_and_answers_and_can_be_undone(staff, space):
    request = asking()
    entry = add_draft(space.page, innovation_page(title="A bus at five"))
    RequestAnswer.objects.create(request=request, entry_id=entry.pk)
    address = reverse("content_requests:close", args=[request.pk])
    told = text_of(staff.post(address, follow=True))
    assert "A bus at five" in told
    assert "Closed on" in told
    assert not ContentRequest.objects.get().is_open
    staff.post(address, {"again": ""})
    assert ContentRequest.objects.get().is_open
    assert staff.get(address).status_code == 405


def test_text_of_a_search_goes_when_the_request_is_closed_and_does_not_come_back(staff, space):
    request = asking(searched_for="late bus", note="As many ask.")
    before = form(searched_for="late bus", note="As many ask.")
    address = reverse("content_requests:close", args=[request.pk])
    staff.post(editing(request), before)
    request.refresh_from_db()
    assert request.searched_for == "late bus"
    for change in ({}, {"again": ""}):
        staff.post(address, change)
        staff.post(editing(request), before)  # from a form that was open meanwhile
        request.refresh_from_db()
        assert (request.searched_for, request.note) == ("", "As many ask.")


def test_closed_request_that_is_changed_tells_nobody(staff, space, other, django_capture_on_commit_callbacks):
    request = asking(other, closed_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(editing(request), form())
    assert mail.outbox == []


def test_who_does_not_see_districts_is_told_no_draft(space, client):
    user = UserFactory()
    names = ["access_admin", "change_contentrequest"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client.force_login(user)
    request = asking()
    draft = add_draft(space.page, innovation_page(title="A bus at five"))
    RequestAnswer.objects.create(request=request, entry_id=draft.pk)
    answer = client.get(editing(request))
    assert "A page that is not public" in text_of(answer)
    assert "A bus at five" not in answer.content.decode()
    assert f"/admin/pages/{draft.pk}/" not in answer.content.decode()


def test_communicator_can_neither_ask_nor_close(staff, writer, client):
    request = asking()
    client.force_login(writer)
    client.post(ADD, form(title="Mine"))
    client.post(reverse("content_requests:close", args=[request.pk]))
    client.post(reverse("content_requests:delete", args=[request.pk]))
    assert [(each.title, each.is_open) for each in ContentRequest.objects.all()] == [(request.title, True)]
    assert client.get(editing(request)).status_code == 302


@pytest.mark.parametrize("where", ["list", "request", "first screen"])
def test_screens_ask_as_much_for_many_as_for_few(staff, where, django_assert_max_num_queries):
    request = asking()

    def grow(numbers):
        for n in numbers:
            place = onboard(DistrictFactory(name=f"District {n}")).space
            entry = add_draft(place.page, innovation_page(slug=f"entry-{n}"))
            for each in (request, asking(place)):
                RequestAnswer.objects.create(request=each, entry_id=entry.pk)
            request.declined_by.add(place)

    def queries():
        address = {"list": LIST, "request": editing(request), "first screen": "/admin/"}[where]
        staff.get(address)
        with django_assert_max_num_queries(200) as seen:
            staff.get(address)
        return len(seen)

    grow(range(2))
    few = queries()
    grow(range(2, 12))
    assert queries() == few
