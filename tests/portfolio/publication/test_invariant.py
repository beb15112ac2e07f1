"""Whatever editors do, in whatever order: the log says what is public, no more and no less.

`GROUNDWORK_INVARIANT_RUNS=500 pytest tests/portfolio/publication/test_invariant.py` looks for longer, and
elsewhere each time; `GROUNDWORK_INVARIANT_STEPS=1000` makes each run that long.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from time import sleep
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from home.models import FeaturedEntry, HomePage, StandardPage
from plugins.researchlinks.models import ResearchLink, ResearchRecord
from portfolio.models import (
    Consent,
    District,
    DistrictIndexPage,
    DistrictPage,
    File,
    InnovationPage,
    OutboxRow,
    Person,
    Picture,
    PortfolioPage,
    StoryPage,
    Theme,
    ToolkitPage,
)
from portfolio.publication import log
from portfolio.readiness import NotReadyError
from portfolio.services import consents, scheduling
from tests import factories
from tests.api.mirroring import mirror_here
from tests.portfolio.publication.oracle import (
    Numbers,
    assert_log_is_true,
    assert_nothing_withdrawn_is_shown,
    listed,
    mirrored,
    new_word,
)
from tests.portfolio.publication.portfolio_rows import (
    NEW,
    documents,
    entries,
    new_person,
    new_picture,
    new_record,
    pick,
    that_may_link_research,
)
from tests.portfolio.publication.snapshot import Snapshot

RUNS = int(os.environ.get("GROUNDWORK_INVARIANT_RUNS", "0"))
STEPS = int(os.environ.get("GROUNDWORK_INVARIANT_STEPS", "12"))
SETTINGS = settings(
    max_examples=RUNS or 3,
    stateful_step_count=STEPS,
    derandomize=not RUNS,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
A_MOMENT = timedelta(milliseconds=20)

some = st.integers(0, 999)
"""Which one: counted round the rows that there are"""


def publish(page: Any) -> None:
    page.go_live_at = page.expire_at = None
    page.save_revision().publish()


def write(page: Any) -> None:
    """Put a word of its own into all that has one."""
    word = new_word()
    page.title = page.draft_title = f"Title {word}"
    if isinstance(page, PortfolioPage):
        page.summary = f"In short, {word}, and fewer of them fail algebra than ever."


def attempt(change: Callable[[], object]) -> None:
    """Do it as a request would: wholly, or, where it is refused, not at all."""
    try:
        with transaction.atomic():
            change()
    except (NotReadyError, ValidationError) as refusal:
        event(f"refused: {type(refusal).__name__}")


def clean() -> None:
    """Empty every table, as Django does after such a test."""
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    OutboxRow.objects.all().delete()
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


class Editors(RuleBasedStateMachine):
    """Each rule is something that people or code of the house do to the editors' tables."""

    beginning: Snapshot | None = None
    """What every sequence begins with"""

    def __init__(self) -> None:
        super().__init__()
        clean()
        self.numbers, self.mirror = Numbers(), mirror_here(at_once=4)
        self.unflushed = 0
        """How many more changes come before the log is brought up to date"""

    def teardown(self) -> None:
        clean()

    @initialize()
    def set_up(self) -> None:
        if self.beginning:
            self.beginning.write_back()
        else:
            self._begin()
            log.flush()
            type(self).beginning = Snapshot()

    def _begin(self) -> None:
        home = factories.make_site()
        Locale.objects.get_or_create(language_code="es")
        Collection.get_first_root_node().add_child(name="Another")
        new_picture(), new_person()
        for _ in range(2):
            self._add(DistrictIndexPage.objects.get(), factories.district_page())
        for number, kind in enumerate(NEW):
            self.publish_new(number, kind)
        about = home.add_child(instance=StandardPage(title=new_word(), slug=new_word()))
        about.add_child(instance=StandardPage(title=new_word(), slug=new_word()))
        shared = [new_record(), new_record()]
        for page in that_may_link_research():
            self._save_links(page.get_latest_revision_as_object(), shared, is_draft=False)
        home.featured = [FeaturedEntry(entry=pick(entries(), 3))]
        publish(home)

    def _add(self, parent: Page, page: Any) -> None:
        page.slug = new_word()
        write(page)
        publish(factories.add_draft(parent, page))

    # What writers do

    @rule(number=some, kind=st.sampled_from(sorted(NEW)))
    def publish_new(self, number: int, kind: str) -> None:
        parent = pick(DistrictPage.objects.filter(alias_of=None), number)
        if parent:
            attempt(lambda: self._add(parent, NEW[kind](number)))

    @rule()
    def publish_new_district(self) -> None:
        attempt(lambda: self._add(DistrictIndexPage.objects.first(), factories.district_page()))

    @rule(number=some)
    def publish_change(self, number: int) -> None:
        page = pick(documents(), number).specific
        write(page)
        attempt(lambda: publish(page))

    @rule(number=some)
    def publish_new_slug(self, number: int) -> None:
        page = pick(documents(), number).specific
        page.slug = new_word()
        attempt(lambda: publish(page))

    @rule(number=some)
    def save_draft(self, number: int) -> None:
        page = pick(documents(), number).specific
        write(page)
        page.slug = new_word()
        attempt(page.save_revision)

    @rule(number=some)
    def unpublish(self, number: int) -> None:
        page = pick(documents(), number).specific
        attempt(lambda: page.unpublish(set_expired=bool(number % 2)))

    @rule(number=some, ends=st.booleans())
    def schedule(self, number: int, ends: bool) -> None:
        page = pick(documents(), number).specific
        write(page)
        setattr(page, "expire_at" if ends else "go_live_at", timezone.now() + A_MOMENT)
        attempt(lambda: page.save_revision().publish())
        sleep(A_MOMENT.total_seconds())

    @rule()
    def let_worker_run(self) -> None:
        scheduling.publish_due()
        scheduling.unpublish_expired()

    @rule(number=some, into=some)
    def move(self, number: int, into: int) -> None:
        page = pick(Page.objects.exact_type(InnovationPage, StoryPage, ToolkitPage, StandardPage), number)
        kinds = (HomePage, StandardPage) if isinstance(page.specific, StandardPage) else (DistrictPage,)
        target = pick(Page.objects.exact_type(*kinds), into)
        if target and not target.is_descendant_of(page) and target != page:
            attempt(lambda: page.move(target, pos="last-child"))

    @rule(number=some, live=st.booleans())
    def copy(self, number: int, live: bool) -> None:
        page = pick(entries(), number).specific
        attempt(lambda: page.copy(update_attrs={"slug": new_word(), "title": new_word()}, keep_live=live))

    @rule(number=some, into=some)
    def make_alias(self, number: int, into: int) -> None:
        page = pick(Page.objects.exact_type(InnovationPage, StoryPage), number)
        parent = pick(DistrictPage.objects.filter(alias_of=None), into)
        if page and parent:
            attempt(lambda: page.specific.create_alias(parent=parent, update_slug=new_word()))

    @rule(number=some)
    def delete(self, number: int) -> None:
        page = pick(Page.objects.not_exact_type(HomePage, DistrictIndexPage).filter(depth__gt=2), number)
        attempt(page.specific.delete)

    @rule()
    def make_index_again(self) -> None:
        for slug, model in factories.INDEX_PAGES.items():
            if not model.objects.exists():
                HomePage.objects.first().add_child(instance=model(title=slug, slug=new_word()))

    @rule(number=some)
    def take_down_past_all_signals(self, number: int) -> None:
        page = pick(documents(), number)
        column = {"expired": True} if number % 2 else {"live": False}
        Page.objects.filter(pk=page.pk).update(**column)

    @rule(number=some)
    def translate(self, number: int) -> None:
        spanish = Locale.objects.get(language_code="es")
        page = pick(documents().exclude(locale=spanish), number).specific
        if not page.has_translation(spanish):
            attempt(lambda: page.copy_for_translation(spanish, copy_parents=True))

    @rule()
    def publish_translations(self) -> None:
        for page in documents().filter(locale__language_code="es", live=False).order_by("path"):
            translated = page.specific
            write(translated)
            translated.slug = new_word()
            attempt(lambda translated=translated: publish(translated))

    # Who may see what

    @rule(number=some)
    def restrict(self, number: int) -> None:
        page = pick(documents(), number)
        PageViewRestriction.objects.create(page=page, restriction_type="login")

    @rule(number=some)
    def open_again(self, number: int) -> None:
        restriction = pick(PageViewRestriction.objects, number)
        if restriction:
            restriction.delete()

    @rule(number=some, onto=some, past_signals=st.booleans())
    def move_restriction(self, number: int, onto: int, past_signals: bool) -> None:
        restriction = pick(PageViewRestriction.objects, number)
        if restriction:
            _set(restriction, past_signals, page_id=pick(documents(), onto).pk)

    @rule(number=some, closed=st.booleans())
    def restrict_collection(self, number: int, closed: bool) -> None:
        CollectionViewRestriction.objects.all().delete()
        if closed:
            collection = pick(Collection.objects, number)
            CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")

    @rule(number=some, into=some, past_signals=st.booleans())
    def move_file_to_another_collection(self, number: int, into: int, past_signals: bool) -> None:
        file = pick(File.objects, number)
        if file:
            _set(file, past_signals, collection_id=pick(Collection.objects, into).pk)

    @rule(number=some, how=st.sampled_from(["service", "row", "update", "delete", "unlink"]))
    def withdraw_consent(self, number: int, how: str) -> None:
        consent = pick(Consent.objects, number)
        if consent and how == "service":
            consents.withdraw(consent)
        elif consent and how == "delete":
            consent.delete()
        elif consent and how == "unlink":
            consent.pictures.clear()
        elif consent:
            _set(consent, how == "update", withdrawn_on=timezone.localdate())

    @rule(number=some, past_signals=st.booleans())
    def change_site_root(self, number: int, past_signals: bool) -> None:
        there = pick(Page.objects.exact_type(HomePage, StandardPage).filter(depth__gt=1), number)
        _set(Site.objects.get(), past_signals, root_page_id=there.pk)

    @rule(past_signals=st.booleans())
    def change_site_root_back(self, past_signals: bool) -> None:
        _set(Site.objects.get(), past_signals, root_page_id=HomePage.objects.order_by("pk").first().pk)

    # What entries name

    @rule(
        number=some,
        column=st.sampled_from([
            (Theme, "name"), (Theme, "slug"), (Person, "name"), (Person, "email"), (Person, "contact_public"),
            (District, "name"), (District, "students"), (Picture, "description"), (File, "title"),
        ]),
        past_signals=st.booleans(),
    )  # fmt: skip
    def change_what_is_named(self, number: int, column: tuple[Any, str], past_signals: bool) -> None:
        model, name = column
        row = pick(model.objects, number)
        if row is None:
            return
        values = {
            "students": number,
            "contact_public": bool(number % 2),
            "email": f"{new_word()}@example.org",
        }
        _set(row, past_signals, **{name: values.get(name, new_word())})

    @rule(number=some, past_signals=st.booleans())
    def delete_theme(self, number: int, past_signals: bool) -> None:
        theme = pick(Theme.objects.filter(children=None), number)
        if theme and past_signals:
            Theme.objects.filter(pk=theme.pk).delete()
        elif theme:
            theme.delete()

    @rule(changes=st.integers(2, 5))
    def let_changes_gather(self, changes: int) -> None:
        """Flush after a few more changes only, as where the worker comes late."""
        self.unflushed = changes

    # What plugins make documents of

    @rule(number=some, which=some, is_draft=st.booleans())
    def link_research(self, number: int, which: int, is_draft: bool) -> None:
        record = pick(ResearchRecord.objects, which) if which % 3 else new_record()
        page = pick(that_may_link_research(), number)
        if record and page:
            self._save_links(page.get_latest_revision_as_object(), [record], is_draft)

    @rule(number=some, is_draft=st.booleans())
    def unlink_research(self, number: int, is_draft: bool) -> None:
        page = pick(that_may_link_research(), number)
        if page:
            self._save_links(page.get_latest_revision_as_object(), [], is_draft)

    def _save_links(self, page: Any, records: list[ResearchRecord], is_draft: bool) -> None:
        page.research_links = [ResearchLink(record=record, relation="supports") for record in records]
        attempt(page.save_revision if is_draft else lambda: publish(page))

    @rule(
        number=some,
        change=st.sampled_from([
            {"is_withdrawn": True}, {"is_withdrawn": False}, {"is_retracted": True}, {"note": "Plainly."},
        ]),
        past_signals=st.booleans(),
    )  # fmt: skip
    def change_record(self, number: int, change: dict[str, Any], past_signals: bool) -> None:
        record = pick(ResearchRecord.objects, number)
        if record:
            _set(record, past_signals, **change)

    @rule(number=some, past_signals=st.booleans())
    def delete_record(self, number: int, past_signals: bool) -> None:
        record = pick(ResearchRecord.objects, number)
        if record and past_signals:
            ResearchRecord.objects.filter(pk=record.pk).delete()
        elif record:
            record.delete()

    @invariant()
    def the_log_says_what_is_public(self) -> None:
        """Once it is up to date; and who follows it holds what the lists show."""
        assert_nothing_withdrawn_is_shown()
        if self.unflushed:
            self.unflushed -= 1
            return
        log.flush()
        assert_log_is_true()
        self.numbers.assert_grown()
        assert mirrored(self.mirror) == listed()


def _set(row: models.Model, past_signals: bool, **values: Any) -> None:
    """Change `row`, with or without telling Django's signals."""
    if past_signals:
        type(row)._base_manager.filter(pk=row.pk).update(**values)
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.django_db(transaction=True)
def test_log_says_what_is_public_whatever_is_done(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.API_ANONYMOUS_PER_MINUTE = 0
    monkeypatch.setattr(log, "want_renditions", lambda wanted: None)

    monkeypatch.setattr(Editors, "beginning", None)
    run_state_machine_as_test(Editors, settings=SETTINGS)
