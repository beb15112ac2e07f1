"""What the network's staff tell the search, in the admin, and what readers then find."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from portfolio.models import InnovationPage, User
from portfolio.publication.asking import RELEVANCE
from portfolio.publication.documents import entries
from portfolio.publication.positions import position
from portfolio.services.network import ensure_network
from portfolio.tenancy.onboarding import onboard
from search import told
from search.library import search
from search.models import ChosenResult, CuratedQuery, Placing, SynonymGroup
from search.starting_synonyms import STARTING
from tests import factories
from tests.api.published import get, live_innovations, read

pytestmark = pytest.mark.django_db(transaction=True)

SYNONYMS, CHOSEN = "search_synonyms", "search_results"


@pytest.fixture(autouse=True)
def _a_site_that_was_told_nothing(db: None) -> None:
    """What a portfolio begins with is there or not, as the tests before left the tables."""
    factories.make_site()
    SynonymGroup.objects.all().delete()


@pytest.fixture
def staff(client: Client) -> User:
    user = factories.UserFactory()
    user.groups.add(ensure_network().editors)
    client.force_login(user)
    return user


def found(text: str, **query: Any) -> list[str]:
    return [item["title"] for item in read("/search", q=text, **query)["items"]]


def choose(text: str, *pages: InnovationPage, placing: str = Placing.PINNED) -> None:
    query = CuratedQuery.objects.create(words=text)
    for place, page in enumerate(pages):
        ChosenResult.objects.create(query=query, page=page, placing=placing, sort_order=place)
    told.forget()


def chosen_form(words: str, *chosen: tuple[InnovationPage, str]) -> dict[str, Any]:
    form = {
        "words": words,
        "chosen-TOTAL_FORMS": len(chosen),
        "chosen-INITIAL_FORMS": 0,
        "chosen-MIN_NUM_FORMS": 1,
        "chosen-MAX_NUM_FORMS": 20,
    }
    for place, (page, placing) in enumerate(chosen):
        row = {"page": page.pk, "placing": placing, "ORDER": place + 1, "id": "", "DELETE": ""}
        form |= {f"chosen-{place}-{name}": value for name, value in row.items()}
    return form


# Synonyms


def test_synonyms_that_staff_add_are_found_at_once(staff: User, client: Client) -> None:
    live_innovations("Competency based education", "Something else")
    assert found("CBE") == []
    form = {"locale": "en", "wordings": "CBE\nCompetency-based education"}
    answer = client.post(reverse(f"{SYNONYMS}:add"), form)
    assert answer.status_code == 302
    assert found("cbe") == ["Competency based education"]
    listed = client.get(reverse(f"{SYNONYMS}:index")).content.decode()
    group = SynonymGroup.objects.get()
    assert "CBE = Competency-based education" in listed
    assert reverse(f"{SYNONYMS}:edit", args=[group.pk]) in listed

    client.post(reverse(f"{SYNONYMS}:delete", args=[group.pk]))
    assert found("cbe") == []


def test_a_wording_of_several_words_is_known_though_it_is_misspelled() -> None:
    live_innovations("All about CBE", "Something else")
    SynonymGroup.objects.create(locale="en", wordings="CBE\ncompetency-based education")
    told.forget()
    for typed in ("competancy based education", "compentency-based educaton", "competency based edcuation"):
        assert found(typed) == ["All about CBE"], typed
    assert found("competancy") == []
    answer = read("/search", q="competancy based education")
    assert answer["query"]["corrected"] == {"competancy": "competency"}


def test_synonyms_work_in_both_directions_and_in_their_language_alone() -> None:
    live_innovations("All about the IEP", "Something else")
    SynonymGroup.objects.create(locale="es", wordings="IEP\nplan individual")
    told.forget()
    assert found("individual plan") == []
    SynonymGroup.objects.create(locale="en", wordings="IEP\nindividualized education program")
    told.forget()
    assert found("individualized education programs") == ["All about the IEP"]


def test_other_words_for_a_theme_find_what_is_under_it_and_not_the_other_way_around() -> None:
    theme = factories.ThemeFactory(name="Housing and stability", synonyms="homeless students\nfoster care")
    live_innovations("A ride within a day", themes=[theme])
    live_innovations("Foster homes", themes=[factories.ThemeFactory(name="Families")])
    told.forget()
    assert set(found("foster care")) == {"Foster homes", "A ride within a day"}
    assert found("homeless") == []
    assert found("housing stability") == ["A ride within a day"]


@pytest.mark.parametrize(
    ("locale", "wordings", "says"),
    [
        ("en", "CBE", "at least two wordings"),
        ("en", "CBE\ncbe ", "at least two wordings"),
        ("en", "CBE\n—", "“—” has neither letters nor digits."),
        ("es", "EL\naprendiz de inglés", "“EL” is too common a word"),
        ("en", "a\none two three four five six seven eight nine", "more than 8 words"),
        ("en", "\n".join(f"word{number}" for number in range(30)), "no more than 20"),
    ],
)
def test_synonyms_that_cannot_be_are_refused_with_the_reason(locale: str, wordings: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        SynonymGroup(locale=locale, wordings=wordings).full_clean()


def test_each_group_that_a_portfolio_begins_with_can_be_saved_again() -> None:
    for locale, groups in STARTING.items():
        for wordings in groups:
            SynonymGroup(locale=locale, wordings="\n".join(wordings)).full_clean()


# Chosen results


def test_what_staff_pin_and_hide_holds_for_just_those_words(staff: User, client: Client) -> None:
    first, second, third = live_innovations("Makers of maker things", "Maker space", "Something else")
    form = chosen_form("Máker", (third, "pinned"), (first, "hidden"))
    answer = client.post(reverse(f"{CHOSEN}:add"), form)
    assert answer.status_code == 302, answer.content.decode()

    assert found("MAKER") == ["Something else", "Maker space"]
    assert read("/search", q="maker")["total"] == 2
    assert [item["chosen"] for item in read("/search", q="maker")["items"]] == [True, False]
    assert [item["title"] for item in read("/innovations", q="maker")["items"]] == found("maker")
    assert set(found("maker things")) == {"Makers of maker things", "Maker space"}
    page = client.get("/library/", {"q": "maker"}).content.decode()
    assert page.index("Something else") < page.index("space")
    assert "Makers of" not in page


def test_a_hit_says_that_it_was_chosen() -> None:
    _maker, other = live_innovations("Maker space", "Something else")
    choose("maker", other)
    site = Site.objects.get().pk
    for sort, pinned in ((RELEVANCE, [True, False]), ("title", [False, False])):
        hits = search(position(), "maker", entries(site, "en", sort=sort)).hits
        assert [hit.is_pinned for hit in hits] == pinned


def test_drafts_that_are_pinned_are_not_found() -> None:
    maker, other = live_innovations("Maker space", "Something else")
    choose("maker", other)
    assert found("maker") == ["Something else", "Maker space"]
    other.unpublish()
    assert found("maker") == ["Maker space"]


def test_chosen_results_are_refused_with_the_reason(staff: User, client: Client) -> None:
    (maker,) = live_innovations("Maker space")
    choose("maker", maker)

    def told_after(form: dict[str, Any]) -> str:
        answer = client.post(reverse(f"{CHOSEN}:add"), form)
        assert answer.status_code == 200
        return str(answer.content.decode())

    assert "There are chosen results for these words already" in told_after(
        chosen_form("MAKER!", (maker, "pinned"))
    )
    assert "at least one word" in told_after(chosen_form("?!", (maker, "pinned")))
    assert "This field is required" in told_after(
        {**chosen_form("hands", (maker, "pinned")), "chosen-0-page": ""}
    )
    assert CuratedQuery.objects.count() == 1


def test_an_answer_that_a_reader_has_is_not_good_any_more_once_staff_change_it() -> None:
    _maker, other = live_innovations("Maker space", "Something else")
    paths = ("/search", "/innovations")
    known = {path: get(path, q="maker")["ETag"] for path in paths}
    assert all(get(path, {"If-None-Match": known[path]}, q="maker").status_code == 304 for path in paths)
    choose("maker", other)
    assert all(get(path, {"If-None-Match": known[path]}, q="maker").status_code == 200 for path in paths)


def test_knowing_it_costs_a_search_no_query_and_three_every_few_seconds() -> None:
    makers = live_innovations(*[f"Maker {number}" for number in range(5)])
    choose("maker", *makers)
    with CaptureQueriesContext(connection) as captured:
        told.told(position().epoch)
        known = len(captured)
        told.told(position().epoch)
    assert known - 1 == 3  # and one for the position
    assert len(captured) - known == 1


def test_only_the_networks_staff_come_here(client: Client) -> None:
    writer = factories.UserFactory()
    writer.groups.add(onboard(factories.DistrictFactory()).space.communicators)
    client.force_login(writer)
    for name in (SYNONYMS, CHOSEN):
        for view in ("index", "add"):
            answer = client.get(reverse(f"{name}:{view}"))
            assert (answer.status_code, answer["Location"]) == (302, reverse("wagtailadmin_home"))
    assert "Library search" not in client.get(reverse("wagtailadmin_home")).content.decode()
