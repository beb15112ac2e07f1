"""The API as HTTP: tags, methods, refusals, redirects, keys, quotas, hosts and previews."""

import re
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import caches
from django.test import Client
from django.urls import Resolver404, get_resolver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from api.endpoints import endpoints
from api.urls import find
from portfolio.models import InnovationPage
from portfolio.publication import log
from portfolio.services.previews import create_preview_link, revoke_preview_link
from tests import factories
from tests.api.conftest import MakeKey
from tests.api.published import API, get, live_district, live_innovation, live_innovations, read, refusal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]

SMALL = ("/", "/themes", "/changes", "/openapi.json", "/docs", "/innovations", "/pages")
EVIL = "evil.example"


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def seconds_kept(cache_control: str) -> int:
    """Return for how long, at most, any cache may go on giving this answer."""
    found = dict(re.findall(r"([a-z-]+)=(\d+)", cache_control))
    fresh = max(int(found.get("max-age", 0)), int(found.get("s-maxage", 0)))
    return fresh + int(found.get("stale-while-revalidate", 0)) + int(found.get("stale-if-error", 0))


# Tags and caches


def test_answers_have_strong_tags_and_are_not_sent_again() -> None:
    page = live_innovation()
    for path in (*SMALL, f"/innovations/{page.translation_key}", f"/resolve?path=/innovations/{page.slug}/"):
        answer = get(path)
        tag = answer["ETag"]
        assert re.fullmatch(r'"[0-9a-f]+"', tag), path
        for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
            again = get(path, {"If-None-Match": known})
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag), path
            assert again["Cache-Control"] == answer["Cache-Control"]
        assert get(path, {"If-None-Match": '"other"'}).content == answer.content


def test_tag_changes_with_what_it_stands_for_and_with_nothing_else() -> None:
    page = live_innovation()
    other = live_innovation(title="Another")
    paths = ("/innovations", "/changes", f"/innovations/{page.translation_key}")
    before = [get(path)["ETag"] for path in paths]
    assert [get(path)["ETag"] for path in paths] == before

    other.title = "Another name"
    other.save_revision().publish()
    log.flush()
    listed, changed, whole = (get(path)["ETag"] for path in paths)
    assert listed != before[0]
    assert changed != before[1]
    assert whole == before[2]

    page.title = "Renamed"
    page.save_revision().publish()
    log.flush()
    assert get(paths[2])["ETag"] != before[2]


def test_different_questions_have_different_tags() -> None:
    page = live_innovation()
    path = f"/innovations/{page.translation_key}"
    queries: list[dict[str, Any]] = [
        {}, {"view": "card"}, {"format": "markdown"}, {"fields": "id"}, {"fields": "title"},
        {"include": "districts"},
    ]  # fmt: skip
    assert len({get(path, **query)["ETag"] for query in queries}) == len(queries)


def test_withdrawn_entry_is_gone_even_for_who_has_its_tag() -> None:
    page = live_innovation()
    path = f"/innovations/{page.translation_key}"
    tag = get(path)["ETag"]
    page.unpublish()
    log.flush()
    refusal(get(path, {"If-None-Match": tag}), 410)


def test_shared_caches_keep_an_answer_for_five_seconds_at_most() -> None:
    page = live_innovation()
    for path in (*SMALL, f"/innovations/{page.translation_key}"):
        answer = get(path)
        assert 0 < seconds_kept(answer["Cache-Control"]) <= 5, path
        assert answer["Vary"] == "Authorization"
        assert answer["Surrogate-Key"]
        assert not answer.cookies


# Methods


def test_head_says_what_get_says_without_the_body() -> None:
    live_innovation()
    for path in (*SMALL, "/no-such-thing"):
        asked, head = get(path), Client().head(f"{API}{path}")
        assert head.status_code == asked.status_code
        assert head.content == b""
        assert head.get("ETag") == asked.get("ETag")
        assert head["Content-Type"] == asked["Content-Type"]
        assert int(head["Content-Length"]) == len(asked.content)


def test_any_page_may_read_and_ask_beforehand() -> None:
    origin = {"Origin": f"https://{EVIL}"}
    for path in ("/innovations", "/no-such-thing", "/innovations?limit=0"):
        assert get(path, origin)["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in get(path, origin)
    asked = origin | {"Access-Control-Request-Method": "GET"}
    asked["Access-Control-Request-Headers"] = "authorization"
    answer = Client().options(f"{API}/innovations", headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "GET" in answer["Access-Control-Allow-Methods"]
    assert "authorization" in answer["Access-Control-Allow-Headers"].lower()
    assert {"ETag", "Link", "Retry-After"} <= set(get("/")["Access-Control-Expose-Headers"].split(", "))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_writing_is_refused(method: str) -> None:
    answer = getattr(Client(), method)(f"{API}/innovations")
    refusal(answer, 405)
    assert set(answer["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


# What is not there


def test_what_was_never_public_is_404_and_what_was_is_410() -> None:
    page = live_innovation()
    nobody = "6f2f5d2c-8d0f-4d53-9c0a-3d3c9b7f1f11"
    for path in (f"/innovations/{nobody}", f"/stories/{page.translation_key}", "/nothing", "/innovations/"):
        refusal(get(path), 404)
    refusal(get(f"/innovations/{page.translation_key}", lang="es"), 404)
    refusal(get("/innovations/not-an-id"), 400, "id")
    page.unpublish()
    log.flush()
    refusal(get(f"/innovations/{page.translation_key}"), 410)


@pytest.mark.parametrize(
    ("name", "right"), [("limt", "limit"), ("not.costs", "not.cost"), ("page", "limit"), ("token", "cursor")]
)
def test_unknown_parameter_is_told_what_there_is(name: str, right: str) -> None:
    problem = refusal(get("/innovations", **{name: "1"}), 400, name)
    assert right in problem["detail"]


def test_district_is_found_by_its_leaid() -> None:
    page = live_district()
    found = read(f"/districts/{page.district.leaid}")
    assert found["id"] == str(page.translation_key)
    assert found == read(f"/districts/{page.translation_key}")
    refusal(get("/districts/0000000"), 404)
    refusal(get("/districts/12345"), 400, "id")
    refusal(get(f"/innovations/{page.district.leaid}"), 400, "id")


# Paths


def test_path_gives_the_document_of_its_page() -> None:
    page = live_innovation()
    found = read("/resolve", path=f"/innovations/{page.slug}/")
    assert found == read(f"/innovations/{page.translation_key}")
    assert read("/resolve", path="/")["kind"] == "home"
    refusal(get("/resolve"), 400, "path")
    refusal(get("/resolve", path="innovations/"), 400, "path")
    refusal(get("/resolve", path="/no-such-page/"), 404)


def test_moved_page_answers_with_its_new_place() -> None:
    page = live_innovation(slug="old")
    page.slug = "new"
    page.save_revision().publish()
    log.flush()
    Redirect.objects.get_or_create(old_path="/innovations/old", defaults={"redirect_page": page})

    answer = get("/resolve", path="/innovations/old/", format="markdown")
    assert answer.status_code == 301
    assert seconds_kept(answer["Cache-Control"]) <= 5
    assert answer["Location"].startswith(configured.WAGTAILADMIN_BASE_URL)
    moved = Client().get(answer["Location"].removeprefix(configured.WAGTAILADMIN_BASE_URL))
    assert moved.json()["path"] == "/innovations/new/"
    assert "problem_markdown" in moved.json()["body"]


def test_redirect_to_a_page_that_is_not_public_gives_nothing_away() -> None:
    draft = factories.add_draft(live_district(), factories.innovation_page(slug="zqxsecret"))
    closed = live_innovation(slug="zqxclosed")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    log.flush()
    elsewhere = f"https://{EVIL}/"
    Redirect.objects.create(old_path="/to-a-draft", redirect_page=draft)
    Redirect.objects.create(old_path="/to-a-closed-one", redirect_page=closed)
    Redirect.objects.create(old_path="/to-elsewhere", redirect_link=elsewhere)

    for path in ("/to-a-draft", "/to-a-closed-one/", "/to-elsewhere", "/innovations/zqxclosed/"):
        answer = get("/resolve", path=path)
        refusal(answer, 404)
        assert "zqxsecret" not in answer.content.decode()


# Keys


def test_bad_key_is_refused_also_where_none_is_needed() -> None:
    for path in ("/", "/innovations", "/changes", "/preview/x"):
        for header in ("Bearer gwk_" + "a" * 43, "Bearer x", "Basic YTpi", ""):
            answer = get(path, {"Authorization": header})
            refusal(answer, 401)
            assert answer["WWW-Authenticate"].startswith("Bearer")


def test_key_opens_what_its_scopes_name(make_key: MakeKey) -> None:
    reading, previewing = make_key(scopes=["read"])[1], make_key(scopes=["preview"])[1]
    assert get("/innovations", bearer(reading)).status_code == 200
    refusal(get("/innovations", bearer(previewing)), 403)
    refusal(get("/preview/x", bearer(reading)), 403)
    refusal(get("/preview/x", bearer(previewing)), 404)


def test_answers_to_a_key_are_kept_by_nobody(make_key: MakeKey) -> None:
    page, secret = live_innovation(), make_key()[1]
    for path in (*SMALL, f"/innovations/{page.translation_key}"):
        answer = get(path, bearer(secret))
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["ETag"] == get(path)["ETag"]
        known = get(path, {**bearer(secret), "If-None-Match": answer["ETag"]})
        assert (known.status_code, known["Cache-Control"]) == (304, "private, no-store")


@pytest.mark.parametrize("name", ["token", "access_token", "key", "api_key", "authorization"])
def test_key_in_the_address_is_refused(name: str, make_key: MakeKey) -> None:
    secret = make_key()[1]
    answer = get("/innovations", **{name: secret})
    refusal(answer, 400, name)
    assert secret not in answer.content.decode()


# Quota


def test_quota_counts_down_and_then_says_when_to_come_back(settings: Any) -> None:
    settings.API_ANONYMOUS_PER_MINUTE = 3
    caches["quota"].clear()
    left = []
    for _ in range(3):
        answer = get("/")
        assert answer["RateLimit-Policy"] == '"anonymous";q=3;w=60'
        left.append(int(re.findall(r"r=(\d+)", answer["RateLimit"])[0]))
    over = get("/")
    if over.status_code == 200:  # a minute of the clock began meanwhile
        pytest.skip("a new minute began")
    refusal(over, 429)
    assert left == [2, 1, 0]
    assert 1 <= int(over["Retry-After"]) <= 60
    assert "r=0" in over["RateLimit"]


def test_key_has_a_quota_of_its_own(settings: Any, make_key: MakeKey) -> None:
    settings.API_ANONYMOUS_PER_MINUTE, settings.API_KEY_PER_MINUTE = 1, 5
    answers = [get("/", bearer(make_key()[1])) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0]["RateLimit-Policy"] == '"key";q=5;w=60'


# Hosts


@pytest.mark.parametrize("host", [EVIL, f"localhost.{EVIL}", f"localhost@{EVIL}", "a b", f"{EVIL}:80", ""])
def test_forged_host_is_refused_or_named_nowhere(host: str) -> None:
    live_innovations("A", "B")
    for path in ("/", "/innovations?limit=1", "/changes", "/resolve?path=/", "/openapi.json", "/nothing"):
        answer = get(path, {"Host": host})
        assert EVIL not in f"{answer.headers}{answer.content.decode()}"
        if host:
            refusal(answer, 400)


def test_links_are_canonical_whatever_a_request_calls_us(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    live_innovations("A", "B")
    told = {"X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}", "X-Original-URL": f"http://{EVIL}/",
            "X-Forwarded-Proto": "gopher", "X-Forwarded-Prefix": f"//{EVIL}"}  # fmt: skip
    for path in ("/", "/innovations?limit=1&include=districts", "/changes?documents=full", "/resolve?path=/"):
        plain = get(path)
        assert configured.WAGTAILADMIN_BASE_URL in plain.content.decode()
        for headers in (told, {"Host": EVIL}, {"Host": f"{EVIL}:8000", **told}):
            answer = get(path, headers)
            assert EVIL not in f"{answer.headers}{answer.content.decode()}"
            assert (answer.content, answer.get("Link")) == (plain.content, plain.get("Link"))


def test_absolute_form_is_named_nowhere() -> None:
    answer = Client().get("/", PATH_INFO=f"http://{EVIL}{API}/innovations")
    assert answer.status_code in (400, 404)
    assert f"//{EVIL}" not in f"{answer.headers}{answer.content.decode()}"


# Previews


def draft_and_token() -> tuple[InnovationPage, Any, str]:
    draft = factories.add_draft(live_district(), factories.innovation_page(title="Zqx of a draft"))
    user = factories.UserFactory(is_superuser=True)
    link, token = create_preview_link(Page.objects.get(pk=draft.pk).specific, user)
    return draft, link, token


def test_preview_gives_the_draft_and_is_kept_by_nobody() -> None:
    draft, _link, token = draft_and_token()
    answer = get(f"/preview/{token}")
    assert answer.status_code == 200
    assert answer.json()["title"] == "Zqx of a draft"
    assert answer.json()["id"] == str(draft.translation_key)
    assert "\x01" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in answer
    assert "problem_markdown" in read(f"/preview/{token}", format="markdown")["body"]
    refusal(get(f"/innovations/{draft.translation_key}"), 404)


def flipped(token: str, place: int) -> str:
    """Return the token with one bit changed, and still of the letters a token may have."""
    letter = next(
        chr(ord(token[place]) ^ 1 << bit) for bit in range(7) if chr(ord(token[place]) ^ 1 << bit).isalnum()
    )
    return token[:place] + letter + token[place + 1 :]


def test_any_token_that_does_not_hold_gets_the_same_answer() -> None:
    _draft, link, token = draft_and_token()
    unknown = get("/preview/" + "x" * len(token))
    refusal(unknown, 404)
    for wrong in [flipped(token, place) for place in range(len(token))] + [token[:-1], token + "A"]:
        assert get(f"/preview/{wrong}").content == unknown.content
    revoke_preview_link(link, link.created_by)
    ended = get(f"/preview/{token}")
    assert (ended.status_code, ended.content) == (404, unknown.content)
    assert dict(ended.headers).keys() == dict(unknown.headers).keys()
    assert "no-store" in ended["Cache-Control"]
    assert ended["Referrer-Policy"] == "no-referrer"


def test_the_documentation_shows_this_sites_own_addresses(home: Any, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://here.example"

    page = Client().get("/api/v1/docs").content.decode()

    assert "curl &#x27;https://here.example/api/v1/" in page
    assert "portfolio.example" not in page


def test_an_address_is_found_where_the_url_conf_has_it_and_nowhere_else() -> None:
    resolver = get_resolver("api.urls")
    for endpoint in endpoints():
        path = re.sub(r"\{.*\}", "6f2f5d2c", endpoint.path)
        assert find(path) == (endpoint.name, resolver.resolve(path).func, resolver.resolve(path).kwargs)
        for other in (f"{path}/", f"/{path}", f"{path}/x", f"{path}x/y", path.rpartition("/")[0] + "/%7B"):
            found, is_there = find(other), True
            try:
                there = resolver.resolve(other)
            except Resolver404:
                is_there = False
            assert (found is not None) is is_there, other
            assert found is None or found.endpoint == there.url_name
