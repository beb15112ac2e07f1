"""Numbers typed into a form by hand show nothing of another district, and save nothing."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from portfolio.models import InnovationPage
from tests.security.canaries import DRAFT, LIVE, Plot, plant

pytestmark = pytest.mark.django_db

CRAFTED = {
    "a picture": lambda: {"picture": DRAFT},
    "a person": lambda: {"contact": DRAFT},
    "a draft": lambda: {"related": inline_formset([{"entry": DRAFT}])},
    "a picture in a block": lambda: {
        "practice": streamfield([("figure", {"picture": DRAFT, "alt": "", "caption": "", "decorative": ""})])
    },
    "a file in a block": lambda: {"practice": streamfield([("file", {"file": DRAFT, "label": ""})])},
    "a link to a draft": lambda: {"problem": rich_text(f'<p><a linktype="page" id="{DRAFT}">this</a></p>')},
    "a link to a file": lambda: {
        "problem": rich_text(f'<p><a linktype="document" id="{DRAFT}">this</a></p>')
    },
}


@pytest.fixture
def plot(db) -> Plot:
    return plant()


def innovation_form(**fields):
    empty = dict.fromkeys(
        ("districts", "steps", "results", "related", "research_links", "comments"), inline_formset([])
    )  # what a form without rows sends
    data = {
        "title": "Mine", "slug": "mine", "summary": "", "problem": rich_text(""), "practice": streamfield([]),
        "what_did_not_work": rich_text(""), "advice": rich_text(""), "prerequisites": rich_text(""),
        "licence": "CC-BY-4.0", **empty, **fields,
    }  # fmt: skip
    return nested_form_data(data)


@pytest.mark.parametrize("what", CRAFTED)
@pytest.mark.parametrize("title", ["Mine", ""], ids=["valid", "shown again"])
def test_form_that_names_something_of_another_district_is_refused_untold(plot, client, what, title):
    space = plot.attacker.groups.first().communicates_for
    client.force_login(plot.attacker)
    address = reverse("wagtailadmin_pages:add", args=["portfolio", "innovationpage", space.page_id])
    before = InnovationPage.objects.count()
    answer = client.post(address, innovation_form(title=title, **CRAFTED[what]()), follow=True)
    told = answer.content.decode()
    assert [word for word in plot.canaries if word in told] == []
    assert InnovationPage.objects.count() == before


def test_form_that_names_a_public_entry_of_another_district_is_saved(plot, client):
    space = plot.attacker.groups.first().communicates_for
    client.force_login(plot.attacker)
    address = reverse("wagtailadmin_pages:add", args=["portfolio", "innovationpage", space.page_id])
    link = rich_text(f'<p><a linktype="page" id="{LIVE}">this</a></p>')
    client.post(address, innovation_form(problem=link))
    assert InnovationPage.objects.filter(draft_title="Mine").exists()


def test_pasted_address_of_a_live_page_does_not_tell_its_newer_draft(plot, client):
    client.force_login(plot.attacker)
    url = Page.objects.get(pk=LIVE).specific.full_url
    answer = client.post(
        reverse("wagtailadmin_choose_page_external_link"),
        {"external-link-chooser-url": url, "external-link-chooser-link_text": "it"},
    )
    assert [word for word in plot.canaries if word in answer.content.decode()] == []
