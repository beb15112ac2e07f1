"""Writing by program: a token opens its owner's pages and nothing else; what is incomplete stays a draft."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from wagtail.models import APIToken, Page

from portfolio.models import DistrictIndexPage, InnovationPage
from portfolio.services.network import ensure_network
from portfolio.tenancy.onboarding import onboard
from tests.factories import (
    DistrictFactory,
    ThemeFactory,
    UserFactory,
    add_draft,
    innovation_page,
    make_site,
    publish,
)
from tests.security.addresses import _patterns, _reversed, fillings
from tests.security.canaries import DRAFT, NUMBERS, plant, whole

pytestmark = pytest.mark.django_db

PAGES = "/api/authoring/pages/"
METHODS = ("get", "post", "patch", "put", "delete")


class Program:
    """A client that sends a token and JSON."""

    def __init__(self, user):
        self.token, secret = APIToken.create_token(user=user, name="test")
        self.client = Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=True)

    def ask(self, method, address, body=None):
        content = json.dumps(body) if body is not None else ""
        return getattr(self.client, method)(address, content, content_type="application/json")

    def get(self, address, query=None):
        return self.client.get(address, query)


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
def program(writer):
    return Program(writer)


@pytest.fixture
def editor(space):
    user = UserFactory(email="editor@network.example.org")
    user.groups.add(ensure_network().editors)
    return Program(user)


def routes(number):
    for name, pattern, arguments in _patterns(get_resolver(), (), ""):
        if pattern.startswith("api/authoring/"):
            for filling in fillings(arguments - {"type_name"}, number):
                names = {"type_name": "portfolio.StoryPage"} if "type_name" in arguments else {}
                yield _reversed(name, filling | names)


def draft_of(space, **fields):
    return add_draft(space.page, innovation_page(**fields))


def test_it_is_off_unless_the_environment_turns_it_on():
    asked = "from django.urls import resolve; print(resolve('/api/authoring/pages/').view_name)"
    code = f"import django; django.setup(); {asked}"
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "PATH": "/usr/bin:/bin"}
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "public_page"


def test_no_address_answers_without_a_token_that_holds(space):
    opened = []
    session = Client()
    session.force_login(UserFactory(is_superuser=True))
    clients = [Client(), session, *(Client(headers={"Authorization": value}) for value in BAD_TOKENS)]
    for address in dict.fromkeys(routes(space.page_id)):
        for client in clients:
            for method in METHODS:
                answer = getattr(client, method)(address)
                if answer.status_code != 401 or answer["WWW-Authenticate"] != "Bearer":
                    opened.append(f"{method} {address}: {answer.status_code}")
    assert not opened, "\n".join(opened)


BAD_TOKENS = (
    "",
    "Bearer",
    "Bearer ",
    "Bearer x",
    "Basic eDp5",
    f"Bearer {APIToken.generate_token()}",
    "Bearer \xff",
)


LEFT_OUT = (
    "", "docs/", "openapi.json", "pages/find/", "sites/", "redirects/", "documents/", "images/", "locales/",
    "snippets/portfolio.Person/", f"pages/{DRAFT}/actions/copy/", f"pages/{DRAFT}/actions/create_alias/",
    f"pages/{DRAFT}/actions/delete/",
)  # fmt: skip


def test_documentation_search_and_everything_but_pages_is_left_out(editor):
    answers = {name: editor.get(f"/api/authoring/{name}").status_code for name in LEFT_OUT}
    assert answers == dict.fromkeys(LEFT_OUT, 404)
    assert editor.get(PAGES, {"search": "x"}).status_code == 400


@pytest.mark.parametrize("ends", ["revoked", "a year old", "account closed", "no longer of the team"])
def test_token_ends(ends, program, writer, space):
    assert program.get(PAGES).status_code == 200
    expected = 401
    if ends == "revoked":
        program.token.revoke()
    elif ends == "a year old":
        APIToken.objects.update(created=timezone.now() - timedelta(days=366))
    elif ends == "account closed":
        writer.is_active = False
        writer.save()
    else:
        writer.groups.remove(space.communicators)
        expected = 403
    assert program.get(PAGES).status_code == expected


def test_administrator_without_a_second_factor_is_kept_out(settings, space):
    settings.REQUIRE_TOTP = True
    user = UserFactory(is_superuser=True)
    program = Program(user)
    assert program.get(PAGES).status_code == 403
    TOTP.activate(user, generate_totp_secret())
    assert program.get(PAGES).status_code == 200


def test_answers_are_for_nobody_else(program):
    answer = program.get(PAGES)
    assert (answer["Cache-Control"], answer["Vary"]) == ("private, no-store", "Authorization")


def test_list_names_ones_own_pages_and_no_others(program, space):
    mine = draft_of(space, title="Mine")
    other = onboard(DistrictFactory(name="Hilltop")).space
    draft_of(other, title="Not mine", slug="not-mine")
    told = program.get(PAGES).json()
    assert {item["id"] for item in told["items"]} == {space.page_id, mine.pk}


def test_nothing_of_another_district_is_told_or_changed():
    plot = plant()
    program, before = Program(plot.attacker), whole(plot)
    program.client.raise_request_exception = False
    leaks = []
    meta = {"type": "portfolio.StoryPage", "parent_id": DRAFT}
    body = {"meta": meta, "title": "x", "destination_id": DRAFT, "revision_id": DRAFT}
    for number in NUMBERS:
        for address in dict.fromkeys(routes(number)):
            for method in METHODS:
                answer = program.ask(method, address, None if method == "get" else body)
                assert answer.status_code < 500, f"{method} {address}: {answer.status_code}"
                leaks += [f"{method} {address}: {w}" for w in plot.canaries if w in answer.content.decode()]
        for query in (
            {"child_of": number},
            {"descendant_of": number},
            {"ancestor_of": number},
            {"order": "title"},
        ):
            told = program.get(PAGES, query).content.decode()
            leaks += [f"{query}: {word}" for word in plot.canaries if word in told]
    assert not leaks, "\n".join(leaks)
    assert whole(plot) == before


OTHERS_THINGS = [
    {"picture_id": DRAFT}, {"contact_id": DRAFT}, {"related": [{"entry_id": DRAFT}]},
    {"practice": [{"type": "figure", "value": {"picture": DRAFT, "alt": "", "caption": ""}}]},
    {"practice": [{"type": "file", "value": {"file": DRAFT, "label": ""}}]},
    {"problem": f'<p><a linktype="page" id="{DRAFT}">this</a></p>'},
    {"problem": f'<p><a linktype="document" id="{DRAFT}">this</a></p>'},
]  # fmt: skip


@pytest.mark.parametrize("field", OTHERS_THINGS, ids=str)
def test_nothing_of_another_district_can_be_put_into_an_entry(field):
    plot = plant()
    space, before = plot.attacker.groups.first().communicates_for, InnovationPage.objects.count()
    answer = Program(plot.attacker).ask("post", PAGES, new_innovation(space, **field))
    assert answer.status_code in (403, 422), answer.content
    assert [word for word in plot.canaries if word in answer.content.decode()] == []
    assert InnovationPage.objects.count() == before


def test_title_of_a_parent_that_is_a_draft_is_not_told(program, space):
    index = DistrictIndexPage.objects.get()
    Page.objects.filter(pk=index.pk).update(title="Secret plans", live=False)
    told = program.get(f"{PAGES}{space.page_id}/")
    assert told.json()["meta"]["parent"] is None
    assert "Secret plans" not in told.content.decode()
    Page.objects.filter(pk=index.pk).update(live=True)
    assert program.get(f"{PAGES}{space.page_id}/").json()["meta"]["parent"]["title"] == "Secret plans"


def test_title_of_the_original_of_an_alias_is_not_told(program, space):
    other = onboard(DistrictFactory(name="Hilltop")).space
    original = draft_of(other, title="Secret plans")
    alias = original.create_alias(parent=space.page, update_slug="alias")
    Page.objects.filter(pk=alias.pk).update(title="Alias", draft_title="Alias")
    assert "Secret plans" not in program.get(f"{PAGES}{alias.pk}/").content.decode()


ODD_QUERIES = [
    {"titel": "x"}, {"title": "x"}, {"site": "x"}, {"locale": "x\x00"}, {"child_of": "9" * 20},
    {"limit": "9" * 20}, {"locale": "x" * 201},
]  # fmt: skip


@pytest.mark.parametrize("query", ODD_QUERIES, ids=str)
def test_parameter_that_is_unknown_or_odd_is_refused(program, query):
    assert program.get(PAGES, query).status_code == 400


@pytest.mark.parametrize("number", ["99999999999999999999", "9223372036854775808", "0"])
def test_number_that_is_no_page_is_not_found(program, number):
    assert program.get(f"{PAGES}{number}/").status_code == 404
    assert program.ask("delete", f"{PAGES}{number}/").status_code == 404


def new_innovation(space, **fields):
    return {
        "title": "Maker Mondays",
        "meta": {"type": "portfolio.InnovationPage", "parent_id": space.page_id},
    } | fields


def whole_innovation(space, **fields):
    page = innovation_page()
    return new_innovation(space, **{
        "summary": page.summary, "problem": page.problem, "what_did_not_work": page.what_did_not_work,
        "practice": [{"type": "text", "value": "<p>On Mondays math is taught in the workshop.</p>"}],
        "grade_bands": ["9-12"], "maturity": "growing", "start_year": 2022, "contact_public": False,
        "reviewed_on": str(page.reviewed_on), "cost_band": "low", "licence": "CC-BY-4.0",
        "themes": [ThemeFactory().pk], "steps": [{"text": "Find a room", "time": "a month"}], **fields,
    })  # fmt: skip


def test_district_writes_a_draft_with_blocks_and_rows(program, space):
    answer = program.ask("post", PAGES, whole_innovation(space))
    assert answer.status_code == 201, answer.content
    page = InnovationPage.objects.get(pk=answer.json()["id"])
    assert not page.live
    draft = page.get_latest_revision_as_object()
    assert "On Mondays math is taught in the workshop." in draft.practice[0].value.source
    assert (draft.grade_bands, draft.licence) == (["9-12"], "CC-BY-4.0")
    assert [step.time for step in draft.steps.all()] == ["a month"]


def test_draft_may_lack_anything_but_its_title(program, space):
    answer = program.ask("post", PAGES, new_innovation(space, summary=""))
    assert answer.status_code == 201, answer.content
    assert program.ask("post", PAGES, new_innovation(space, title="")).status_code == 422


def test_part_of_a_draft_is_changed_and_the_rest_stays(program, space):
    page = draft_of(space)
    answer = program.ask("patch", f"{PAGES}{page.pk}/", {"summary": "Shorter."})
    assert answer.status_code == 200, answer.content
    draft = InnovationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (draft.summary, draft.maturity) == ("Shorter.", "growing")


def test_district_publishes_nothing_by_itself(program, space):
    page = draft_of(space)
    answers = [
        program.ask("post", f"{PAGES}{page.pk}/actions/publish/"),
        program.ask("patch", f"{PAGES}{page.pk}/", {"summary": "x", "meta": {"action": "publish"}}),
        program.ask("post", PAGES, whole_innovation(space, slug="other") | published(space)),
    ]
    assert [answer.status_code for answer in answers] == [403] * 3
    assert not InnovationPage.objects.live().exists()


def published(space):
    return {"meta": {"type": "portfolio.InnovationPage", "parent_id": space.page_id, "action": "publish"}}


@pytest.mark.parametrize("way", ["action", "patch", "post"])
@pytest.mark.django_db(transaction=True)
def test_incomplete_entry_is_refused_with_what_is_missing(way, editor, space):
    page = draft_of(space, summary="", slug="incomplete")
    ways = {
        "action": ("post", f"{PAGES}{page.pk}/actions/publish/", None),
        "patch": ("patch", f"{PAGES}{page.pk}/", {"maturity": "growing", "meta": {"action": "publish"}}),
        "post": ("post", PAGES, whole_innovation(space, summary="") | published(space)),
    }
    count = InnovationPage.objects.count()
    answer = editor.ask(*ways[way])
    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert "summary" in answer.content.decode().lower()
    assert not InnovationPage.objects.live().exists()
    assert InnovationPage.objects.count() == count


@pytest.mark.django_db(transaction=True)
def test_editor_of_the_network_publishes_a_complete_entry(editor, space):
    page = draft_of(space)
    answer = editor.ask("post", f"{PAGES}{page.pk}/actions/publish/")
    assert answer.status_code == 200, answer.content
    assert InnovationPage.objects.get(pk=page.pk).live


@pytest.mark.django_db(transaction=True)
def test_page_that_someone_else_has_locked_is_left_alone(editor, program, space, writer):
    page = publish(draft_of(space))
    page.locked, page.locked_by, page.locked_at = True, UserFactory(), timezone.now()
    page.save()
    assert program.ask("patch", f"{PAGES}{page.pk}/", {"summary": "x"}).status_code == 409
    assert editor.ask("post", f"{PAGES}{page.pk}/actions/unpublish/").status_code == 409


@pytest.mark.django_db(transaction=True)
def test_older_version_comes_back_as_a_draft(program, space):
    page = draft_of(space, title="First")
    first = page.get_latest_revision()
    page.title = "Second"
    page.save_revision()
    answer = program.ask("post", f"{PAGES}{page.pk}/actions/revert/", {"revision_id": first.pk})
    assert answer.json()["title"] == "First"
    told = program.get(f"{PAGES}{page.pk}/revisions/").json()
    assert [item["object_str"] for item in told["items"]] == ["First", "Second", "First"]


def test_page_is_moved_within_ones_own_alone(editor, program, space):
    page = draft_of(space)
    other = onboard(DistrictFactory(name="Hilltop")).space
    address, to = (
        f"{PAGES}{page.pk}/actions/move/",
        {"destination_id": other.page_id, "position": "last-child"},
    )
    assert program.ask("post", address, to).status_code == 404
    assert editor.ask("post", address, to).status_code == 200
    assert InnovationPage.objects.get(pk=page.pk).get_parent().pk == other.page_id


def test_draft_is_deleted_by_whoever_may(program, space):
    page = draft_of(space)
    assert program.ask("delete", f"{PAGES}{page.pk}/").status_code == 204
    assert not InnovationPage.objects.filter(pk=page.pk).exists()


ODD_BLOCKS = [
    "text", [1], [None], [{}], [{"type": "text"}], [{"type": "nonsense", "value": 1}],
    [{"type": 1, "value": 1}],
    [{"type": "text", "value": 1}], [{"type": "text", "value": {"content": 1}}],
    [{"type": "text", "value": "<p>x</p>", "id": 1}], [{"type": "figure", "value": "x"}],
    [{"type": "figure", "value": {"picture": "x"}}], [{"type": "figure", "value": {"picture": {"id": 1}}}],
    [{"type": "table", "value": "x"}], [{"type": "file", "value": {"file": []}}], {"type": "text"},
]  # fmt: skip


@pytest.mark.parametrize("practice", ODD_BLOCKS, ids=str)
def test_blocks_of_another_shape_are_refused(program, space, practice):
    answer = program.ask("post", PAGES, new_innovation(space, practice=practice))
    assert answer.status_code == 422, answer.content
    assert not InnovationPage.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b'"x"',
        b'{"title": "\\u0000"}',
        b'{"x": 9223372036854775808}',
        b"[" * 5000,
    ],
)
def test_body_that_is_odd_is_refused(program, space, body):
    page = draft_of(space)
    for method, address in (("post", PAGES), ("patch", f"{PAGES}{page.pk}/")):
        answer = getattr(program.client, method)(address, body, content_type="application/json")
        assert 400 <= answer.status_code < 500


def test_shape_of_a_kind_is_told_to_programs(program):
    told = program.get("/api/authoring/schema/portfolio.InnovationPage/")
    assert told.status_code == 200
    assert "practice" in told.json()["create"]["properties"]
