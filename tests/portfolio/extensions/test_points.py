"""Each point of the contract, as the sample plugin uses it: there while it is on, and only then."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from jsonschema import Draft202012Validator
from wagtail.models import Locale, PageViewRestriction

from api.openapi import openapi
from home.site_tree import ensure_site_tree
from portfolio import sample
from portfolio.extensions import Audience, Extensions, Sample, registry
from portfolio.extensions.views import _guard
from portfolio.models import InnovationPage, OutboxRow, PublicDocument
from portfolio.periodic.jobs import every_job
from portfolio.publication import log, outbox, sites, triggers, upkeep
from portfolio.readiness import NotReadyError
from portfolio.readiness.checks import requirements
from portfolio.services.network import ADMINISTRATORS, EDITORS, ensure_network
from portfolio.tenancy.onboarding import onboard
from tests import factories
from tests.api.mirroring import mirror_here
from tests.api.published import get, live_district, live_innovation, read, refusal
from tests.plugging import turned_on
from tests.sample_plugin.models import MadeWith, Partner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]
LABEL = "sample_plugin"


@pytest.fixture
def on() -> Iterator[None]:
    with turned_on(LABEL):
        yield


def made_with(*names: str, **fields: Any) -> InnovationPage:
    """Publish an innovation that was made with these partners."""
    page = factories.innovation_page(**fields)
    page.made_with = [MadeWith(partner=Partner.objects.create(name=name), part="Tools") for name in names]
    return factories.publish(factories.add_draft(live_district(), page))


def body_of(page: InnovationPage) -> Any:
    return PublicDocument.objects.get(page_id=page.pk).body


def names_in(page: InnovationPage) -> list[str]:
    section = body_of(page)["made_with"]
    return [partner["name"] for partner in section["partners"]] if section else []


def test_panels_are_in_the_editor_while_on(network_admin: Client) -> None:
    page = live_innovation()
    address = f"/admin/pages/{page.pk}/edit/"
    with turned_on(LABEL):
        assert 'name="made_with-TOTAL_FORMS"' in network_admin.get(address).content.decode()
    assert "made_with-TOTAL_FORMS" not in network_admin.get(address).content.decode()


def test_sections_are_part_of_the_document_while_on() -> None:
    with turned_on(LABEL):
        page = made_with("The mill")
        assert names_in(page) == ["The mill"]
        document = read(f"/innovations/{page.translation_key}")
        assert document["body"]["made_with"]["partners"][0]["part"] == "Tools"
    assert upkeep.note_outdated() > 0
    log.flush()
    assert "made_with" not in body_of(page)
    assert upkeep.note_outdated() == 0


def test_sections_are_in_the_description_while_on() -> None:
    def body() -> Any:
        return openapi()["components"]["schemas"]["InnovationBody"]["properties"]

    assert "made_with" not in body()
    with turned_on(LABEL):
        schemas = openapi()["components"]["schemas"]
        assert "made_with" in body()
        assert "partners" in schemas["SamplepluginPartners"]["properties"]
        page = made_with("The mill")
        answer = read(f"/innovations/{page.translation_key}")
        whole = {"$ref": "#/components/schemas/Innovation", "components": {"schemas": schemas}}
        Draft202012Validator(whole).validate(answer)


def test_sections_text_is_searched(on: None) -> None:
    page = made_with("The mill")

    assert "The mill" in PublicDocument.objects.get(page_id=page.pk).search_text


def test_orders_are_offered_while_on_and_put_what_has_none_last() -> None:
    def titles(path: str, **query: Any) -> list[str]:
        return [item["title"] for item in read(path, sort="partners", **query)["items"]]

    with turned_on(LABEL):
        made_with("The mill", title="Zebras with one")
        made_with("The mill", "The bank", title="Zebras with two")
        made_with("A bank", title="A zebra with one")
        made_with(title="Zebras alone")
        expected = ["Zebras with two", "A zebra with one", "Zebras with one", "Zebras alone"]
        assert titles("/innovations") == titles("/search", kind="innovation") == expected
        pages = [read("/innovations", sort="partners", limit=1)]
        while pages[-1]["next"]:
            pages.append(read("/innovations", sort="partners", limit=1, cursor=pages[-1]["next"]))
        assert [page["items"][0]["title"] for page in pages] == expected
        assert titles("/search", q="zebras one", kind="innovation")[-2:] == [
            "Zebras with one",
            "Zebras alone",
        ]
        for path in ("/innovations/", "/library/"):
            assert "Most partners" in Client().get(path).content.decode()
    refusal(get("/innovations", sort="partners"), 400, "sort")
    assert "Most partners" not in Client().get("/library/").content.decode()


def test_facets_narrow_and_count_while_on() -> None:
    with turned_on(LABEL):
        page = made_with("The mill", title="With the mill")
        made_with(title="Alone")
        code = f"p{page.made_with.get().partner_id}"
        found = read("/innovations", partner=code, facets="partner")
        assert [item["title"] for item in found["items"]] == ["With the mill"]
        assert [(f["label"], f["count"]) for f in found["facets"]["partner"]] == [("The mill", 1)]
        assert "Made with" in Client().get("/innovations/").content.decode()
    refusal(get("/innovations", partner=code), 400, "partner")


def test_named_rows_bring_their_documents_along(on: None) -> None:
    page = made_with("The mill")
    partner = Partner.objects.get()

    Partner.objects.filter(pk=partner.pk).update(name="The new mill")
    log.flush()
    assert names_in(page) == ["The new mill"]

    Partner.objects.filter(pk=partner.pk).update(is_public=False)
    log.flush()
    assert body_of(page)["made_with"] is None
    assert list(upkeep.verify()) == []


def partners(**query: Any) -> list[str]:
    return [item["title"] for item in read("/partners", sort="title", **query)["items"]]


def test_kinds_are_collections_while_on() -> None:
    with turned_on(LABEL):
        page = made_with("The mill", "The old forge")
        mill = Partner.objects.get(name="The mill")
        found = read("/partners", letters_min=8, letters_max=8, facets="theme,initial")
        assert [item["title"] for item in found["items"]] == ["The mill"]
        assert [each["value"] for each in found["facets"]["theme"]] == [page.themes.get().slug]
        assert [item["title"] for item in read("/partners", sort="letters")["items"]] == [
            "The old forge",
            "The mill",
        ]
        whole = read(f"/partners/{mill.public_id}")
        assert whole["body"]["name"] == "The mill"
        assert [theme["slug"] for theme in whole["themes"]] == [page.themes.get().slug]
        assert read("/resolve", path=whole["path"])["id"] == str(mill.public_id)
        assert "The mill" in Client().get(whole["path"]).content.decode()
        assert [item["id"] for item in read("/innovations", made_with=mill.public_id)["items"]] == [
            str(page.translation_key)
        ]
        assert {"name": "partners", "kinds": ["partner"], "count": 2} in [
            {key: each[key] for key in ("name", "kinds", "count")} for each in read("/")["collections"]
        ]
    assert get("/partners").status_code == 404
    refusal(get("/innovations", made_with=mill.public_id), 400, "made_with")


def test_kinds_are_in_the_description_and_their_documents_fit_it(on: None) -> None:
    made_with("The mill")
    schemas = openapi()["components"]["schemas"]

    assert schemas["Partner"]["properties"]["kind"] == {"const": "partner", "type": "string"}
    assert "SamplepluginPartnerBody" not in schemas
    answer = {"$ref": "#/components/schemas/PartnerList", "components": {"schemas": schemas}}
    Draft202012Validator(answer).validate(read("/partners", view="full"))
    any_document = {"$ref": "#/components/schemas/AnyDocument", "components": {"schemas": schemas}}
    Draft202012Validator(any_document).validate(read("/partners", view="full")["items"][0])


def test_kinds_are_told_as_gone_once_off_and_come_back(settings: Any) -> None:
    mirror = mirror_here()
    with turned_on(LABEL):
        made_with("The mill")
        mirror.catch_up()
        assert mirror.file.execute("SELECT count(*) FROM document WHERE kind = 'partner'").fetchone() == (1,)
    upkeep.note_outdated()
    log.flush()
    assert [change["state"] for change in read("/changes")["items"] if change["kind"] == "partner"] == [
        "gone"
    ]
    mirror.catch_up()
    assert mirror.file.execute("SELECT count(*) FROM document WHERE kind = 'partner'").fetchone() == (0,)
    with turned_on(LABEL):
        upkeep.note_outdated()
        log.flush()
        assert partners() == ["The mill"]
        assert list(upkeep.verify()) == []


def test_kinds_of_rows_that_only_drafts_show_are_not_public(on: None) -> None:
    page = made_with("The mill")
    draft = page.get_latest_revision_as_object()
    draft.made_with.add(MadeWith(partner=Partner.objects.create(name="The secret forge"), part="Iron"))
    draft.save_revision()
    log.flush()
    assert partners() == ["The mill"]
    assert "secret" not in str(list(PublicDocument.log.values()))

    factories.publish(InnovationPage.objects.get(pk=page.pk))
    assert partners() == ["The mill", "The secret forge"]


@pytest.mark.parametrize(
    "take_away",
    [
        lambda page: page.unpublish(),
        lambda page: page.delete(),
        lambda page: InnovationPage.objects.filter(pk=page.pk).update(expired=True),
        lambda page: PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login"),
        lambda page: Partner.objects.update(is_public=False),
        lambda page: Partner.objects.all().delete(),
    ],
    ids=["unpublish", "delete", "expire", "restrict", "withdraw", "delete row"],
)
def test_kinds_leave_in_the_transaction_that_takes_them_away(on: None, take_away: Any) -> None:
    page = made_with("The mill")
    public_id = Partner.objects.get().public_id
    assert partners() == ["The mill"]

    take_away(page)

    assert partners() == []
    assert get(f"/partners/{public_id}").status_code == 410
    log.flush()
    assert PublicDocument.log.get(id=public_id).state == "gone"
    assert list(upkeep.verify()) == []


def test_kinds_stay_while_another_page_shows_them(on: None) -> None:
    first = made_with("The mill")
    second = made_with()
    second.made_with = [MadeWith(partner=Partner.objects.get(), part="Tools")]
    second.save_revision().publish()
    log.flush()

    first.unpublish()
    assert partners() == ["The mill"]
    log.flush()
    slug = second.themes.get().slug
    assert [theme["slug"] for theme in read("/partners")["items"][0]["themes"]] == [slug]
    second.unpublish()
    assert partners() == []


def test_kinds_leave_with_the_link(on: None) -> None:
    page = made_with("The mill")
    page.made_with = []
    page.save_revision().publish()
    log.flush()

    assert partners() == []
    assert PublicDocument.log.get(kind="partner").state == "gone"
    assert list(upkeep.verify()) == []


def test_kinds_have_a_document_for_each_language(on: None) -> None:
    spanish, _ = Locale.objects.get_or_create(language_code="es")
    page = made_with("The mill")
    translated = page.copy_for_translation(spanish, copy_parents=True)
    for parent in translated.get_ancestors().filter(locale=spanish, live=False).specific():
        factories.publish(parent)
    translated.slug = "el-molino"
    translated.save_revision()
    translated = factories.publish(translated)
    public_id = Partner.objects.get().public_id

    english, other = read(f"/partners/{public_id}"), read(f"/partners/{public_id}", lang="es")
    assert (english["locale"], other["locale"]) == ("en", "es")
    assert other["path"] == f"/es{english['path']}"
    assert Client().get(other["path"]).headers["Content-Language"] == "es"
    translated.unpublish()
    assert get(f"/partners/{public_id}", lang="es").status_code == 410
    assert get(f"/partners/{public_id}").status_code == 200


def test_kinds_cost_the_same_for_2_and_20_rows(
    on: None, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sites, "KEPT_SECONDS", 600)  # else the sites are asked for every five seconds
    monkeypatch.setattr(sites, "_kept", threading.local())
    made_with(*(f"Partner {number}" for number in range(20)))
    read("/partners", view="full")

    for number in (2, 20):
        with django_assert_num_queries(1):
            read("/partners", view="full", limit=number, facets="theme,initial")
    public_id = Partner.objects.values_list("public_id", flat=True)[0]
    with django_assert_num_queries(1):
        read(f"/partners/{public_id}")


def test_kinds_that_are_public_alone_need_no_page(on: None, monkeypatch: pytest.MonkeyPatch) -> None:
    Locale.objects.get_or_create(language_code="es")
    declared = registry.declared(registry.enabled()[0])
    alone = replace(declared, kinds=[replace(kind, is_public_alone=True) for kind in declared.kinds])
    with monkeypatch.context() as patch:
        patch.setitem(registry._declared, LABEL, alone)
        triggers.install()

        Partner.objects.create(name="The mill")
        Partner.objects.create(name="The secret forge", is_public=False)
        log.flush()

        assert partners() == partners(lang="es") == ["The mill"]
        assert list(upkeep.verify()) == []
        Partner.objects.all().delete()
        assert partners() == partners(lang="es") == []
    triggers.install()


def test_kinds_that_raise_are_named_and_hold_up_nobody(on: None, monkeypatch: pytest.MonkeyPatch) -> None:
    [(_config, kind)] = [each for each in registry.kinds() if each[1].name == "partner"]

    def broken(*args: Any) -> Any:
        raise RuntimeError("no mill today")

    with monkeypatch.context() as patch:
        patch.setitem(kind.__dict__, "build", broken)
        page = made_with("The mill")
        assert names_in(page) == ["The mill"]
        [row] = OutboxRow.objects.all()
        assert "failed while building a document of “partner”" in row.error
        assert partners() == []

    OutboxRow.objects.update(retry_at=None)
    log.flush()
    assert partners() == ["The mill"]


def test_slots_are_on_the_page_while_on() -> None:
    with turned_on(LABEL):
        page = made_with("<script>The mill</script>")
        shown = Client().get(f"/innovations/{page.slug}/").content.decode()
        assert "&lt;script&gt;The mill&lt;/script&gt;: Tools" in shown
    assert "The mill" not in Client().get(f"/innovations/{page.slug}/").content.decode()


def test_checks_stop_publication_while_on() -> None:
    page = factories.innovation_page()
    page.made_with = [MadeWith(partner=Partner.objects.create(name="The mill"))]
    draft = factories.add_draft(live_district(), page)
    with turned_on(LABEL):
        assert [problem.field for problem in requirements(draft)] == ["made_with.0.part"]
        with pytest.raises(NotReadyError, match="what the partner did"):
            factories.publish(draft)
    assert requirements(draft) == []


def test_jobs_are_the_workers_while_on() -> None:
    def names() -> list[str]:
        return [job.name for job in every_job() if job.name.startswith(LABEL)]

    assert names() == []
    with turned_on(LABEL):
        assert names() == ["sample_plugin: forget unnamed partners", "sample_plugin: ask what partners did"]
        Partner.objects.create(name="")
        next(job for job in every_job() if job.name.startswith(LABEL)).run()
        assert not Partner.objects.exists()


def test_jobs_tell_those_who_look_after_an_entry(on: None) -> None:
    space = onboard(factories.DistrictFactory()).space
    factories.UserFactory(email="writer@example.org").groups.add(space.communicators)
    factories.UserFactory(email="stranger@example.org").groups.add(
        onboard(factories.DistrictFactory()).space.communicators
    )
    page = factories.innovation_page(title="Tools & more")
    page.made_with = [MadeWith(partner=Partner.objects.create(name="The mill"), part="Tools")]
    page = factories.publish(factories.add_draft(space.page, page))
    MadeWith.objects.update(part="")

    next(job for job in every_job() if job.name.endswith("what partners did")).run()

    [message] = mail.outbox
    assert message.to == ["writer@example.org"]
    assert message.body.startswith("Tools & more does not say what The mill did: ")
    assert f"/admin/pages/{page.pk}/edit/" in message.body


def test_routes_answer_while_on() -> None:
    Partner.objects.create(name="The mill")
    assert Client().get("/x/sample_plugin/partners").status_code == 404
    with turned_on(LABEL):
        assert Client().get("/x/sample_plugin/partners").json() == {"partners": ["The mill"]}


@pytest.mark.parametrize("audience", [Audience.WRITERS, Audience.NETWORK])
def test_routes_for_some_refuse_others(
    on: None, audience: Audience, rf: RequestFactory, admin_user: Any
) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("for some")

    guarded = _guard(LABEL, audience, view)
    request = rf.get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        guarded(request)
    request.user = admin_user
    assert guarded(request).content == b"for some"
    with turned_on(), pytest.raises(Http404):
        guarded(request)


def test_sample_rows_come_with_the_sample_while_on_and_go_with_it() -> None:
    ensure_site_tree()
    load_sample()
    assert not Partner.objects.exists()
    with turned_on(LABEL):
        kept = live_innovation()  # a real entry
        made = load_sample()
        assert made == {"partners": 2}
        garden = InnovationPage.objects.get(slug="kitchen-garden")
        assert names_in(garden) == ["The Invented Kiln"]
        partners = read("/partners", sort="title")["items"]
        assert [(each["title"], each["is_sample"]) for each in partners] == [
            ("The Invented Kiln", True),
            ("The Invented Press", True),
        ]
        garden.made_with = []
        garden.save_revision().publish()
        assert load_sample() == {}
        assert names_in(garden) == [], "what someone took off stays off"

        kept.made_with = [MadeWith(partner=Partner.objects.first(), part="Tools")]
        kept.save_revision().publish()
        with pytest.raises(sample.CannotRemoveError, match="uses a sample partner"):
            sample.remove()
        kept.get_parent().specific.delete()
    assert sample.remove()["partners"] == 2, "also while it is off"
    assert not MadeWith.objects.exists()


def test_sample_that_names_no_entry_is_told_with_its_plugin(
    on: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = Sample(entries=lambda: {"innovation/gone": {}})
    monkeypatch.setitem(registry._declared, LABEL, Extensions(sample=declared))
    ensure_site_tree()

    with pytest.raises(registry.PluginError, match=r"“sample_plugin” 1.0 failed .* “innovation/gone”"):
        load_sample()

    assert not sample.is_loaded()


def load_sample() -> dict[str, int]:
    """Load without renditions, which take minutes; return what was made."""
    with (
        patch("portfolio.sample.renditions.make_quick_ones"),
        patch("portfolio.publication.log.want_renditions"),
    ):
        made = sample.load()
        log.flush()
    return {kind: count for kind, count in made.items() if count}


def test_access_is_granted_as_stated() -> None:
    network = ensure_network()
    for group in (network.editors, network.administrators):
        assert group.name in (EDITORS, ADMINISTRATORS)
        codenames = set(group.permissions.values_list("codename", flat=True))
        assert {"add_partner", "change_partner", "delete_partner", "view_partner"} <= codenames
        assert "change_madewith" not in codenames


def test_a_plugin_that_raises_is_named_and_page_and_log_agree_again(
    on: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = made_with("The mill", title="Before")
    section = registry.declared(registry.enabled()[0]).sections[0]

    def broken(*args: Any) -> Any:
        raise RuntimeError("no mill today")

    with monkeypatch.context() as patch:
        patch.setitem(section.__dict__, "build", broken)
        page.title = "After"
        page.save_revision().publish()
        log.flush()
        [row] = OutboxRow.objects.all()
        assert "The plugin “sample_plugin” 1.0 failed while building “made_with”" in row.error
        assert PublicDocument.objects.get(page_id=page.pk).title == "Before"

    outbox.OutboxRow.objects.update(retry_at=None)
    log.flush()
    assert PublicDocument.objects.get(page_id=page.pk).title == "After"
    assert list(upkeep.verify()) == []


def test_off_save_on_loses_nothing() -> None:
    with turned_on(LABEL):
        page = made_with("The mill")
    page = InnovationPage.objects.get(pk=page.pk)
    page.title = "Saved while it was off"
    page.save_revision().publish()
    log.flush()
    assert "made_with" not in body_of(page)
    with turned_on(LABEL):
        upkeep.note_outdated()
        log.flush()
        assert names_in(page) == ["The mill"]
        assert [row.partner.name for row in page.get_latest_revision_as_object().made_with.all()] == [
            "The mill"
        ]


def test_every_list_costs_the_same_for_2_and_20_entries(on: None, django_assert_num_queries: Any) -> None:
    def queries(number: int) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            read("/innovations", view="full", limit=number, facets="partner")
        return len(captured)

    for number in range(20):
        made_with("The mill", title=f"Entry {number}")
    read("/innovations", view="full")

    assert queries(2) == queries(20) <= 3


def test_compiling_many_pages_reads_the_plugins_rows_at_once(on: None) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(6):
        made_with("The mill", title=f"Entry {number}")
    with CaptureQueriesContext(connection) as captured:
        upkeep.rebuild()

    asked = [query["sql"] for query in captured if 'FROM "sample_plugin_madewith"' in query["sql"]]
    assert len(asked) == 1
