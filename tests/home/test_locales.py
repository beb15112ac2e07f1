"""A second language needs a locale and translations, no change of schema."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale

from home.models import HomePage, StandardPage
from portfolio.models import DistrictIndexPage, DistrictPage, InnovationIndexPage, InnovationPage
from portfolio.publication import log
from portfolio.publication.models import PublicDocument
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def translated(page: Any, locale: Locale, **fields: Any) -> Any:
    copy = page.copy_for_translation(locale)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    log.flush()
    return type(copy).objects.get(pk=copy.pk)


@pytest.fixture
def spanish() -> InnovationPage:
    """The Spanish twin of a published innovation."""
    factories.make_site()
    log.flush()
    district = factories.publish(
        factories.add_draft(DistrictIndexPage.objects.get(), factories.district_page())
    )
    page = factories.publish(factories.add_draft(district, factories.innovation_page()))
    locale = Locale.objects.create(language_code="es")
    theme = page.themes.get().copy_for_translation(locale)
    theme.name = "Aprender haciendo"
    theme.save()
    translated(HomePage.objects.get(), locale, title="Inicio")
    translated(InnovationIndexPage.objects.get(), locale, title="Innovaciones", slug="innovaciones")
    translated(DistrictIndexPage.objects.get(), locale, title="Distritos", slug="distritos")
    translated(DistrictPage.objects.get(), locale, title="Distrito de prueba")
    return translated(page, locale, title="Lunes de taller", slug="lunes-de-taller", themes=[theme])


def test_a_translation_has_its_own_address_and_shares_the_id(spanish: InnovationPage, client: Client) -> None:
    answer = client.get("/es/innovaciones/lunes-de-taller/")

    assert answer.status_code == 200
    assert "Lunes de taller" in answer.content.decode()
    assert answer["Content-Language"] == "es"
    twins = PublicDocument.objects.filter(id=spanish.translation_key)
    assert sorted(twins.values_list("locale", "path")) == [
        ("en", "/innovations/maker-mondays/"),
        ("es", "/es/innovaciones/lunes-de-taller/"),
    ]


def test_each_language_leads_to_the_other(spanish: InnovationPage, client: Client) -> None:
    english = client.get("/innovations/maker-mondays/").content.decode()

    assert 'hreflang="es"' in english
    assert "/es/innovaciones/lunes-de-taller/" in english
    assert 'hreflang="en"' in client.get("/es/innovaciones/lunes-de-taller/").content.decode()


def test_lists_keep_to_their_language(spanish: InnovationPage, client: Client) -> None:
    english, other = client.get("/innovations/"), client.get("/es/innovaciones/")

    assert [item["path"] for item in english.context["listing"]["items"]] == ["/innovations/maker-mondays/"]
    assert [item["path"] for item in other.context["listing"]["items"]] == [
        "/es/innovaciones/lunes-de-taller/"
    ]


def test_a_theme_is_found_in_its_language(spanish: InnovationPage, client: Client) -> None:
    theme = spanish.themes.get()

    answer = client.get(f"/es/themes/{theme.slug}/")

    assert "Aprender haciendo" in answer.content.decode()
    assert "Lunes de taller" in answer.content.decode()


def test_the_footer_leads_to_the_plain_pages_of_its_language(spanish: InnovationPage, client: Client) -> None:
    home = HomePage.objects.get(locale__language_code="es")
    privacy = StandardPage(title="Privacidad", slug="privacidad", locale=home.locale, body=[])
    home.add_child(instance=privacy)
    privacy.add_child(instance=StandardPage(title="Una parte", slug="una-parte", locale=home.locale, body=[]))
    log.flush()

    footer = client.get("/es/innovaciones/").context["site"]["footer"]

    assert [link["path"] for link in footer] == ["/es/privacidad/"]
