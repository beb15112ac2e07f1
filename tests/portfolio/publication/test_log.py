"""The stored documents follow the pages, whatever happens to the pages."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from portfolio.models import (
    Consent,
    DistrictIndexPage,
    DistrictPage,
    InnovationIndexPage,
    InnovationPage,
    OutboxRow,
    PublicDocument,
    PublicFile,
)
from portfolio.publication import log, outbox, triggers, upkeep
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
    """Return the document of `page` once the log is up to date."""
    log.flush()
    return PublicDocument.objects.filter(page_id=page.pk).first()


def assert_agrees() -> None:
    """Every public page has the document that a fresh compilation gives, and nothing else is there."""
    log.flush()
    assert [difference.what for difference in upkeep.verify()] == []
    assert not OutboxRow.objects.exists()


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


def test_a_link_to_a_later_page_comes_back_with_it(home: Any) -> None:
    earlier = factories.publish(factories.add_draft(live_district(), factories.story_page()))
    entry = live_innovation()
    earlier.body = [("text", f'<p><a linktype="page" id="{entry.pk}">There</a></p>')]
    earlier.save_revision().publish()

    restrict_and_open(entry)

    assert_agrees()
    assert f"/innovations/{entry.slug}/" in str(PublicDocument.objects.get(page_id=earlier.pk).body)


@pytest.mark.parametrize(
    "take_back",
    [
        lambda page: page.unpublish(),
        lambda page: Page.objects.filter(pk=page.pk).update(live=False),
        lambda page: Page.objects.filter(pk=page.pk).update(expired=True),
        lambda page: page.delete(),
        lambda page: restrict_district(page),
        lambda page: PageViewRestriction.objects.bulk_create(
            [PageViewRestriction(page=page.get_parent(), restriction_type="login")]
        ),
    ],
)
def test_what_is_taken_back_is_not_shown_even_before_commit(
    home: Any, take_back: Any, client: Client
) -> None:
    page = live_innovation()

    with transaction.atomic():
        take_back(page)
        assert not PublicDocument.objects.filter(page_id=page.pk).exists()
        assert not PublicFile.objects.filter(document__page_id=page.pk).exists()

    assert stored(page) is None
    assert_agrees()


def test_a_move_below_a_restriction_hides_at_once(home: Any) -> None:
    page, closed = live_innovation(), live_district()
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    log.flush()

    with transaction.atomic():
        page.move(closed, pos="last-child")
        assert not PublicDocument.objects.filter(page_id=page.pk).exists()

    assert_agrees()


def test_what_is_rolled_back_changes_nothing(home: Any) -> None:
    page = live_innovation()
    before = stored(page)

    with pytest.raises(RuntimeError), transaction.atomic():
        page.unpublish()
        raise RuntimeError

    assert (stored(page).sequence, stored(page).etag) == (before.sequence, before.etag)


def test_a_tombstone_keeps_id_and_number_and_nothing_else(home: Any) -> None:
    page = live_innovation(title="Canary of what was")
    before = stored(page)
    page.unpublish()
    log.flush()

    gone = PublicDocument.log.get(id=before.id)

    assert (gone.state, gone.kind) == ("gone", "innovation")
    assert gone.sequence > before.sequence
    values = PublicDocument.log.filter(pk=gone.pk).values().get()
    assert "Canary" not in str(
        {name: bytes(v) if isinstance(v, memoryview) else v for name, v in values.items()}
    )
    assert not gone.dependencies.exists()


def test_an_entry_that_comes_back_has_its_id_and_a_new_number(home: Any) -> None:
    page = live_innovation()
    before = stored(page)
    page.unpublish()
    log.flush()
    gone = PublicDocument.log.get(id=before.id)

    factories.publish(InnovationPage.objects.get(pk=page.pk))

    assert stored(page).id == before.id
    assert stored(page).sequence > gone.sequence


def test_what_comes_out_the_same_gets_no_new_number(home: Any) -> None:
    live_innovation()
    at = log.position().sequence

    upkeep.rebuild()

    assert log.position().sequence == at


def test_an_autosaved_draft_costs_the_log_nothing(home: Any) -> None:
    page = live_innovation()
    log.flush()
    page.title = "Being written"
    page.save_revision()

    assert not OutboxRow.objects.exists()


def test_a_change_that_goes_round_every_signal_is_seen(home: Any) -> None:
    page = live_innovation()
    InnovationPage.objects.filter(pk=page.pk).update(maturity="sustained")
    type(page.themes.first()).objects.update(name="Renamed in bulk")

    assert stored(page).card["maturity"]["code"] == "sustained"
    assert stored(page).card["themes"][0]["name"] == "Renamed in bulk"
    assert_agrees()


def test_an_incomplete_entry_made_live_in_bulk_is_refused(
    home: Any, caplog: pytest.LogCaptureFixture
) -> None:
    page = draft_innovation(what_did_not_work="")
    Page.objects.filter(pk=page.pk).update(live=True)

    with caplog.at_level(logging.ERROR):
        assert stored(page) is None

    assert [row.key for row in OutboxRow.objects.all()] == [f"page:{page.pk}"]
    assert any("public, and has no document" in told.what for told in upkeep.verify())


def rename_hidden_index() -> None:
    index = InnovationIndexPage.objects.get()
    PageViewRestriction.objects.create(page=index, restriction_type="login")
    log.flush()
    index.slug = "what-we-tried"
    index.save_revision().publish()


def draft_an_index() -> None:
    index = InnovationIndexPage.objects.get()
    home = index.get_parent()
    index.delete()
    log.flush()
    home.add_child(instance=InnovationIndexPage(title="What we tried", slug="what-we-tried", live=False))


def delete_draft_of_an_index() -> None:
    draft_an_index()
    log.flush()
    InnovationIndexPage.objects.get().delete()


@pytest.mark.parametrize(
    "change",
    [rename_hidden_index, draft_an_index, delete_draft_of_an_index],
    ids=lambda f: f.__name__,
)
def test_entries_follow_an_index_page_that_nobody_sees(home: Any, change: Callable[[], None]) -> None:
    """Its own document says nothing of its address, which is still the beginning of theirs."""
    page = live_innovation()
    log.flush()

    change()

    assert stored(page).path == page.specific_class.objects.get(pk=page.pk).get_url_parts()[2]
    assert_agrees()


def test_an_index_page_made_later_gives_entries_their_address(home: Any) -> None:
    index = InnovationIndexPage.objects.get()
    index.delete()
    page = live_innovation()
    assert not stored(page).path.startswith("/innovations/")

    home.refresh_from_db()
    home.add_child(instance=InnovationIndexPage(title="Innovations", slug="innovations"))

    assert stored(page).path == f"/innovations/{page.slug}/"
    assert_agrees()


def test_a_page_that_keeps_failing_is_left_to_a_person(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page = draft_innovation()

    def broken(page: Any) -> None:
        raise ValueError("a compiler with a fault")

    with monkeypatch.context() as faulty:
        faulty.setattr(log, "compile_page", broken)
        page.get_latest_revision().publish()
        for _ in range(outbox.ATTEMPTS):
            OutboxRow.objects.update(retry_at=None)
            log.flush()
    row = OutboxRow.objects.get()
    assert row.is_quarantined
    assert "a compiler with a fault" in row.error
    assert log.flush() == 0

    InnovationPage.objects.filter(pk=page.pk).update(start_year=2021)

    assert stored(page) is not None


def test_triggers_that_are_lost_are_missed_and_made_again(home: Any) -> None:
    with connection.cursor() as cursor:
        on = " ON wagtailcore_page" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER gw_wagtailcore_page_nu{on}")
    assert triggers.missing() == ["gw_wagtailcore_page_nu"]

    triggers.look_after()

    assert triggers.missing() == []
    assert OutboxRow.objects.filter(key="sites:any").exists()
    log.flush()


def test_a_page_that_cannot_be_compiled_holds_up_no_other(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = live_innovation(), live_innovation()
    PublicDocument.log.filter(page_id__in=[bad.pk, good.pk]).delete()
    outbox.note([f"page:{bad.pk}", f"page:{good.pk}"])
    real = log.compile_page

    def raising(page: Page) -> Any:
        if page.pk == bad.pk:
            raise RuntimeError("broken")
        return real(page)

    monkeypatch.setattr(log, "compile_page", raising)
    log.flush()

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
