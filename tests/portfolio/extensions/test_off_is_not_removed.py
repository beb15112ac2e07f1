"""Whatever is done to a page while a plugin is off: its rows are there when it is on again."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portfolio.models import InnovationPage
from portfolio.publication import log, upkeep
from tests import factories
from tests.api.published import live_district
from tests.plugging import turned_on
from tests.portfolio.editor.forms import innovation_form
from tests.portfolio.extensions.test_points import LABEL, body_of, names_in
from tests.sample_plugin.models import MadeWith, Partner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]
RESULT = {"metric": "Passed", "after": "81%", "students": "140", "period": "2024", "source": "Records"}


@pytest.fixture
def page(home: Page) -> InnovationPage:
    """A live page of which the plugin, now off, has a row; it has a row of its own as well."""
    draft = factories.innovation_page()
    draft.results = [factories.result_row()]
    draft.made_with = [row("The mill")]
    with turned_on(LABEL):
        return factories.publish(factories.add_draft(live_district(), draft))


def row(name: str) -> MadeWith:
    return MadeWith(partner=Partner.objects.create(name=name), part="Tools")


def rows_of(page: Any) -> list[str]:
    return [str(row) for row in page.made_with.all()]


def saved_rows(page: Any) -> list[str]:
    """Return the rows in the database."""
    return [str(row) for row in MadeWith.objects.filter(page_id=page.pk)]


def drafted_rows(page: Any) -> list[str]:
    """Return the rows in the newest revision."""
    return rows_of(InnovationPage.objects.get(pk=page.pk).get_latest_revision_as_object())


def post(client: Client, page: InnovationPage, **changes: Any) -> None:
    """Send the editor's form."""
    form = innovation_form([factories.ThemeFactory().pk], slug=page.slug, **changes)
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert answer.status_code == 302, answer.content.decode()
    log.flush()


@pytest.fixture
def then_on() -> Iterator[Callable[[], None]]:
    """Turn the plugin on once the test asks for it, and let the documents follow; off after the test."""
    with ExitStack() as stack:

        def turn() -> None:
            stack.enter_context(turned_on(LABEL))
            upkeep.note_outdated()
            log.flush()

        yield turn


@pytest.mark.parametrize("button", [{}, {"action-publish": "1"}], ids=["save", "publish"])
def test_the_editors_form_keeps_rows(
    page: InnovationPage, network_admin: Client, button: dict[str, str], then_on: Callable[[], None]
) -> None:
    post(network_admin, page, title="Saved while it was off", **button)

    assert saved_rows(page) == drafted_rows(page) == ["The mill: Tools"]
    if button:
        assert body_of(page)["seo_title"] == "Saved while it was off"
        assert "made_with" not in body_of(page)
    then_on()
    assert names_in(page) == ["The mill"]
    assert saved_rows(page) == drafted_rows(page) == ["The mill: Tools"]
    edited = network_admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'name="made_with-INITIAL_FORMS" value="1"' in edited
    assert list(upkeep.verify()) == []


def test_a_draft_of_while_it_was_on_is_published_whole(
    page: InnovationPage, then_on: Callable[[], None]
) -> None:
    with turned_on(LABEL):
        draft = page.get_latest_revision_as_object()
        draft.made_with = [row("The forge"), row("The saw")]
        draft.save_revision()
    assert saved_rows(page) == ["The mill: Tools"]

    factories.publish(InnovationPage.objects.get(pk=page.pk))
    assert sorted(saved_rows(page)) == ["The forge: Tools", "The saw: Tools"]
    then_on()
    assert names_in(page) == ["The forge", "The saw"]
    assert list(upkeep.verify()) == []


def test_a_draft_of_while_it_was_on_is_edited_and_published(
    page: InnovationPage, network_admin: Client, then_on: Callable[[], None]
) -> None:
    with turned_on(LABEL):
        draft = page.get_latest_revision_as_object()
        draft.made_with = [row("The forge")]
        draft.save_revision()

    post(network_admin, page, **{"action-publish": "1"})
    then_on()
    assert names_in(page) == ["The forge"]
    assert saved_rows(page) == drafted_rows(page) == ["The forge: Tools"]


def test_a_copy_has_rows_of_its_own(page: InnovationPage, then_on: Callable[[], None]) -> None:
    copy = page.copy(update_attrs={"title": "Copy", "slug": "copy"}, keep_live=False)

    assert saved_rows(copy) == drafted_rows(copy) == ["The mill: Tools"]
    assert saved_rows(page) == ["The mill: Tools"]
    copy = factories.publish(copy)
    then_on()
    assert names_in(copy) == names_in(page) == ["The mill"]
    assert list(upkeep.verify()) == []


def test_an_alias_follows_in_rows(page: InnovationPage, then_on: Callable[[], None]) -> None:
    alias = page.create_alias(parent=live_district(), update_slug="alias")
    assert saved_rows(alias) == ["The mill: Tools"]
    with turned_on(LABEL):
        draft = page.get_latest_revision_as_object()
        draft.made_with = [row("The forge")]
        draft.save_revision()

    factories.publish(InnovationPage.objects.get(pk=page.pk))
    assert saved_rows(alias) == saved_rows(page) == ["The forge: Tools"]
    assert InnovationPage.objects.get(pk=alias.pk).results.count() == 1
    then_on()
    assert names_in(page) == ["The forge"]
    assert list(upkeep.verify()) == []


@pytest.mark.parametrize("alias", [False, True], ids=["draft", "alias"])
def test_a_translation_has_rows_of_its_own(
    page: InnovationPage, alias: bool, then_on: Callable[[], None]
) -> None:
    spanish, _ = Locale.objects.get_or_create(language_code="es")
    translated = page.copy_for_translation(spanish, copy_parents=True, alias=alias)

    assert saved_rows(translated) == saved_rows(page) == ["The mill: Tools"]
    assert translated.results.count() == page.results.count() == 1
    assert alias or drafted_rows(translated) == ["The mill: Tools"]
    then_on()
    assert names_in(page) == ["The mill"]
    assert saved_rows(translated) == saved_rows(page) == ["The mill: Tools"]
    assert list(upkeep.verify()) == []


def test_what_a_draft_names_may_be_gone_when_it_is_published(
    page: InnovationPage, then_on: Callable[[], None]
) -> None:
    with turned_on(LABEL):
        draft = page.get_latest_revision_as_object()
        draft.made_with = [row("The forge"), row("The saw")]
        draft.save_revision()
    Partner.objects.get(name="The forge").delete()

    factories.publish(InnovationPage.objects.get(pk=page.pk))
    then_on()
    assert names_in(page) == ["The saw"]
    assert list(upkeep.verify()) == []


def test_a_form_opened_before_the_switch_loses_no_rows(page: InnovationPage, network_admin: Client) -> None:
    opened_while_off = innovation_form([factories.ThemeFactory().pk], slug=page.slug, title="Off, then on")
    removes = {"id": str(MadeWith.objects.get().pk), "DELETE": "on", "partner": "", "part": "", "ORDER": "1"}
    opened_while_on = opened_while_off | nested_form_data(
        {"title": "On, then off", "made_with": inline_formset([removes], initial=1)}
    )
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    assert network_admin.post(address, opened_while_on).status_code == 302
    assert saved_rows(page) == drafted_rows(page) == ["The mill: Tools"]
    with turned_on(LABEL):
        answer = network_admin.post(address, opened_while_off)
    assert "could not be saved" in answer.content.decode()
    assert saved_rows(page) == drafted_rows(page) == ["The mill: Tools"]


def test_autosave_keeps_rows(page: InnovationPage, network_admin: Client) -> None:
    form = innovation_form([factories.ThemeFactory().pk], slug=page.slug, title="Saved by itself")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    first = network_admin.post(address, form, headers={"Accept": "application/json"}).json()
    form |= {"overwrite_revision_id": str(first["revision_id"])}
    again = network_admin.post(address, form, headers={"Accept": "application/json"}).json()

    assert again["success"]
    assert saved_rows(page) == drafted_rows(page) == ["The mill: Tools"]


def test_deleting_the_page_takes_its_rows_along(page: InnovationPage) -> None:
    page.delete()
    log.flush()

    assert not MadeWith.objects.exists()
    assert Partner.objects.exists()
    assert list(upkeep.verify()) == []
