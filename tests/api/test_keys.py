"""Consumer keys: shown once, kept as a digest, and refused the moment they no longer hold."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from api.keys import BadKey, Reason, find_key, revoke_key
from api.models import ApiKey, KeyState, Scope, latest_expiry
from tests.api.conftest import MakeKey

GOOD = "gwk_" + "a" * 43


def everything_stored() -> str:
    """Return the text of all rows of all tables."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def refused(header: str) -> Reason:
    with pytest.raises(BadKey) as caught:
        find_key(header)
    return caught.value.reason


def test_secret_is_43_random_characters_and_stored_nowhere(make_key: MakeKey) -> None:
    key, secret = make_key()
    stored = everything_stored()

    assert len(secret) == len("gwk_") + 43
    assert key.prefix in stored
    assert secret not in stored
    assert secret.removeprefix(key.prefix) not in stored


def test_secrets_differ(make_key: MakeKey) -> None:
    assert len({make_key()[1] for _ in range(5)}) == 5


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
def test_key_is_found_by_its_header_whatever_the_case_of_the_scheme(make_key: MakeKey, scheme: str) -> None:
    key, secret = make_key()
    assert find_key(f"{scheme} {secret}") == key


def test_key_is_found_in_one_query(make_key: MakeKey, django_assert_num_queries: Any, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = ["former-" * 8, "oldest-" * 8]
    _, secret = make_key()
    with django_assert_num_queries(1):
        find_key(f"Bearer {secret}")


def test_without_a_header_there_is_no_key(django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        assert find_key(None) is None


@pytest.mark.parametrize(
    "header",
    [
        "", " ", "Bearer", "Bearer ", GOOD, f"Bearer{GOOD}", f"Basic {GOOD}", f"Token {GOOD}",
        f"Bearer {GOOD} ", f"Bearer {GOOD}\n", f"Bearer {GOOD}\0", f"Bearer {GOOD}a", f"Bearer {GOOD[:-1]}",
        f"Bearer {GOOD}, Bearer {GOOD}", f"Bearer {GOOD.upper()}", f"Bearer\t{GOOD}",
        f"Bearer gwk-{'a' * 43}", f"Bearer gwk_{'ä' * 43}", f"Bearer gwk_{'a' * 42}'",
        f"Bearer {'9' * 10_000}",
        f'Bearer "{GOOD}"', "Bearer null",
    ],
)  # fmt: skip
def test_malformed_header_is_refused_without_a_query(
    header: str, django_assert_num_queries: Any, db: None
) -> None:
    with django_assert_num_queries(0):
        assert refused(header) is Reason.MALFORMED


def test_unknown_key_is_refused(make_key: MakeKey) -> None:
    _, secret = make_key()
    assert refused(f"Bearer {GOOD}") is Reason.UNKNOWN
    assert refused(f"Bearer {secret[:-1]}{'b' if secret[-1] != 'b' else 'c'}") is Reason.UNKNOWN


def test_revoked_key_is_refused_from_the_next_request_on(make_key: MakeKey) -> None:
    key, secret = make_key()
    assert find_key(f"Bearer {secret}")
    revoke_key(key)
    assert refused(f"Bearer {secret}") is Reason.REVOKED
    assert key.state is KeyState.REVOKED


def test_revoking_twice_keeps_the_first_time(make_key: MakeKey) -> None:
    key, _ = make_key()
    revoke_key(key)
    first = key.revoked_at
    revoke_key(key)
    assert key.revoked_at == first


def test_expired_key_is_refused(make_key: MakeKey) -> None:
    key, secret = make_key()
    ApiKey.objects.filter(pk=key.pk).update(expires_at=timezone.now())
    assert refused(f"Bearer {secret}") is Reason.EXPIRED


def test_client_is_told_the_same_whatever_is_wrong() -> None:
    told = {(BadKey(reason).TOLD, BadKey(reason).CHALLENGE) for reason in Reason}
    assert len(told) == 1


def test_key_holds_while_the_former_secret_key_does(make_key: MakeKey, settings: Any) -> None:
    key, secret = make_key()
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another-" * 8
    assert refused(f"Bearer {secret}") is Reason.UNKNOWN

    settings.SECRET_KEY_FALLBACKS = [former]
    assert find_key(f"Bearer {secret}") == key


def test_scopes_open_what_they_name_and_no_more(make_key: MakeKey) -> None:
    reading, _ = make_key(scopes=["read"])
    both, _ = make_key(scopes=["preview", "read"])

    assert reading.allows(Scope.READ)
    assert not reading.allows(Scope.PREVIEW)
    assert both.allows(Scope.PREVIEW)
    assert both.scopes == ["read", "preview"]


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["read", "write"]}, "scopes"),
        ({"contact": "nobody"}, "contact"),
        ({"name": ""}, "name"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "expires_at"),
        ({"expires_at": timezone.now() + timedelta(days=367)}, "expires_at"),
        ({"expires_at": None}, "expires_at"),
    ],
)
def test_key_that_cannot_be_is_not_made(make_key: MakeKey, different: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make_key(**different)
    assert field in caught.value.message_dict
    assert not ApiKey.objects.exists()


def test_name_is_given_once(make_key: MakeKey) -> None:
    make_key(name="Data hub")
    with pytest.raises(ValidationError, match="Choose another name"):
        make_key(name="Data hub")


def test_key_lives_to_the_same_day_of_the_next_year_at_most() -> None:
    leap_day = timezone.now().replace(year=2028, month=2, day=29)
    assert latest_expiry(leap_day) == leap_day.replace(year=2029, day=28)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("api_key", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_command_prints_a_key_once(db: None) -> None:
    secret = run("Data hub", "--contact", "hub@example.org", "--days", "30", "--scope", "read", "--scope",
                 "preview").strip()  # fmt: skip
    key = find_key(f"Bearer {secret}")

    assert key
    assert key.scopes == ["read", "preview"]
    assert key.expires_at - key.created_at == pytest.approx(timedelta(days=30), abs=timedelta(minutes=1))
    told = run("--list")
    assert key.prefix in told
    assert "Data hub" in told
    assert secret not in told


def test_command_revokes_by_prefix(make_key: MakeKey) -> None:
    key, secret = make_key(name="Data hub")
    assert "Data hub" in run("--revoke", key.prefix)
    assert refused(f"Bearer {secret}") is Reason.REVOKED


@pytest.mark.parametrize(
    "arguments",
    [
        ["Data hub"],
        ["--contact", "hub@example.org"],
        ["Data hub", "--contact", "hub@example.org", "--days", "366"],
        ["Data hub", "--contact", "hub"],
        ["--revoke", "gwk_none"],
        ["--revoke", "gwk_"],
    ],
)
def test_command_says_what_is_wrong(arguments: list[str], make_key: MakeKey) -> None:
    make_key()
    make_key()
    with pytest.raises(CommandError):
        run(*arguments)
