"""API keys in the admin: shown once, revoked for good, and for the network's administrators alone."""

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from api import use
from api.keys import BadKey, find_key
from api.models import ApiKey
from portfolio.services.network import ensure_network
from tests import factories
from tests.api.conftest import MakeKey
from tests.api.test_keys import everything_stored

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LIST, NEW, READERS = "/admin/api-keys/", "/admin/api-keys/new/", "/admin/api-keys/readers/"
ASKED = {"name": "Data hub", "contact": "hub@example.org", "scopes": ["read", "preview"], "days": "90"}


@pytest.fixture
def admin(db: None) -> Client:
    """An administrator of the network, who is no superuser."""
    factories.make_site()
    user = factories.UserFactory(email="head@example.org")
    user.groups.add(ensure_network().administrators)
    client = Client()
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def make(admin: Client) -> tuple[str, Any]:
    answer = admin.post(NEW, ASKED)
    secret = text(answer).split('value="gwk_')[1].split('"')[0]
    return f"gwk_{secret}", answer


def test_secret_is_shown_on_the_page_that_follows_and_never_again(admin: Client) -> None:
    secret, answer = make(admin)
    key = ApiKey.objects.get()

    assert find_key(f"Bearer {secret}") == key
    assert "no-store" in answer["Cache-Control"]
    for address in (LIST, READERS, "/admin/", *(reverse(f"api_keys:{name}", args=[key.pk]) for name in
                    ("edit", "revoke", "history"))):  # fmt: skip
        assert secret not in text(admin.get(address))
    assert not Session.objects.filter(session_data__contains=secret)
    assert secret not in repr([session.get_decoded() for session in Session.objects.all()])
    assert secret not in everything_stored()


def test_making_a_key_is_logged_with_who_did_it(admin: Client) -> None:
    make(admin)
    entry = ModelLogEntry.objects.get(action="wagtail.create", content_type__model="apikey")
    assert entry.user.email == "head@example.org"
    assert ApiKey.objects.get().created_by == entry.user


def test_sending_the_form_again_makes_no_second_key(admin: Client) -> None:
    make(admin)
    again = admin.post(NEW, ASKED)
    assert "Choose another name" in text(again)
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize(
    "different", [{"name": ""}, {"contact": "hub"}, {"scopes": []}, {"scopes": ["write"]}, {"days": "366"}]
)
def test_incomplete_form_makes_no_key(admin: Client, different: dict[str, Any]) -> None:
    answer = admin.post(NEW, ASKED | different)
    assert answer.status_code == 200
    assert not ApiKey.objects.exists()


def test_list_tells_calls_and_state(admin: Client, make_key: MakeKey) -> None:
    key, _ = make_key(name="Data hub")
    for _ in range(1234):
        use.note(key.pk, "stories")
    use.counts.flush()
    shown = text(admin.get(LIST))
    assert all(word in shown for word in ("Data hub", key.prefix, "1,234", "Usable", "Read what is public"))


def test_list_takes_as_many_queries_for_2_keys_as_for_20(
    admin: Client, make_key: MakeKey, django_assert_num_queries: Any
) -> None:
    make_key()
    make_key()
    admin.get(LIST)
    with CaptureQueriesContext(connection) as few:
        admin.get(LIST)
    for _ in range(18):
        make_key()
    with django_assert_num_queries(len(few)):
        admin.get(LIST)


def test_edit_changes_name_and_contact_and_nothing_else(admin: Client, make_key: MakeKey) -> None:
    key, secret = make_key(scopes=["read"])
    changed = {"name": "New name", "contact": "new@example.org", "scopes": ["preview"], "days": "365",
               "expires_at": "2030-01-01", "prefix": "gwk_zzzzzz", "revoked_at": "2020-01-01"}  # fmt: skip
    admin.post(reverse("api_keys:edit", args=[key.pk]), changed)
    found = find_key(f"Bearer {secret}")
    assert found
    assert (found.name, found.contact) == ("New name", "new@example.org")
    assert (found.scopes, found.expires_at, found.prefix) == (["read"], key.expires_at, key.prefix)


def test_key_is_revoked_by_post_after_a_question(admin: Client, make_key: MakeKey) -> None:
    key, secret = make_key()
    address = reverse("api_keys:revoke", args=[key.pk])
    assert "It cannot be undone" in text(admin.get(address))
    assert find_key(f"Bearer {secret}")

    assert admin.post(address).url == LIST
    with pytest.raises(BadKey):
        find_key(f"Bearer {secret}")
    assert ModelLogEntry.objects.filter(action="api.revoke_key", user__email="head@example.org").exists()


def test_key_cannot_be_deleted(admin: Client, make_key: MakeKey) -> None:
    key, _ = make_key()
    assert admin.post(f"/admin/api-keys/delete/{key.pk}/").status_code == 404
    assert ApiKey.objects.filter(pk=key.pk).exists()


def test_who_reads_tells_each_reader(admin: Client, make_key: MakeKey) -> None:
    key, _ = make_key(name="Data hub")
    assert "Nobody has asked" in text(admin.get(READERS))
    use.note(None, "stories")
    use.note(key.pk, "changes")
    use.counts.flush()
    shown = text(admin.get(READERS))
    assert all(word in shown for word in ("Without a key", "stories", "Data hub", "changes"))


def test_network_editor_neither_sees_nor_changes_keys(make_key: MakeKey) -> None:
    factories.make_site()
    editor = factories.UserFactory()
    editor.groups.add(ensure_network().editors)
    client = Client()
    client.force_login(editor)
    key, secret = make_key(name="Data hub")
    client.post(NEW, ASKED | {"name": "Own"})
    client.post(reverse("api_keys:revoke", args=[key.pk]))
    for address in (LIST, NEW, READERS, *(reverse(f"api_keys:{name}", args=[key.pk]) for name in
                    ("edit", "revoke", "history"))):  # fmt: skip
        assert "Data hub" not in text(client.get(address, follow=True))
    assert "api-keys" not in text(client.get("/admin/"))
    assert "Data hub" not in text(client.get("/admin/reports/site-history/"))
    assert find_key(f"Bearer {secret}")
    assert ApiKey.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_secret_is_copied_by_a_button(live_server: Any, chromium: "Browser") -> None:
    factories.make_site()
    client = Client()
    client.force_login(factories.UserFactory(is_superuser=True))
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([session])
    page = context.new_page()
    page.goto(f"{live_server.url}{NEW}")
    page.get_by_label("Name").fill("Data hub")
    page.get_by_label("Contact").fill("hub@example.org")
    page.get_by_role("button", name="Make the key").click()
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()

    assert find_key(f"Bearer {copied}") == ApiKey.objects.get()
