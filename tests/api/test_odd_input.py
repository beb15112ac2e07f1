"""Whatever is asked, in whatever shape: a good answer, or a refusal that says what is wrong."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core.signing import Signer
from django.test import Client

from api.endpoints import Endpoint, endpoints
from api.parameters import Parameter
from portfolio.models import InnovationPage
from tests.api.published import API, get, live_innovations, read, refusal

pytestmark = pytest.mark.django_db(transaction=True)

ODD_NUMBERS = (
    "0", "-0", "-1", "1.0", "1e3", "1e309", "NaN", "Infinity", "-Infinity", "0x10", "0b1", "1_000", "+1",
    " 1", "1 ", "01", "٣", "¹", "2147483648", "9223372036854775807", "9223372036854775808",
    "-9223372036854775809", "9" * 400, "",
)  # fmt: skip
ODD_TEXTS = (
    "%00", "a%00b", "%27", "%22", "%27%20OR%201=1--", "%27;DROP%20TABLE%20portfolio_publicdocument;--",
    "a" * 10_000, quote("🏫🦖"), quote("é"), "%ED%A0%80", "%ED%BF%BF", "%FF%FE", "%0A",
    "%0D%0ASet-Cookie:%20a=b", "..%2F..%2Fetc%2Fpasswd", "%3Cscript%3E", "{}", "[]", "null", "undefined",
    "true", "%", "%%", "%zz", "*", ",", ",,", "__class__", "page__title", "id,", "a.b.c.d.e.f.g.h",
    "%E2%80%AE", "$ne", "0000-00-00", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00%2B23:59",
    "2026-02-30", "2026-11-25T24:00:00Z", "",
)  # fmt: skip


@pytest.fixture
def entries(home: Any) -> list[InnovationPage]:
    return live_innovations("A", "B", "C")


def filled(endpoint: Endpoint, given: str = "6f2f5d2c-8d0f-4d53-9c0a-3d3c9b7f1f11") -> str:
    """Return the address of an endpoint with `given` wherever it takes something."""
    path = endpoint.path
    for parameter in endpoint.parameters:
        path = path.replace(f"{{{parameter.name}}}", given)
    return f"{API}{path}"


def asking(endpoint: Endpoint, parameter: Parameter, value: str) -> str:
    if parameter.place == "path":
        return filled(endpoint, value)
    needed = [each for each in endpoint.parameters if each.required and each.place == "query"]
    more = "".join(f"&{each.name}=/" for each in needed if each is not parameter)
    return f"{filled(endpoint)}?{parameter.name}={value}{more}"


def is_number(parameter: Parameter) -> bool:
    return parameter.schema.get("type") == "integer"


def every_odd_address() -> Iterator[tuple[str, Parameter]]:
    for endpoint in endpoints():
        for parameter in endpoint.parameters:
            odd = (quote(text) for text in ODD_NUMBERS) if is_number(parameter) else ODD_TEXTS
            for value in odd:
                yield asking(endpoint, parameter, value), parameter


def complaint(address: str) -> str:
    """Return what is wrong with the answer, or nothing."""
    answer = Client().get(address)
    if answer.status_code in (200, 301):
        return ""
    if not 400 <= answer.status_code < 500:
        return f"{answer.status_code} {address[:200]}"
    if answer["Content-Type"] != "application/problem+json" or not json.loads(answer.content)["detail"]:
        return f"not a problem: {answer.status_code} {address[:200]}"
    return f"too long: {address[:200]}" if len(answer.content) > 3000 else ""


def test_no_odd_value_of_any_parameter_is_an_error(entries: Any, settings: Any) -> None:
    settings.API_ANONYMOUS_PER_MINUTE = 0
    asked = list(every_odd_address())
    assert len(ODD_NUMBERS) == 24
    assert len(asked) > 2000
    assert not list(filter(None, (complaint(address) for address, _parameter in asked)))


def test_refusal_of_a_value_names_its_parameter(entries: Any, settings: Any) -> None:
    settings.API_ANONYMOUS_PER_MINUTE = 0
    for address, parameter in every_odd_address():
        answer = Client().get(address)
        if answer.status_code == 400 and parameter.place == "query":
            assert answer.json().get("parameter") == parameter.name, address[:200]


def test_every_odd_number_that_a_limit_cannot_be_is_refused(entries: Any) -> None:
    taken = {value for value in ODD_NUMBERS if get("/innovations", limit=value).status_code == 200}
    assert taken == {"01"}


@pytest.mark.parametrize("count", [1000, 1001, 1500, 20_000])
def test_more_parameters_than_anyone_needs_are_refused(entries: Any, count: int) -> None:
    for query in ("limit=1&" * count, "cost=low&" * count, "".join(f"p{n}=1&" for n in range(count))):
        answer = Client().get(f"{API}/innovations?{query.rstrip('&')}")
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"


def test_parameter_that_holds_once_is_refused_twice(entries: Any) -> None:
    for name, value in (("limit", "1"), ("sort", "title"), ("view", "card"), ("lang", "en")):
        refusal(get("/innovations", **{name: [value, value]}), 400, name)


NAMES = (
    "pk", "id__in", "page", "page_id", "revision_id", "is_hidden", "state__exact", "search_text",
    "path__startswith", "owner", "owner__password", "site_id", "etag", "dependencies", "files", "contact",
    "cost__in", "not.not.cost", "not.", "not.limit", "Cost", "cost ", "cost[]", "_cost", "-newest",
    "sort[0]", "title", "kind", "start_year", "enrollment",
)  # fmt: skip


def test_names_that_are_not_offered_filter_nothing(entries: Any) -> None:
    for name in NAMES:
        refusal(get("/innovations", **{name: "1"}), 400, name)


def test_names_that_are_not_offered_sort_include_and_count_nothing(entries: Any) -> None:
    for name in (*NAMES, "published_at", "?", "random", "related__owner", "examples"):
        for parameter in ("sort", "include", "facets"):
            if (parameter, name.strip()) not in (("facets", "cost"), ("sort", "title")):
                refusal(get("/innovations", **{parameter: name}), 400, parameter)


def test_fields_that_cannot_be_names_are_refused_and_unknown_ones_give_nothing(entries: Any) -> None:
    for name in ("__class__", "id__in", "Id", "id.", ".id", "a..b", "-id", "id[0]", "id;", "*"):
        if name != "id__in":
            refusal(get("/innovations", fields=name), 400, "fields")
    for name in ("id__in", "page_id", "search_text", "is_hidden", "etag", "facets_json", "owner.password"):
        assert read("/innovations", fields=name)["items"] == [{}, {}, {}]


def test_cursor_that_was_changed_is_refused(entries: Any) -> None:
    cursor = read("/innovations", limit=1)["next"]
    for place in range(0, len(cursor), 3):
        letter = "A" if cursor[place] != "A" else "B"
        refusal(
            get("/innovations", limit=1, cursor=cursor[:place] + letter + cursor[place + 1 :]), 400, "cursor"
        )
    for wrong in (cursor[:-1], f"{cursor}A", cursor * 2, cursor.replace(".", ""), "", "null"):
        refusal(get("/innovations", limit=1, cursor=wrong), 400, "cursor")


def test_cursor_of_another_query_is_refused(entries: Any) -> None:
    cursor = read("/innovations", limit=1)["next"]
    for query in (
        {"sort": "title"},
        {"cost": "low"},
        {"not.cost": "high"},
        {"lang": "es"},
        {"start_year_min": 2000},
    ):
        refusal(get("/innovations", limit=1, cursor=cursor, **query), 400, "cursor")
    refusal(get("/stories", cursor=cursor), 400, "cursor")
    assert read("/innovations", limit=2, cursor=cursor, view="full")["items"]


def test_cursor_of_another_version_or_another_use_of_our_signature_is_refused(entries: Any) -> None:
    ours, others = Signer(salt="api.cursors", sep="."), Signer(salt="api.other", sep=".")
    real = ours.unsign_object(read("/innovations", limit=1)["next"])
    made = [
        ours.sign_object(value) for value in ([99, *real[1:]], real[:3], [], {}, "x", 1, None, [[], {}, 1, 2])
    ]
    for cursor in (*made, others.sign_object(real)):
        refusal(get("/innovations", limit=1, cursor=cursor), 400, "cursor")


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": "x" * 9000}, {"If-None-Match": '"'}, {"If-None-Match": ","},
        {"Accept": "text/html"},
        {"Accept": "application/xml"}, {"Accept-Language": "es"}, {"Range": "bytes=0-1"}, {"If-Match": '"x"'},
        {"If-Modified-Since": "yesterday"}, {"Cookie": "sessionid=x; csrftoken=y"},
        {"Accept-Encoding": "gzip"},
        {"X-HTTP-Method-Override": "DELETE"}, {"Content-Type": "application/json"},
    ],
)  # fmt: skip
def test_odd_headers_change_nothing(home: Any, headers: dict[str, str]) -> None:
    assert get("/innovations", headers).content == get("/innovations").content


def test_odd_addresses_are_not_there(home: Any) -> None:
    odd = (
        "//", "/%00", "/innovations/%00", "/../admin/", "/innovations//", "/%ED%A0%80", "/innovations%2F",
        "/preview/", "/preview/%00", "/preview/" + "a" * 5000, "/openapi.json/", "/" + "x" * 5000,
    )  # fmt: skip
    for path in odd:
        assert not complaint(f"{API}{path}")
        assert 400 <= Client().get(f"{API}{path}").status_code < 500, path
