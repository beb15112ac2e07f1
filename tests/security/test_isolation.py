"""A communicator of one district meets nothing of another's, at any address of the admin.

The walk reads the addresses from the URL conf, so that a new screen is walked the day it is added.
"""

from collections import defaultdict

import pytest
from django.test import Client

from tests.factories import UserFactory
from tests.security.addresses import addresses
from tests.security.canaries import DRAFT, MARK, NUMBERS, SHARED_WORD, Plot, plant, whole

pytestmark = pytest.mark.django_db

QUERY = {
    "q": SHARED_WORD, "term": MARK, "search": SHARED_WORD, "id": [str(number) for number in NUMBERS],
    "url": "/stories/", "page_type": "wagtailcore.page", "collection_id": str(DRAFT), "fields": "*",
}  # fmt: skip


@pytest.fixture
def plot(db) -> Plot:
    return plant()


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def text_of(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "replace")


def visits(client):
    """Yield each address with what it answered: asked plainly, with a search, and for an export."""
    seen = set()
    for number in NUMBERS:
        for address in addresses(number):
            if address in seen:
                continue
            seen.add(address)
            yield f"GET {address}", client.get(address)
            if number == DRAFT:
                yield f"GET {address}?q", client.get(address, QUERY)
            if str(number) not in address and "/reports/" in address:
                yield f"GET {address}?export", client.get(address, {"export": "csv"})


def canaries_in(response, plot):
    return {word for word in plot.canaries if word in text_of(response)}


def found_by(client, plot):
    found = defaultdict(set)
    for visit, response in visits(client):
        for word in canaries_in(response, plot):
            found[word].add(visit)
    return found


def test_walk_finds_every_canary_as_administrator(plot):
    administrator = UserFactory(email="admin@example.org", is_superuser=True)
    found = found_by(signed_in(administrator), plot)
    assert plot.canaries - found.keys() == set()


def test_walk_finds_no_canary_as_another_districts_communicator(plot):
    found = found_by(signed_in(plot.attacker), plot)
    leaks = sorted(f"{visit} tells {word}" for word, visits in found.items() for visit in visits)
    assert not leaks, "\n".join(leaks)


def test_posting_to_every_address_shows_and_changes_nothing_of_another_district(plot):
    client, before = signed_in(plot.attacker), whole(plot)
    leaks = [
        f"{address} tells {word}"
        for address in dict.fromkeys(addresses(DRAFT))
        for word in canaries_in(client.post(address, QUERY), plot)
    ]
    assert not leaks, "\n".join(leaks)
    assert whole(plot) == before
