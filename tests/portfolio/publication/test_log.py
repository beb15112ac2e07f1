"""The stored documents follow the pages, whatever happens to the pages."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from portfolio.models import (
    Consent,
    DistrictIndexPage,
    DistrictPage,
    InnovationPage,
    PublicDocument,
    PublicFile,
)
from portfolio.publication import log
from portfolio.publication.compiler import compile_page, is_public
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def live_district() -> DistrictPage:
    parent = DistrictIndexPage.objects.get()
    return factories.publish(factories.add_draft(parent, factories.district_page()))


def draft_innovation(parent: Page | None = None, **fields: Any) -> InnovationPage:
    return factories.add_draft(parent or live_district(), factories.innovation_page(**fields))


def live_innovation(parent: Page | None = None, **fields: Any) -> InnovationPage:
    return factories.publish(draft_innovation(parent, **fields))


def stored(page: Page) -> PublicDocument | None:
    return PublicDocument.objects.filter(page_id=page.pk).first()


def assert_agrees() -> None:
    """Every public page has the document that a fresh compilation gives, and nothing else is there."""
    expected = {}
    for page in Page.objects.filter(depth__gt=1).specific():
        if is_public(page) and (compiled := compile_page(page)):
            expected[page.pk] = (compiled.path, compiled.title, compiled.card, compiled.body)
    found = {d.page_id: (d.path, d.title, d.card, d.body) for d in PublicDocument.objects.all()}
    assert json.loads(json.dumps(found)) == json.loads(json.dumps(expected))


def test_publishing_makes_a_document(home: Any) -> None:
    page = live_innovation()

    document = stored(page)

    assert document is not None
    assert document.path == f"/innovations/{page.slug}/"
    assert str(document.id) == str(page.translation_key)
    assert document.card["districts"][0]["page"]["path"].startswith("/districts/")
    assert_agrees()


def test_a_draft_has_no_document(home: Any, client: Client) -> None:
    page = draft_innovation()

    assert stored(page) is None
    assert client.get(f"/innovations/{page.slug}/").status_code == 404


def test_a_draft_of_a_live_page_changes_nothing(home: Any, client: Client) -> None:
    page = live_innovation(title="As published")
    page.title = "Canary of a draft"
    page.save_revision()

    assert "Canary" not in client.get(f"/innovations/{page.slug}/").content.decode()
    assert_agrees()


def rename_index(page: InnovationPage) -> None:
    index = page.get_site().root_page.get_children().get(slug="innovations").specific
    index.slug = "what-we-tried"
    index.save_revision().publish()


def rename_district(page: InnovationPage) -> None:
    parent = page.get_parent().specific
    parent.title = "A new name"
    parent.save_revision().publish()


def change_theme(page: InnovationPage) -> None:
    theme = page.themes.first()
    theme.name = "Another name"
    theme.save()


def change_district(page: InnovationPage) -> None:
    district = page.get_parent().specific.district
    district.students = 60_000
    district.save()


def restrict_district(page: InnovationPage) -> None:
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")


def restrict_and_open(page: InnovationPage) -> None:
    restrict_district(page)
    PageViewRestriction.objects.all().delete()


def move_to_another_district(page: InnovationPage) -> None:
    page.move(live_district(), pos="last-child")


def copy(page: InnovationPage) -> None:
    page.copy(update_attrs={"slug": "a-copy", "title": "A copy"})


def alias(page: InnovationPage) -> None:
    page.create_alias(update_slug="an-alias", parent=live_district())


@pytest.mark.parametrize(
    "change",
    [
        rename_index,
        rename_district,
        change_theme,
        change_district,
        restrict_district,
        restrict_and_open,
        move_to_another_district,
        copy,
        alias,
        lambda page: page.unpublish(),
        lambda page: page.delete(),
        lambda page: page.get_parent().specific.unpublish(),
        lambda page: page.get_parent().specific.delete(),
    ],
)
def test_documents_follow(home: Any, change: Callable[[InnovationPage], None]) -> None:
    page = live_innovation()
    link = f'<p><a linktype="page" id="{page.pk}">There</a></p>'
    factories.publish(factories.add_draft(page.get_parent(), factories.story_page(body=[("text", link)])))

    change(page)

    assert_agrees()


def test_unpublishing_shows_nothing_even_before_commit(home: Any) -> None:
    page = live_innovation()
    log.withdraw([page.pk])
    assert stored(page) is None


def test_what_a_crash_left_undone_is_caught_up(home: Any) -> None:
    kept = live_innovation()
    gone = live_innovation()
    PublicDocument.objects.filter(page_id=kept.pk).delete()
    Page.objects.filter(pk=gone.pk).update(live=False)

    assert log.catch_up() == 2
    assert_agrees()
    assert log.catch_up() == 0


def test_a_page_that_cannot_be_compiled_holds_up_no_other(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = live_innovation(), live_innovation()
    PublicDocument.objects.filter(page_id__in=[bad.pk, good.pk]).delete()
    real = log.compile_page

    def raising(page: Page) -> Any:
        if page.pk == bad.pk:
            raise RuntimeError("broken")
        return real(page)

    monkeypatch.setattr(log, "compile_page", raising)
    log.catch_up()

    assert stored(bad) is None
    assert stored(good) is not None


def test_a_picture_leaves_when_its_consent_is_withdrawn(home: Any, client: Client) -> None:
    consent = Consent.objects.create(name="J.", given_by="guardian", signed_on="2026-01-05")
    picture = factories.PictureFactory(people_shown="pupils", licence="InC")
    picture.consents.add(consent)
    page = live_innovation(picture=picture)
    assert stored(page).card["picture"]["src"].startswith("/media/")
    assert PublicFile.objects.exists()

    consent.withdrawn_on = "2026-02-01"
    consent.save()

    assert stored(page).card["picture"] is None
    assert not PublicFile.objects.exists()


def test_the_public_id_survives_a_rename(home: Any) -> None:
    page = live_innovation()
    before = stored(page).id
    page.slug = "another"
    page.save_revision().publish()

    assert stored(page).id == before
    assert stored(page).path == "/innovations/another/"


def test_two_entries_of_a_kind_cannot_share_an_address(home: Any) -> None:
    first = live_innovation(slug="same")
    second = InnovationPage.objects.get(pk=live_innovation(title="Same").pk)
    second.slug = "same"

    with pytest.raises(Exception, match="slug"):
        second.full_clean()
    assert stored(first).path == "/innovations/same/"


def test_the_district_page_is_named_once_it_is_public(home: Any) -> None:
    district_page = factories.add_draft(DistrictIndexPage.objects.get(), factories.district_page())
    page = live_innovation(district_page)
    assert stored(page).card["districts"][0]["page"] is None

    factories.publish(DistrictPage.objects.get(pk=district_page.pk))

    assert stored(page).card["districts"][0]["page"]["title"] == district_page.title
    assert_agrees()


def test_what_could_not_be_looked_up_is_kept_and_spoils_no_publish(
    home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = live_innovation()
    theme = page.themes.first()

    def raising(keys: set[str]) -> set[int]:
        raise DatabaseError("gone for a moment")

    with monkeypatch.context() as lost:
        lost.setattr(log, "_made_from", raising)
        with transaction.atomic():
            theme.name = "Another name"
            theme.save()
    log.flush()

    assert stored(page).card["themes"][0]["name"] == "Another name"
