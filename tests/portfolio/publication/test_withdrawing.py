"""What may no longer be seen leaves the public side, whichever way it was taken back."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from portfolio.models import Consent, PublicDocument, PublicFile
from portfolio.models.innovations import InnovationDistrict
from portfolio.models.toolkits import ToolkitItem
from portfolio.models.vocabulary import Licence
from portfolio.publication import log
from tests import factories
from tests.portfolio.publication.test_log import (
    assert_agrees,
    draft_innovation,
    live_district,
    live_innovation,
    stored,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "take_back",
    [
        lambda consent, picture: consent.pictures.remove(picture),
        lambda consent, picture: consent.pictures.clear(),
        lambda consent, picture: consent.pictures.set([]),
        lambda consent, picture: picture.consents.remove(consent),
        lambda consent, picture: consent.delete(),
    ],
)
def test_a_picture_leaves_with_its_consent(home: Any, take_back: Any) -> None:
    consent = Consent.objects.create(name="J.", given_by="guardian", signed_on="2026-01-05")
    picture = factories.PictureFactory(people_shown="pupils", licence="InC")
    picture.consents.add(consent)
    page = live_innovation(picture=picture)
    assert stored(page).card["picture"]

    take_back(consent, picture)

    assert stored(page).card["picture"] is None
    assert not PublicFile.objects.exists()


def live_toolkit_with_a_file(collection: Collection) -> Any:
    toolkit = factories.toolkit_page()
    file = factories.FileFactory(collection=collection)
    toolkit.items = [ToolkitItem(title="Canary sheet", kind="template", file=file, licence=Licence.CC_BY)]
    toolkit.items.add(ToolkitItem(title="A link", kind="template", url="https://example.org/", licence="CC0"))
    return factories.publish(factories.add_draft(live_district(), toolkit))


def test_a_file_in_a_private_collection_is_named_nowhere(home: Any, client: Client) -> None:
    above = Collection.get_first_root_node().add_child(name="Ours")
    toolkit = live_toolkit_with_a_file(above.add_child(name="Ours, deeper"))
    assert "Canary sheet" in str(stored(toolkit).body)
    address = PublicFile.objects.get().name

    restriction = CollectionViewRestriction.objects.create(collection=above, restriction_type="login")
    assert "Canary sheet" not in str(stored(toolkit).body)
    assert client.get(f"/media/{address}").status_code == 404

    restriction.delete()
    assert "Canary sheet" in str(stored(toolkit).body)


def test_a_restriction_that_nobody_announced_is_caught_up(home: Any) -> None:
    page = live_innovation()
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=page.get_parent(), restriction_type="login")]
    )

    assert stored(page) is None
    assert stored(page.get_parent()) is None
    assert log.flush() == 0


def test_deleting_a_restricted_page_leaves_nothing(home: Any) -> None:
    page = live_innovation()
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")

    page.get_parent().specific.delete()

    assert_agrees()


def test_without_its_site_a_page_has_no_document(home: Any) -> None:
    live_innovation()

    Site.objects.all().delete()
    log.flush()

    assert not PublicDocument.objects.exists()
    assert log.flush() == 0


def test_a_site_that_went_unannounced_is_caught_up(home: Any) -> None:
    live_innovation()
    sites = Site.objects.all()
    sites._raw_delete(sites.db)
    Site.clear_site_root_paths_cache()

    assert log.flush() > 0
    assert not PublicDocument.objects.exists()


def test_compiling_everything_again_drops_what_has_no_page(home: Any) -> None:
    page = live_innovation()
    pages = Page.objects.filter(pk=page.pk)
    pages.update(live=False)

    log.flush()

    assert stored(page) is None


def test_documents_follow_when_a_page_speaks_for_another_district(home: Any) -> None:
    page = live_innovation()
    other = factories.DistrictFactory()
    elsewhere = draft_innovation(page.get_parent(), title="From the other district", slug="elsewhere")
    elsewhere.districts = [InnovationDistrict(district=other)]
    elsewhere.save_revision()
    factories.publish(elsewhere)

    district_page = page.get_parent().specific
    district_page.district = other
    district_page.save_revision().publish()

    assert stored(elsewhere).card["districts"][0]["page"]["title"] == district_page.title
    assert_agrees()
