"""A second language needs a locale and translations, no change of schema; its pages speak it throughout."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from wagtail.models import Locale, Site

from home.models import HomePage, StandardPage
from portfolio.models import (
    District,
    DistrictIndexPage,
    DistrictPage,
    InnovationIndexPage,
    InnovationPage,
    Person,
    Theme,
)
from portfolio.publication import log
from portfolio.publication.models import PublicDocument
from tests import factories
from tests.home.test_entry_pages import words

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
    return twin_in("es")


def twin_in(language: str) -> InnovationPage:
    factories.make_site()
    log.flush()
    district = factories.publish(
        factories.add_draft(DistrictIndexPage.objects.get(), factories.district_page())
    )
    page = factories.publish(factories.add_draft(district, factories.innovation_page()))
    locale = Locale.objects.create(language_code=language)
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


def in_spanish(spanish: InnovationPage, slug: str) -> None:
    """Give the theme an address of its own."""
    theme = spanish.themes.get()
    theme.slug = slug
    theme.save()
    log.flush()


def links_to(client: Client, path: str, language: str) -> set[str]:
    return {link["href"] for link in soup(client, path).select(f'a[hreflang="{language}"]')}


def test_a_theme_leads_to_the_same_in_other_languages(spanish: InnovationPage, client: Client) -> None:
    in_spanish(spanish, "hacer")
    english = InnovationPage.objects.get(locale__language_code="en").themes.get().slug
    assert links_to(client, f"/themes/{english}/", "es") == {"/es/themes/hacer/"}
    assert links_to(client, "/es/themes/hacer/", "en") == {f"/themes/{english}/"}
    sitemap = client.get("/sitemap-themes.xml").content.decode()
    assert "/es/themes/hacer/<" in sitemap
    assert f"/themes/{english}/<" in sitemap


def test_a_search_narrowed_by_a_theme_leads_to_the_same_theme(
    spanish: InnovationPage, client: Client
) -> None:
    in_spanish(spanish, "hacer")
    english = InnovationPage.objects.get(locale__language_code="en").themes.get().slug
    links = links_to(client, "/es/library/?theme=hacer", "en")
    assert links == {f"/library/?theme={english}"}
    assert client.get(*links).context["listing"]["total"] == 1
    Theme.objects.filter(slug=english).delete()
    log.flush()
    assert links_to(client, "/es/library/?theme=hacer", "en") == {"/library/"}  # of the footer alone


def test_the_footer_leads_to_the_plain_pages_of_its_language(spanish: InnovationPage, client: Client) -> None:
    home = HomePage.objects.get(locale__language_code="es")
    privacy = StandardPage(title="Privacidad", slug="privacidad", locale=home.locale, body=[])
    home.add_child(instance=privacy)
    privacy.add_child(instance=StandardPage(title="Una parte", slug="una-parte", locale=home.locale, body=[]))
    log.flush()

    footer = client.get("/es/innovaciones/").context["site"]["footer"]

    assert [link["path"] for link in footer] == ["/es/privacidad/"]


def test_a_language_that_django_has_no_name_for_is_called_as_the_settings_say(
    client: Client, settings: Any
) -> None:
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("so", "Somali")]
    twin_in("so")

    for path in ("/innovations/maker-mondays/", "/library/"):
        links = soup(client, path).select(".site-footer a[hreflang]")
        assert [link.text for link in links] == ["English", "Somali"], path
    assert words(soup(client, "/library/?q=lunes").select_one(".also a")) == "Somali (1)"
    facets = client.get("/api/v1/search", {"q": "lunes", "facets": "lang"}).json()["facets"]
    assert [value["label"] for value in facets["lang"]] == ["English", "Somali"]


def soup(client: Client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser")


def test_a_page_speaks_its_language_around_the_text(spanish: InnovationPage, client: Client) -> None:
    found = soup(client, "/es/innovaciones/lunes-de-taller/")

    assert found.html["lang"] == "es"
    assert "Lo que no funcionó" in [heading.text for heading in found.find_all("h2")]
    assert found.select_one(".site-footer p:last-child").text.startswith("Lo que los distritos escolares")
    assert found.select_one(".brand")["href"] == "/es/"
    assert "What didn't work" in client.get("/innovations/maker-mondays/").content.decode()


def test_labels_are_compiled_in_the_language_of_the_page(spanish: InnovationPage) -> None:
    labels = {
        row.locale: row.body["maturity"]["label"]
        for row in PublicDocument.objects.filter(id=spanish.translation_key)
    }

    assert labels == {"en": "Growing", "es": "En crecimiento"}


@pytest.mark.parametrize("path", ["/{root}library/", "/{root}{index}/"])
def test_filters_are_labelled_in_the_language_of_the_list(
    path: str, spanish: InnovationPage, client: Client
) -> None:
    """Whichever was published last: here the Spanish twin, and then the English one."""

    def maturity(root: str, index: str) -> dict[str, str]:
        facets = client.get(path.format(root=root, index=index)).context["listing"]["facets"]
        facet = next(each for each in facets if _of(each, "key") == "maturity")
        return {_of(facet, "label"): _of(option, "label") for option in _of(facet, "options")}

    assert maturity("es/", "innovaciones") == {"Etapa": "En crecimiento"}
    assert maturity("", "innovations") == {"Maturity": "Growing"}
    factories.publish(InnovationPage.objects.get(locale__language_code="en"))
    log.flush()
    assert maturity("es/", "innovaciones") == {"Etapa": "En crecimiento"}


def _of(thing: Any, name: str) -> Any:
    return thing[name] if isinstance(thing, dict) else getattr(thing, name)


def test_api_labels_follow_lang(spanish: InnovationPage, client: Client) -> None:
    def labels(lang: str) -> list[str]:
        facets = client.get(f"/api/v1/search?facets=kind,maturity&lang={lang}").json()["facets"]
        return [facets["kind"][0]["label"], facets["maturity"][0]["label"]]

    assert labels("es") == ["Distrito", "En crecimiento"]
    assert labels("en") == ["District", "Growing"]


def test_numbers_are_written_as_in_this_country(spanish: InnovationPage, client: Client) -> None:
    District.objects.update(students=12400)

    found = client.get("/es/library/", {"like": District.objects.get().leaid})

    assert "12,400 estudiantes" in found.content.decode()


def test_the_site_is_called_what_its_home_page_is_called(spanish: InnovationPage, client: Client) -> None:
    def brand(path: str) -> str:
        return soup(client, path).select_one(".brand span").text

    english = HomePage.objects.get(locale__language_code="en")
    Site.objects.update(site_name="A name of its own")
    assert brand("/es/") == "A name of its own"
    Site.objects.update(site_name=english.title)
    assert brand("/es/") == "Inicio"
    assert brand("/") == english.title
    plan = client.get(f"/es/plans/{spanish.translation_key}.md").content.decode()
    assert "Licencia del texto:" in plan
    assert ". Inicio. CC" in plan


def test_a_missing_page_speaks_the_language_of_its_address(spanish: InnovationPage, client: Client) -> None:
    answer = client.get("/es/no-hay/")

    assert answer.status_code == 404
    assert "Esta página no está aquí" in answer.content.decode()
    assert "This page is not here" in client.get("/none/").content.decode()


def test_an_error_is_told_in_the_language_of_the_address() -> None:
    with translation.override("es"):
        found = BeautifulSoup(render_to_string("500.html"), "html.parser")

    assert found.html["lang"] == "es"
    assert found.h1.text == "Algo salió mal de nuestro lado"


def test_progress_is_told_in_the_language_of_its_playbook(spanish: InnovationPage, client: Client) -> None:
    """Its page is, and the script shows these words on it."""
    district = DistrictPage.objects.get(locale__language_code="en")
    page = factories.publish(factories.add_draft(district, factories.playbook_page()))
    log.flush()
    address = client.post(f"/es/progress/on/{page.translation_key}/")["Location"]
    told = client.post(address, HTTP_ACCEPT="application/json").json()["told"]

    assert address.startswith("/es/progress/")
    assert "steps done" in told or "step done" in told
    assert told in client.get(address).content.decode()


def test_a_network_may_say_its_own_sentence(spanish: InnovationPage, client: Client, settings: Any) -> None:
    settings.SITE_TAGLINE = "Ours / Lo nuestro"

    assert "Ours / Lo nuestro" in soup(client, "/es/").select_one(".site-footer").text


def test_the_contact_form_is_that_of_the_page_it_was_opened_from(
    spanish: InnovationPage, client: Client
) -> None:
    contact = Person.objects.create(name="Lucía", email="lucia@example.org", contact_public=True)
    spanish.contact, spanish.contact_public = contact, True
    spanish.save_revision().publish()
    log.flush()
    form = soup(client, "/es/innovaciones/lunes-de-taller/").select_one("#Contact a")["href"]

    assert form == f"/es/contact/{spanish.translation_key}/"
    page = client.post(form, {"name": ""}).content.decode()
    assert "Escribir a Lucía" in page
    assert "Escriba su nombre, para que sepan quién pregunta." in page
    asked = {"name": "Ana", "email": "ana@example.org", "text": "¿Cómo empezaron?"}
    assert client.post(form, asked)["Location"] == f"{form}sent/"
    assert (
        client.get(f"/contact/{spanish.translation_key}/").status_code == 404
    )  # its English twin names nobody
