"""Bringing in what was collected elsewhere: looked at first, then all of it or nothing."""

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from plugins.researchlinks import importing, pending
from plugins.researchlinks.importing import import_references
from plugins.researchlinks.merging import CannotMergeError, take_over
from plugins.researchlinks.models import ReferenceImport, ResearchRecord
from plugins.researchlinks.references.reading import MOST, read_references
from tests import factories
from tests.plugins.researchlinks.conftest import WORK, record
from tests.plugins.researchlinks.website import Website

pytestmark = [pytest.mark.django_db(transaction=True)]
WHERE = "wagtailsnippets_researchlinks_researchrecord:"
BIB = """@article{one, title={One study}, author={Rivera, Ana}, year={2020}, doi={10.5555/one}}
@article{two, title={Two studies}, author={Cho, Min}, year={2021}, doi={10.5555/two}}
@article{broken, title={Open, year={2021}
@article{three, title={Three studies}, year={2022}}
"""


@pytest.fixture
def writer() -> Any:
    group = Group.objects.create(name="Writers")
    names = ["access_admin", "add_researchrecord", "change_researchrecord", "view_researchrecord"]
    group.permissions.set(Permission.objects.filter(codename__in=names))
    user = factories.UserFactory()
    user.groups.add(group)
    return user


@pytest.fixture
def desk(writer: Any) -> Client:
    factories.make_site()
    client = Client()
    client.force_login(writer)
    return client


def bring(desk: Client, content: str | bytes = "", **fields: Any) -> Any:
    """Upload `content` as a file; or fill in other fields."""
    if content:
        encoded = content.encode() if isinstance(content, str) else content
        fields["file"] = SimpleUploadedFile("found.bib", encoded)
    return desk.post(reverse(f"{WHERE}import"), fields, follow=True)


def confirm(desk: Client) -> Any:
    return desk.post(address(), follow=True)


def address(show: str = "") -> str:
    newest = ReferenceImport.objects.first()
    assert newest
    return reverse(f"{WHERE}import_preview", args=[newest.pk]) + (f"?show={show}" if show else "")


def words(answer: Any) -> str:
    """Return what a person reads in the middle of the page."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode().partition('class="research-screen')[2])
    return " ".join(text.split())


def test_list_of_records_leads_to_the_import(desk: Client) -> None:
    shown = desk.get(reverse(f"{WHERE}list")).content.decode()

    assert reverse(f"{WHERE}import") in shown
    assert "Choose a file, or paste" in words(bring(desk))


def test_preview_says_what_would_happen_and_writes_no_record(desk: Client) -> None:
    record("One study", 2020, kind="doi", identifier="10.5555/one")
    record("Three studies", 2022)

    shown = words(bring(desk, BIB.replace("Rivera, Ana", "Rivera, Ana B.")))

    assert "1 work is new and would be added" in shown
    assert "Two studies (2021) line 2, entry “two”" in shown
    assert "Differs in: Authors One study (2020)" in words(desk.get(address("differs")))
    assert "Three studies (2022) line 4" in words(desk.get(address("known")))
    unreadable = words(desk.get(address("unreadable")))
    assert "“@article{broken, title={Open, year={2021}” is not complete" in unreadable
    assert "line 3" in unreadable
    assert ResearchRecord.objects.count() == 2


def test_confirmed_import_adds_what_is_new_and_reports(desk: Client, writer: Any) -> None:
    there = record("One study", 2020, kind="doi", identifier="10.5555/one")
    bring(desk, BIB)

    shown = words(confirm(desk))

    assert "2 Added" in shown
    assert set(ResearchRecord.objects.values_list("title", flat=True)) == {
        "One study", "Two studies", "Three studies",
    }  # fmt: skip
    there.refresh_from_db()
    assert there.csl["author"] == [{"family": "Rivera", "given": "Ana"}]
    log = ModelLogEntry.objects.get(action=importing.IMPORTED, label="Two studies (2021)")
    assert (log.user, log.data) == (writer, {"source": "found.bib"})


def test_confirming_twice_and_importing_again_adds_nothing(desk: Client) -> None:
    bring(desk, BIB)
    confirm(desk)
    confirm(desk)
    shown = words(bring(desk, BIB))

    assert ResearchRecord.objects.count() == 3
    assert "Nothing is new" in shown
    assert "3 Here already" in shown


def test_difference_is_taken_over_field_by_field(desk: Client) -> None:
    there = record("One study", 2020, kind="doi", identifier="10.5555/one", note="Ours")
    bring(desk, BIB.replace("Rivera, Ana", "Rivera, Ana B."))
    report = confirm(desk)
    compare = re.search(r'href="([^"]+)">Compare<', desk.get(address("differs")).content.decode())
    assert report and compare

    side_by_side = words(desk.get(compare[1]))
    desk.post(compare[1], {"field-author": "other"})

    there.refresh_from_db()
    assert "Rivera, Ana B." in side_by_side
    assert there.csl["author"] == [{"family": "Rivera", "given": "Ana B."}]
    assert (there.note, there.csl["container-title"]) == ("Ours", "Journal of Made-up Studies")
    assert ModelLogEntry.objects.filter(action="researchlinks.take_over", object_id=there.pk).exists()
    assert ">Compare<" not in desk.get(address("differs")).content.decode()


def test_work_under_another_identifier_is_not_added_again(desk: Client) -> None:
    eric = record("One study", 2020, kind="eric", identifier="EJ1234567")
    eric.csl["DOI"] = "10.5555/one"
    eric.save()

    bring(desk, BIB)
    confirm(desk)

    assert ResearchRecord.objects.filter(title="One study").get() == eric


def test_list_of_identifiers_is_filled_in_by_the_sources(desk: Client, crossref: Website) -> None:
    crossref.says("/works", 200, json.dumps(WORK).encode())

    shown = words(bring(desk, pasted="10.5555/One\nEJ1234567\nno identifier\nhttps://doi.org/10.5555/one"))
    confirm(desk)

    assert "2 Would be added" in shown
    assert "1 Twice in this file" in shown
    assert "1 Could not be read" in shown
    made = ResearchRecord.objects.all()
    assert {each.identifier for each in made} == {"10.5555/one", "EJ1234567"}
    assert {each.title for each in made} == {"Algebra by hand"}


def test_eric_json_comes_in(desk: Client) -> None:
    docs = [{"id": "EJ1234567", "title": "From ERIC", "publicationdateyear": 2019, "author": ["Cho, Min"]}]
    bring(desk, json.dumps({"response": {"docs": docs}}))
    confirm(desk)

    made = ResearchRecord.objects.get()
    assert (made.kind, made.identifier, made.eric) == ("eric", "EJ1234567", "EJ1234567")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"pasted": "nothing of the kind"}, "No references were found."),
        ({"content": "@article{a, title={x}}", "pasted": "10.5555/x"}, "Choose one"),
        ({"content": b"x" * (10 * 1024 * 1024 + 1)}, "larger than 10.0"),
        ({"content": "@a{b,title={x}}\n" * (MOST + 1)}, "more than 20000 references"),
        ({"content": "10.5555/x\n" * 1001}, "more than 1000 lines"),
        ({"content": "[" * 100_000}, "nested too deep"),
        ({"content": b'[{"title": 1}]\x00'}, "not complete JSON"),
        ({"pasted": "x" * 500_001}, "at most 500000 characters"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_refused_in_words(desk: Client, fields: Any, told: str) -> None:
    answer = bring(desk, **fields)

    assert answer.status_code == 200
    assert told in words(answer).replace("\xa0", " ")
    assert not ReferenceImport.objects.exists()


def test_odd_characters_are_no_error(desk: Client) -> None:
    bring(desk, b"@article{a\x00b\xed\xa0\x80, title={One \x00 thing}, year={2020}}\n@article{\x00c, title={")
    confirm(desk)

    assert ResearchRecord.objects.get().title == "One thing"


def test_ten_thousand_come_in_and_the_broken_one_is_named(desk: Client) -> None:
    entries = [
        f"@article{{k{n}, title={{Study {n}}}, year={{2020}}, doi={{10.5555/s.{n}}}}}" for n in range(10_000)
    ]
    entries[5_000] = "@article{broken, title={Open, year={2020}"

    shown = words(bring(desk, "\n".join(entries)))
    confirm(desk)

    assert "9,999 works are new" in shown
    assert ResearchRecord.objects.count() == 9_999
    assert "line 5001 The entry that begins with" not in shown
    assert "“@article{broken, title={Open, year={2020}” is not complete" in words(
        desk.get(address("unreadable"))
    )
    assert "Page 3 of 200" in words(desk.get(f"{address('new')}&page=3"))


def test_nothing_is_half_written_when_something_raises(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any) -> None:
        raise RuntimeError("the disk is full")

    bring(desk, BIB)
    monkeypatch.setattr(importing, "_log", fail)
    with pytest.raises(RuntimeError):
        confirm(desk)
    assert not ResearchRecord.objects.exists()

    monkeypatch.undo()
    confirm(desk)
    assert ResearchRecord.objects.count() == 3


def test_records_that_someone_else_makes_meanwhile_are_taken_as_known() -> None:
    planned = importing.plan(read_references(BIB).entries)
    import_references("10.5555/two")

    made = importing.carry_out(planned)

    assert [each.title for each in made] == ["Three studies", "One study"]
    assert ResearchRecord.objects.filter(identifier="10.5555/two").count() == 1


def test_imports_are_for_writers_and_each_persons_own(desk: Client) -> None:
    bring(desk, BIB)
    reader, other = Client(), Client()
    reader.force_login(factories.UserFactory())
    other.force_login(factories.UserFactory(is_superuser=True))

    assert other.get(address()).status_code == 404
    assert other.get(reverse(f"{WHERE}import")).status_code == 200
    for name in ("import", "twins"):
        assert reader.get(reverse(f"{WHERE}{name}")).status_code != 200
    assert Client().get(address()).status_code == 302


def test_five_imports_are_kept_for_a_person_and_none_for_ever(desk: Client, writer: Any) -> None:
    for _ in range(7):
        pending.begin(read_references(BIB), by=writer)
    assert ReferenceImport.objects.count() == 5

    ReferenceImport.objects.update(begun_at="2020-01-01T00:00:00Z")
    pending.forget_old_imports()

    assert not ReferenceImport.objects.exists()


def test_plan_takes_as_many_queries_for_two_as_for_two_hundred(django_assert_num_queries: Any) -> None:
    for number in (2, 200):
        text = "\n".join(f"@article{{k{n}, title={{S {n}}}, doi={{10.5555/{n}}}}}" for n in range(number))
        import_references(text.replace("S ", "Other "))
        entries = read_references(text).entries
        with django_assert_num_queries(1):
            importing.plan(entries)


def test_identifier_that_another_record_took_meanwhile_is_not_taken_over(writer: Any) -> None:
    there = record("One study", 2020, kind="eric", identifier="EJ1234567")
    taken = record("Another", kind="doi", identifier="10.5555/one")
    entry = importing.record_of(read_references(BIB).entries[0])

    with pytest.raises(CannotMergeError, match="Another .2021.” is known by this identifier"):
        take_over(there.pk, entry, ["identifier", "title"], by=writer)

    there.refresh_from_db()
    assert (there.identifier, taken.identifier) == ("EJ1234567", "10.5555/one")
