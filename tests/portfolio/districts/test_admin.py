"""The directory in the admin: who sees and does what, and what is exported."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from portfolio.models import District, DistrictImport, User
from portfolio.models.imports import ImportState
from tests.factories import DistrictFactory, UserFactory
from tests.portfolio.districts.nces import CCD_2013, CCD_2023, ELSI, bring

pytestmark = pytest.mark.django_db

LIST = "districts_modeladmin_index"


def signed_in(*permissions: str) -> Client:
    user: User = UserFactory()
    codenames = ["access_admin", *permissions]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reader() -> Client:
    return signed_in("view_district")


@pytest.fixture
def staff() -> Client:
    return signed_in("view_district", "change_district", "add_district")


def names_in(client: Client, **query: str) -> list[str]:
    response = client.get(reverse(LIST), query)
    assert response.status_code == 200
    return [district.name for district in response.context["object_list"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "maple"}, ["MAPLE HOLLOW UNIFIED"]),
        ({"q": "0199901"}, ["MAPLE HOLLOW UNIFIED"]),
        ({"q": "199901"}, ["MAPLE HOLLOW UNIFIED"]),
        ({"q": "quarry in"}, ["QUARRY BEND CHARTER"]),
        ({"q": "coral virgin"}, ["CORAL BAY SCHOOLS"]),
        ({"q": "lake hill"}, ["LAKE, HILL AND VALLEY"]),
        ({"q": "nowhere"}, []),
        ({"q": "%' OR 1=1 --"}, []),
        ({"state__exact": "PA"}, ["LAKE, HILL AND VALLEY"]),
        ({"locale__exact": "43"}, ["MAPLE HOLLOW UNIFIED"]),
        ({"lea_type__exact": "9"}, ["TWO RIVERS COOP"]),
        ({"closed": "yes"}, ["TWO RIVERS COOP"]),
        ({"state__exact": "PA", "locale__exact": "", "closed": "", "q": ""}, ["LAKE, HILL AND VALLEY"]),
    ],
)
def test_list_is_searched_and_filtered(reader, query, found):
    bring(ELSI)
    District.objects.filter(leaid="1799903").update(closed_on="2024-06-30")
    assert names_in(reader, **query) == found


@pytest.mark.parametrize(
    "query",
    ["?nonsense=1", "?page__owner__email__startswith=a", "?state__exact=%00", "?q=%00", "?locale__exact=x",
     "?locale__exact=99999999999999999999", "?p=999", "?p=x", "?o=x", "?o=99", "?closed=maybe", "?e=1",
     "?state__isnull=x", "?export=pdf", "?q=" + "a%20" * 500],
)  # fmt: skip
def test_odd_question_gets_the_list(reader, query):
    bring(ELSI)
    assert reader.get(reverse(LIST) + query, follow=True).status_code == 200


def test_list_takes_as_many_queries_for_two_rows_as_for_twenty(reader, django_assert_num_queries):
    DistrictFactory.create_batch(2)
    reader.get(reverse(LIST))
    count = count_queries(reader)
    DistrictFactory.create_batch(18, successor=District.objects.first())
    with django_assert_num_queries(count):
        assert len(names_in(reader)) == 20


def count_queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(LIST))
    return len(queries)


def test_export_has_leading_zeros_zeros_and_no_formula(reader):
    bring(ELSI)
    District.objects.filter(leaid="0199901").update(name="=1+1", students=0)
    rows = csv.DictReader(
        io.StringIO(b"".join(reader.get(reverse(LIST), {"export": "csv"}).streaming_content).decode())
    )
    maple = next(row for row in rows if row["Leaid"] == "0199901")
    assert (maple["Name"], maple["Students"], maple["State"]) == ("'=1+1", "0", "AL")
    assert maple["Locale"] == "Rural: Remote"


def test_export_as_workbook_has_text_where_a_formula_might_be(reader):
    bring(ELSI)
    District.objects.filter(leaid="0199901").update(name="=1+1")
    answer = reader.get(reverse(LIST), {"export": "xlsx", "q": "0199901"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[2]][:2] == ["0199901", "=1+1"]
    assert sheet["B2"].data_type == "s"
    assert sheet.max_row == 2


@pytest.mark.parametrize("action", ["edit", "delete", "history"])
def test_reader_changes_nothing(reader, action):
    bring(ELSI)
    number = District.objects.first().pk
    address = reverse(f"districts_modeladmin_{action}", args=[number])
    assert reader.get(address).status_code == 302  # Wagtail sends who may not to the start, and says so
    reader.post(address, {"closed_on": "2024-06-30"})
    assert District.objects.filter(closed_on=None).count() == 6


def test_communicator_of_a_district_sees_no_directory():
    assert signed_in().get(reverse(LIST)).status_code == 302


def test_no_one_types_or_deletes_a_district(staff):
    bring(ELSI)
    number = District.objects.first().pk
    staff.post(reverse("districts_modeladmin_create"), {"leaid": "0199999", "name": "Typed"})
    staff.post(reverse("districts_modeladmin_delete", args=[number]))
    assert District.objects.count() == 6


def test_staff_close_a_district_and_change_no_fact(staff):
    bring(ELSI)
    closed, successor = District.objects.order_by("leaid")[:2]
    answer = staff.post(
        reverse("districts_modeladmin_edit", args=[closed.pk]),
        {"closed_on": "2024-06-30", "successor": successor.pk, "name": "Typed", "students": "1"},
    )
    assert answer.status_code == 302
    closed.refresh_from_db()
    assert (str(closed.closed_on), closed.successor) == ("2024-06-30", successor)
    assert (closed.name, closed.students) == ("MAPLE HOLLOW UNIFIED", 1337)


def test_successor_without_a_day_is_asked_about(staff):
    bring(ELSI)
    first, second = District.objects.order_by("leaid")[:2]
    answer = staff.post(
        reverse("districts_modeladmin_edit", args=[first.pk]), {"closed_on": "", "successor": second.pk}
    )
    assert "Say when it closed or merged" in answer.content.decode()


def test_inspecting_shows_the_facts(reader):
    bring(ELSI)
    number = District.objects.get(leaid="0199901").pk
    content = reader.get(reverse("districts_modeladmin_inspect", args=[number])).content.decode()
    assert "Rural: Remote" in content
    assert "2022-23" in content


@pytest.mark.parametrize("number", ["x", "-1", "99999999999999999999", "1e3"])
def test_address_with_no_number_is_not_found(staff, number):
    index = reverse(LIST)
    assert staff.get(f"{index}edit/{number}/").status_code == 404


@pytest.fixture
def upload(staff, django_capture_on_commit_callbacks):
    def send(content: bytes, name: str = "districts.csv", **fields: str):
        with django_capture_on_commit_callbacks(execute=True):
            file = io.BytesIO(content)
            file.name = name
            return staff.post(reverse("district_import"), {"file": file, **fields}, follow=True)

    return send


def test_uploaded_file_is_imported_and_the_page_says_what_came_of_it(upload):
    answer = upload(b"SCHOOL_YEAR,LEAID,LEA_NAME\n2022-23,100005,Lost <b>\n2022-23,0199901,Maple Hollow\n")
    outcome = DistrictImport.objects.get()
    assert outcome.state == ImportState.DONE
    assert outcome.content is None
    content = answer.client.get(reverse("district_import_outcome", args=[outcome.pk])).content.decode()
    assert "LEAID 100005 has six digits" in content
    assert "Lost &lt;b&gt;" in content
    assert "1 new" in content
    assert District.objects.get().leaid == "0199901"


def test_trying_writes_nothing(upload):
    upload(ELSI.read_bytes(), dry_run="on")
    assert District.objects.count() == 0
    assert DistrictImport.objects.get().counts["created"] == 6


def test_older_upload_replaces_newer_facts_only_when_asked(upload):
    bring(CCD_2023)
    upload(CCD_2013.read_bytes())
    assert District.objects.get(leaid="0199901").facts_year == "2023-24"
    upload(CCD_2013.read_bytes(), replace_newer="on")
    assert District.objects.get(leaid="0199901").name == "MAPLE HOLLOW CITY"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04xlsx", "ZIP or Excel"),
        (b"<html>", "web page"),
        (b"hello", "No header row"),
        (b"LEAID,NAME\n" + b" " * (10 * 1024 * 1024), "larger than 10.0"),
        (b"", "empty"),
    ],
    ids=["xlsx", "html", "text", "large", "empty"],
)
def test_upload_of_something_else_is_refused_in_the_form(upload, content, said):
    answer = upload(content)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not DistrictImport.objects.exists()


def test_page_asks_again_while_the_worker_is_at_it(staff):
    waiting = DistrictImport.objects.create(file_name="districts.csv", content=b"x")
    address = reverse("district_import_outcome", args=[waiting.pk])
    assert staff.get(address).headers["Refresh"] == "2"


def test_reader_cannot_import_nor_read_imports(reader):
    waiting = DistrictImport.objects.create(file_name="districts.csv", content=b"x")
    assert reader.get(reverse("district_import")).status_code in (302, 403)
    assert reader.post(reverse("district_import"), {}).status_code in (302, 403)
    assert reader.get(reverse("district_import_outcome", args=[waiting.pk])).status_code in (302, 403)
