"""The search of this site, as a browser takes it into its address bar."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from portfolio.publication import log
from tests import factories
from tests.api.published import live_innovation

pytestmark = pytest.mark.django_db(transaction=True)
NAMESPACE = "{http://a9.com/-/spec/opensearch/1.1/}"
BASE = "https://portfolio.example.org"


@pytest.fixture(autouse=True)
def portfolio(settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = BASE
    home = factories.make_site()
    site = home.get_site()
    site.site_name = "Tools & <Practice> of the North"
    site.save()
    log.flush()


def described(address: str) -> ElementTree.Element:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    assert "max-age" in answer["Cache-Control"]
    return ElementTree.fromstring(answer.content)


def addresses(address: str) -> dict[str, str]:
    found = described(address).iter(f"{NAMESPACE}Url")
    return {url.attrib["type"]: url.attrib["template"] for url in found}


def words(address: str) -> Iterator[tuple[str, str]]:
    for element in described(address):
        if element.text and element.text.strip():
            yield element.tag.removeprefix(NAMESPACE), element.text


def test_description_names_the_site_and_its_language() -> None:
    assert dict(words("/opensearch.xml")) == {
        "ShortName": "Tools & <Practic", "Description": "Search Tools & <Practice> of the North",
        "Language": "en", "InputEncoding": "UTF-8", "OutputEncoding": "UTF-8",
    }  # fmt: skip
    assert dict(words("/es/opensearch.xml"))["Language"] == "es"


def test_addresses_are_canonical_and_answer() -> None:
    live_innovation(title="Maker mondays")
    found = addresses("/opensearch.xml")
    assert found["text/html"] == f"{BASE}/library/?q={{searchTerms}}"
    assert addresses("/es/opensearch.xml")["text/html"] == f"{BASE}/es/library/?q={{searchTerms}}"
    assert found["application/opensearchdescription+xml"] == f"{BASE}/opensearch.xml"
    for kind in ("application/json", "application/x-suggestions+json"):
        answer = Client().get(found[kind].removeprefix(BASE).replace("{searchTerms}", "mak"))
        assert answer["Content-Type"] == kind
        assert b"aker" in answer.content


def test_every_page_leads_to_it() -> None:
    for path in ("/", "/innovations/", "/no-such-page/"):
        assert 'type="application/opensearchdescription+xml"' in Client().get(path).content.decode()
