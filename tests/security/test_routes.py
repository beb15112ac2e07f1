"""Who gets what at every address: `routes.csv`, reviewed by people, against the URL conf as it is.

A route without a row fails here. Add the row, and think about who should be let in.
"""

from typing import Any

import pytest
from django.test import Client

from portfolio.models import User
from portfolio.services.network import ensure_network
from portfolio.tenancy.onboarding import onboard
from tests import factories
from tests.security.routes import ROLES, Route, every_route, outcome, rows, table

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = {"admin/sprite/", "admin/jsi18n/"}
"""Pictures and words of the admin's own, which its sign-in page used to need."""


@pytest.fixture
def people(home: Any) -> dict[str, User | None]:
    network = ensure_network()
    communicator, staff = factories.UserFactory(), factories.UserFactory()
    communicator.groups.add(onboard(factories.DistrictFactory()).space.communicators)
    staff.groups.add(network.editors)
    administrator = factories.UserFactory(is_superuser=True)
    return dict(zip(ROLES, (None, communicator, staff, administrator), strict=True))


def client_of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    routes, known = set(rows(every_route())), set(table())
    assert routes - known == set(), "Routes without a row in tests/security/routes.csv"
    assert known - routes == set(), "Rows without a route"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(role: str, people: dict[str, User | None]) -> None:
    expected, wrong = table(), []
    for route in every_route():
        if route.has_arguments and route.pattern.startswith("admin/"):
            continue
        found = outcome(client_of(people[role]).get(route.address))
        if found != expected[route.row][role]:
            wrong.append(f"{route.pattern}: {found}, the table says {expected[route.row][role]}")
    assert not wrong, "\n".join(wrong)


def is_closed(route: Route, answer: Any) -> bool:
    return outcome(answer) in ("sign-in", "post-only", "nothing") or answer.status_code == 403


def test_nothing_of_the_admin_opens_without_signing_in(people: dict[str, User | None]) -> None:
    """Each single one, asked and posted to, plainly and in the background."""
    opened = []
    for route in every_route():
        if not route.pattern.startswith("admin/") or route.pattern in OPEN_TO_ALL:
            continue
        if route.row in ("admin/logout/", "admin/password_reset/*") or "password_reset" in route.pattern:
            continue  # lead to the account pages; the table has what they answer
        for headers in ({}, {"X-Requested-With": "XMLHttpRequest"}):
            for ask in (Client().get, Client().post):
                answer = ask(route.address, headers=headers)
                if not is_closed(route, answer):
                    opened.append(f"{route.address}: {answer.status_code} {answer.get('Location', '')}")
    assert not opened, "\n".join(opened)


def test_routes_to_one_thing_answer_each_role_without_an_error(people: dict[str, User | None]) -> None:
    failed = []
    for role, user in people.items():
        client = client_of(user)
        for route in every_route():
            if not route.has_arguments or not route.pattern.startswith("admin/"):
                continue
            found = outcome(client.get(route.address))
            allowed = table()[route.row][role].split()
            if found not in allowed:
                failed.append(f"{role} {route.address}: {found}, the table says {' or '.join(allowed)}")
    assert not failed, "\n".join(failed)
