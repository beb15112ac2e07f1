"""What a public address may be asked for, and what it never tells."""

from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from portfolio.models import DistrictIndexPage, InnovationPage
from portfolio.publication import log
from portfolio.publication.models import PublicDocument
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESSES = ("/", "/innovations/", "/innovations/maker-mondays/", "/themes/making/", "/sitemap-pages.xml")
ODD = ("/[x/", "/x/;[", "/%ff/", "/x%0A/", "/" + "a" * 3000 + "/")


@pytest.fixture
def innovation() -> Any:
    factories.make_site()
    log.flush()
    district = factories.add_draft(DistrictIndexPage.objects.get(), factories.district_page())
    page = factories.innovation_page([factories.ThemeFactory(slug="making")])
    return factories.publish(factories.add_draft(factories.publish(district), page))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_address_is_only_read(innovation: Any, client: Client, address: str) -> None:
    assert client.head(address).status_code == 200
    for ask in (client.post, client.put, client.patch, client.delete, client.options):
        answer = ask(address)
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("address", ODD)
def test_an_odd_address_is_not_there(innovation: Any, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def restrict(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.mark.parametrize("hide", [restrict, lambda page: page.unpublish()])
def test_no_redirect_tells_the_address_of_a_hidden_page(innovation: Any, client: Client, hide: Any) -> None:
    old = innovation.url
    innovation.slug = "a-canary-of-a-name"
    innovation.save_revision().publish()
    log.flush()
    page = InnovationPage.objects.get(pk=innovation.pk)
    assert client.get(old)["Location"].endswith("/a-canary-of-a-name/")

    hide(page)

    assert client.get(old).status_code == 404


@pytest.mark.parametrize("target", ["https://example.org/there/", "/sitemap.xml", "/innovations/?sort=title"])
def test_a_redirect_that_someone_made_still_leads_on(innovation: Any, client: Client, target: str) -> None:
    Redirect.add_redirect("/old", target, is_permanent=False)

    assert client.get("/old/")["Location"] == target


def test_the_password_of_a_page_opens_it(innovation: Any, client: Client) -> None:
    restriction = PageViewRestriction.objects.create(
        page=innovation, restriction_type="password", password="open sesame"
    )
    form = client.get(innovation.url)
    action = f"/_util/authenticate_with_password/{restriction.pk}/{innovation.pk}/"
    assert action in form.content.decode()
    assert innovation.title not in form.content.decode()

    wrong = client.post(action, {"password": "sesame", "return_url": innovation.url})
    assert wrong.status_code == 200
    right = client.post(action, {"password": "open sesame", "return_url": innovation.url})

    assert right["Location"] == innovation.url
    assert innovation.title in client.get(innovation.url).content.decode()
    assert not PublicDocument.objects.filter(page_id=innovation.pk).exists()


def test_an_entry_has_one_address(innovation: Any, client: Client) -> None:
    in_the_tree = innovation.url_path.removeprefix("/portfolio")

    answer = client.get(in_the_tree)

    assert answer.status_code == 301
    assert answer["Location"] == innovation.url
