"""A person who asks to be forgotten is gone, history included."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Revision

from portfolio.models import Person
from portfolio.models.toolkits import ToolkitAuthor
from portfolio.services.erasure import erase_person
from portfolio.tenancy.onboarding import onboard
from tests.factories import DistrictFactory, add_draft, innovation_page, make_site, publish, toolkit_page

pytestmark = pytest.mark.django_db

QUOTE = {"text": "It worked.", "name": "Zoë Quill", "role": "Teacher", "permission": True}


@pytest.fixture
def space():
    make_site()
    return onboard(DistrictFactory(name="Harbor")).space


@pytest.fixture
def person(space):
    person = Person.objects.create(
        name="Zoë Quill", role="Teacher", email="zoe@example.org", district=space.district
    )
    log(instance=person, action="wagtail.create")
    return person


@pytest.fixture
def entry(space, person):
    """A live entry that names the person, with an older version that did too, and a newer draft."""
    page = innovation_page(
        title="Maker Mondays", contact=person, advice="<p>Ask Zoë Quill.</p>", practice=[("quote", QUOTE)]
    )
    page = publish(add_draft(space.page, page))
    page.summary = "Zoë Quill says that it works for every ninth grader we have."
    page.save_revision()
    return page


def everything_kept(page):
    revisions = [str(revision.content) for revision in Revision.objects.for_instance(page)]
    return " ".join([str(page.serializable_data()), *revisions])


def test_erasure_takes_the_name_out_of_entry_draft_and_every_version(entry, person):
    number = person.pk
    done = erase_person(person)
    assert (done.entries, done.revisions) == (1, 2)
    entry.refresh_from_db()
    kept = everything_kept(type(entry).objects.get(pk=entry.pk))
    assert "Quill" not in kept
    assert "[name removed]" in kept
    assert f"'contact': {number}" not in kept
    assert type(entry).objects.get(pk=entry.pk).live


def test_erasure_leaves_no_name_in_the_log(entry, person):
    number = str(person.pk)
    erase_person(person)
    labels = set(ModelLogEntry.objects.filter(object_id=number).values_list("label", flat=True))
    assert labels == {"Erased person"}


def test_erasure_takes_an_author_off_a_toolkit_and_its_versions(space, person):
    page = toolkit_page()
    page.authors = [ToolkitAuthor(person=person)]
    page = add_draft(space.page, page)
    erase_person(person)
    revised = page.revisions.get().as_object()
    assert list(revised.authors.all()) == []
    assert "authors" in revised.serializable_data()


def test_erasure_leaves_another_districts_namesake_alone(entry, person):
    other = onboard(DistrictFactory(name="Hilltop")).space
    theirs = add_draft(other.page, innovation_page(advice="<p>Ask Zoë Quill of Hilltop.</p>"))
    erase_person(person)
    theirs.refresh_from_db()
    assert "Zoë Quill of Hilltop" in theirs.advice


def test_command_says_where_the_number_of_a_person_is(space):
    with pytest.raises(CommandError, match="at the end of the address"):
        call_command("erase_person", "4711")
