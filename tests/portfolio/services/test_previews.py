"""A link shows one draft to whoever has it, for a day at most, and as long as its maker may edit the page."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portfolio.models import DeliverySettings, PreviewLink
from portfolio.models.delivery import check_preview_url
from portfolio.services.previews import (
    create_preview_link,
    draft_document,
    links_that_hold,
    purge_old_preview_links,
    revoke_preview_link,
)
from portfolio.tenancy.onboarding import onboard
from tests.factories import DistrictFactory, UserFactory, add_draft, innovation_page, make_site, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    make_site()
    return onboard(DistrictFactory(name="Harbor")).space


@pytest.fixture
def writer(space):
    user = UserFactory(email="writer@harbor.example.org")
    user.groups.add(space.communicators)
    return user


@pytest.fixture
def draft(space):
    return add_draft(space.page, innovation_page(title="Maker Mondays"))


@pytest.fixture
def token(draft, writer):
    return create_preview_link(draft, writer)[1]


@pytest.fixture
def clock(monkeypatch):
    """Moves what time it is."""

    def move(**by):
        moved = timezone.now() + timedelta(**by)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moved)

    return move


def test_link_shows_a_draft_that_was_never_published(token, draft):
    compiled = draft_document(token)
    assert (compiled.title, compiled.id) == ("Maker Mondays", str(draft.translation_key))
    assert compiled.path == "/innovations/maker-mondays/"


@pytest.mark.django_db(transaction=True)
def test_link_shows_the_draft_that_is_newer_than_the_live_version(draft, token):
    live = publish(draft)
    live.title = "Maker Tuesdays"
    live.save_revision()
    assert draft_document(token).title == "Maker Tuesdays"
    live.refresh_from_db()
    assert live.title == "Maker Mondays"


def test_link_shows_what_was_written_after_it_was_made(draft, token):
    draft.summary = "Written since then, and read by whoever has the link."
    draft.save_revision()
    assert draft_document(token).card["summary"] == draft.summary


def one_bit_off(token):
    """Yield `token` with each of its bits turned, one at a time."""
    for place, character in enumerate(token):
        for bit in range(8):
            yield token[:place] + chr(ord(character) ^ (1 << bit)) + token[place + 1 :]


def test_token_altered_by_one_bit_opens_nothing(token):
    assert [altered for altered in one_bit_off(token) if draft_document(altered)] == []
    assert draft_document(token)


@pytest.mark.parametrize("token", ["", "x", "\x00", "é", "\ud800", "a" * 10_000, "' or 1=1 --"])
def test_token_that_is_none_opens_nothing(token, draft):
    assert draft_document(token) is None


def test_link_holds_for_its_hours_and_no_longer(draft, writer, clock):
    _link, token = create_preview_link(draft, writer, hours=8)
    clock(hours=7, minutes=59)
    assert draft_document(token)
    clock(minutes=2)
    assert draft_document(token) is None


@pytest.mark.parametrize("hours", [0, -1, 25])
def test_link_for_longer_than_a_day_is_not_made(draft, writer, hours):
    with pytest.raises(ValueError, match="1 to 24 hours"):
        create_preview_link(draft, writer, hours=hours)
    assert not PreviewLink.objects.exists()


def test_database_refuses_a_link_that_holds_longer_than_a_day(draft, writer):
    link, _token = create_preview_link(draft, writer)
    with pytest.raises(IntegrityError), transaction.atomic():
        PreviewLink.objects.filter(pk=link.pk).update(
            expires_at=link.created_at + timedelta(hours=24, seconds=1)
        )


def test_revoked_link_opens_nothing(draft, writer):
    link, token = create_preview_link(draft, writer)
    revoke_preview_link(link, writer)
    assert draft_document(token) is None


def test_revoking_one_link_leaves_the_others(draft, writer, token):
    link, _token = create_preview_link(draft, writer)
    revoke_preview_link(link, writer)
    assert draft_document(token)


def test_link_ends_with_its_makers_account(token, writer):
    writer.is_active = False
    writer.save()
    assert draft_document(token) is None


def test_link_ends_when_its_maker_may_no_longer_edit_the_page(token, writer, space, draft):
    writer.groups.remove(space.communicators)
    assert draft_document(token) is None
    assert links_that_hold(draft) == []


def test_link_ends_with_its_page(token, draft):
    draft.delete()
    assert draft_document(token) is None


def test_link_outlives_a_new_secret_key_as_long_as_the_old_one_is_named(token, settings):
    old, settings.SECRET_KEY = settings.SECRET_KEY, "n" * 60
    assert draft_document(token) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert draft_document(token)


def test_links_that_hold_leave_out_what_is_over(draft, writer, token, clock):
    revoked, _token = create_preview_link(draft, writer)
    revoke_preview_link(revoked, writer)
    create_preview_link(draft, writer, hours=1)
    assert len(links_that_hold(draft)) == 2
    clock(hours=2)
    [link] = links_that_hold(draft)
    assert draft_document(token).page_id == link.page_id


def test_links_are_listed_in_as_many_queries_for_twenty_as_for_two(
    draft, writer, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(20) as seen:
            links_that_hold(draft)
        return len(seen)

    for _number in range(2):
        create_preview_link(draft, writer)
    few = queries()
    for _number in range(18):
        create_preview_link(draft, writer)
    assert queries() == few


def test_links_are_deleted_thirty_days_after_their_end(draft, writer, clock):
    create_preview_link(draft, writer, hours=1)
    clock(days=30)
    assert purge_old_preview_links() == 0
    clock(hours=2)
    assert purge_old_preview_links() == 1


def test_token_is_in_clear_nowhere_in_the_database(token):
    tables = [
        (model, str(row))
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.values()
    ]
    assert len(tables) > 50
    assert [model for model, row in tables if token in row or token[8:24] in row] == []


PATTERN = "https://www.example.org/preview?token={token}&id={id}&kind={kind}"


@pytest.mark.parametrize(
    "pattern",
    [PATTERN, "http://localhost:3000/{locale}/draft/{token}", "https://www.example.org/#{token}"],
)
def test_address_for_previews_is_accepted(pattern):
    check_preview_url(pattern)


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("javascript:alert('{token}')", "begins with https://"),
        ("//www.example.org/{token}", "begins with https://"),
        ("https:///{token}", "names its host"),
        ("https://{token}.example.org/", "names its host"),
        ("https://someone@example.org/{token}", "names its host"),
        ("https://[www/{token}", "not an address"),
        ("https://www.example.org/", "Put {token}"),
        ("https://www.example.org/{token}/{slug}", "{slug} is not known"),
        ("https://www.example.org/{token}/{}", "{} is not known"),
        ("https://www.example.org/{token.__class__}", "{token.__class__} is not known"),
        ("https://www.example.org/{token!r}", "not an address"),
        ("https://www.example.org/{token:>99}", "not an address"),
        ("https://www.example.org/{token", "not an address"),
    ],
)
def test_address_for_previews_that_leads_nowhere_is_refused(pattern, told):
    with pytest.raises(ValidationError) as refusal:
        check_preview_url(pattern)
    assert told in refusal.value.messages[0]


def test_address_for_previews_is_filled_in_percent_encoded():
    front_end = DeliverySettings(preview_url=PATTERN)
    address = front_end.preview_address({"token": "a&b/c", "id": "7", "kind": "story", "locale": "en"})
    assert address == "https://www.example.org/preview?token=a%26b%2Fc&id=7&kind=story"
