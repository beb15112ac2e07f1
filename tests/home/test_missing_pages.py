"""What a reader sees where there is no page."""

import pytest
from django.test import Client

from portfolio.publication import log
from tests import factories
from tests.home.rendered import soup

pytestmark = pytest.mark.django_db(transaction=True)


def test_missing_page_keeps_the_site_around_it(client: Client) -> None:
    factories.make_site()
    log.flush()
    answer = client.get("/innovations/no-such-thing/")
    page = soup(answer.content.decode())

    assert answer.status_code == 404
    assert page.find(class_="brand").get_text(strip=True) == "Groundwork"
    assert [link["href"] for link in page.main.find_all("a")] == [
        link["href"] for link in page.find(id="Menu").find_all("a")
    ]
    assert page.main.find("a", href="/innovations/")
