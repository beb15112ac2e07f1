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
    "url": "/stories/", "page_type": "wagtailcore.page", "collection_id": str(DRAFT), "tag": f"{MARK}filetag",
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


def visits(client, number):
    """Yield each address with what it answered, asked plainly, with a search, and for an export."""
    seen = set()
    for address in addresses(number):
        if address in seen:
            continue
        seen.add(address)
        for how, query in (("", {}), ("?q", QUERY), ("?export", {"export": "csv"})):
            yield f"GET {address}{how}", client.get(address, query)


def canaries_in(response, plot):
    return {word for word in plot.canaries if word in text_of(response)}


def found_by(client, plot, numbers=NUMBERS):
    found = defaultdict(set)
    for number in numbers:
        for visit, response in visits(client, number):
            for word in canaries_in(response, plot):
                found[word].add(visit)
    return found


def test_walk_finds_every_canary_as_administrator(plot):
    administrator = UserFactory(email="admin@example.org", is_superuser=True)
    found = found_by(signed_in(administrator), plot)
    assert plot.canaries - found.keys() == set()


def test_walk_finds_no_canary_as_another_districts_communicator(plot):
    found = found_by(signed_in(plot.attacker), plot)
    assert {word: sorted(where)[:8] for word, where in sorted(found.items())} == {}


def test_posting_to_every_address_shows_and_changes_nothing_of_another_district(plot):
    client, before, told = signed_in(plot.attacker), whole(plot), defaultdict(set)
    for address in dict.fromkeys(addresses(DRAFT)):
        for word in canaries_in(client.post(address, QUERY), plot):
            told[word].add(address)
    assert dict(told) == {}
    assert whole(plot) == before
