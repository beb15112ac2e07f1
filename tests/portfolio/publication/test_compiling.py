"""What a document says, wherever and by whomever its page was published."""

import logging
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from wagtail.models import Locale, Page, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION

from home.models import FeaturedEntry, HomePage, StandardPage
from portfolio.models import InnovationIndexPage, InnovationPage
from portfolio.models.innovations import InnovationDistrict, InnovationRelated
from portfolio.publication import compiler, log
from portfolio.publication.kinds.innovations import compile_innovation
from tests import factories
from tests.portfolio.publication.test_log import (
    assert_agrees,
    draft_innovation,
    live_district,
    live_innovation,
    stored,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_document_speaks_the_language_of_its_page(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = []

    def listening(page: Any, sources: Any) -> Any:
        spoken.append(translation.get_language())
        return compile_innovation(page, sources)

    monkeypatch.setitem(compiler._kinds, InnovationPage, compiler.Kind(listening))
    with translation.override("es"):  # as for a writer who works in Spanish
        live_innovation()

    assert set(spoken) == {"en"}


def test_an_entry_of_another_site_is_not_named(home: Any) -> None:
    elsewhere = Page.get_first_root_node().add_child(
        instance=HomePage(title="Another site", slug="another", headline="Elsewhere")
    )
    Site.objects.create(hostname="elsewhere.example", root_page=elsewhere)
    index = elsewhere.add_child(instance=InnovationIndexPage(title="There", slug="innovations"))
    far = draft_innovation(index, title="Far away", slug="far-away")
    far.districts = [InnovationDistrict(district=factories.DistrictFactory())]
    far.save_revision()
    factories.publish(far)
    near = draft_innovation()
    near.related = [InnovationRelated(entry=far)]
    near.save_revision()
    factories.publish(near)
    elsewhere.featured = [FeaturedEntry(entry=far)]
    elsewhere.save_revision().publish()

    assert stored(near).body["related"] == []
    assert stored(elsewhere).body["featured"][0]["path"] == "/innovations/far-away/"
    assert_agrees()


def test_two_pages_with_one_address_do_not_put_each_other_out(
    home: Any, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = live_innovation(title="First"), live_innovation(title="Second")
    InnovationPage.objects.filter(pk=second.pk).update(slug=first.slug)

    with caplog.at_level(logging.ERROR):
        log.flush()

    assert stored(first).path == f"/innovations/{first.slug}/"
    assert f"Page {first.pk} is already at" in caplog.text


def test_two_pages_may_swap_their_addresses(home: Any) -> None:
    first, second = live_innovation(title="First"), live_innovation(title="Second")
    InnovationPage.objects.filter(pk=first.pk).update(slug="for-a-moment")
    InnovationPage.objects.filter(pk=second.pk).update(slug=first.slug)
    InnovationPage.objects.filter(pk=first.pk).update(slug=second.slug)

    log.flush()

    assert_agrees()


def test_a_slug_may_have_any_letters(home: Any, client: Client) -> None:
    live_innovation(slug="niños")
    HomePage.objects.get().add_child(instance=StandardPage(title="Año", slug="año", body=[]))

    log.flush()

    for path in ("/innovations/ni%C3%B1os/", "/a%C3%B1o/"):
        log.PublicDocument.objects.get(path=path)
        assert client.get(path).status_code == 200


def test_a_home_page_is_found_where_the_known_roots_are_out_of_date(home: Any) -> None:
    roots = Site.get_site_root_paths()
    copy = home.copy_for_translation(Locale.objects.create(language_code="es"))
    log.flush()
    cache.set(SITE_ROOT_PATHS_CACHE_KEY, roots, version=SITE_ROOT_PATHS_CACHE_VERSION)  # as elsewhere

    Page.objects.filter(pk=copy.pk).update(live=True)

    assert stored(copy).path == "/es/"


def test_reading_takes_as_long_on_the_card_as_on_the_page(home: Any) -> None:
    body = [("text", f"<p>{'word ' * 458}</p>")]
    story = factories.publish(factories.add_draft(live_district(), factories.story_page(body=body)))

    document = stored(story)

    assert document.card["reading_minutes"] == document.body["reading_minutes"]
