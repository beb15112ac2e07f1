"""What lies on someone's desk: their entries, what waits for them, what is due. Each a few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState, WorkflowState

from portfolio.models import (
    DistrictPage,
    DistrictSpace,
    DraftCondition,
    InnovationPage,
    OutboxRow,
    PlaybookPage,
    PortfolioPage,
    StoryPage,
    ToolkitPage,
    User,
)
from portfolio.publication.models import PAGE, ROW
from portfolio.readiness import requirements
from portfolio.services.reviews import due_entries
from portfolio.tenancy.spaces import sees_all_districts, spaces_of

SHOWN = SHOWN_FAILURES = 20
COUNTED_AT_ONCE = 5
"""How many drafts are examined while a page is shown. The rest come with the next visits."""

KINDS = (
    (InnovationPage, _("innovation")),
    (StoryPage, _("story")),
    (ToolkitPage, _("toolkit")),
    (PlaybookPage, _("playbook")),
)


@dataclass
class DeskEntry:
    page: PortfolioPage
    state: str
    """"returned", "draft", "review", "changed" or "live": the order in which they need a hand"""
    step: str = ""
    missing: int | None = None
    """None where it has not been counted"""


STATES = ("returned", "draft", "changed", "review", "live")


def entries_below(spaces: Iterable[DistrictSpace]) -> QuerySet[PortfolioPage]:
    """Return all entries in these districts' parts of the tree, their own pages included."""
    districts = [space.district_id for space in spaces]
    paths = DistrictPage.objects.filter(district__in=districts).values_list("path", flat=True)
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    found: QuerySet[PortfolioPage] = PortfolioPage.objects.filter(condition)
    return found


def own_entries(user: User) -> tuple[list[DeskEntry], int]:
    """Return what the user's districts have, what needs a hand first, and how many there are in all."""
    entries = entries_below(spaces_of(user)).order_by("live", "-latest_revision_created_at", "-pk")
    pages = list(entries[:SHOWN])
    steps = _steps_of(pages)
    missing = _missing_of([page for page in pages if page.has_unpublished_changes or not page.live])
    listed = [_entry(page, steps.get(str(page.pk)), missing.get(page.pk)) for page in pages]
    listed.sort(key=lambda entry: STATES.index(entry.state))
    return listed, entries.count()


def _entry(page: PortfolioPage, state: WorkflowState | None, missing: int | None) -> DeskEntry:
    if state and state.status == WorkflowState.STATUS_IN_PROGRESS:
        return DeskEntry(page, "review", state.current_task_state.task.name, missing)
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return DeskEntry(page, "returned", "", missing)
    if not page.live:
        return DeskEntry(page, "draft", "", missing)
    return DeskEntry(page, "changed" if page.has_unpublished_changes else "live", "", missing)


def _steps_of(pages: list[PortfolioPage]) -> dict[str, WorkflowState]:
    active = WorkflowState.objects.active().filter(object_id__in=[str(page.pk) for page in pages])
    pages_only = active.filter(base_content_type__app_label="wagtailcore", base_content_type__model="page")
    return {state.object_id: state for state in pages_only.select_related("current_task_state__task")}


def _missing_of(pages: list[PortfolioPage]) -> dict[int, int]:
    """Return how much each draft lacks, counting a few of those that changed since the last count."""
    rows = {row.page_id: row for row in DraftCondition.objects.filter(page__in=pages)}
    today = timezone.localdate()
    stale = [
        page
        for page in pages
        if (row := rows.get(page.pk)) is None
        or (row.revision_id, row.counted_on) != (page.latest_revision_id or 0, today)
    ]
    known = {pk: row.missing for pk, row in rows.items() if row.page_id not in {page.pk for page in stale}}
    return known | {page.pk: _count(page) for page in stale[:COUNTED_AT_ONCE]}


def _count(page: PortfolioPage) -> int:
    missing = len(requirements(page.specific.get_latest_revision_as_object()))
    DraftCondition.objects.update_or_create(
        page=page, defaults={"revision_id": page.latest_revision_id or 0, "missing": missing}
    )
    return missing


@dataclass
class Waiting:
    page: Page
    step: str
    since: Any
    by: User | None


def waiting_for(user: User) -> list[Waiting]:
    """Return what waits for `user` to approve, the longest waiting first."""
    states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    if not user.is_superuser:
        states = states.filter(task__groupapprovaltask__groups__user=user)
    states = states.select_related("task", "workflow_state__requested_by").order_by("started_at").distinct()
    found = list(states[:SHOWN])
    pages = Page.objects.in_bulk([int(s.workflow_state.object_id) for s in found])
    waiting = []
    for state in found:
        if page := pages.get(int(state.workflow_state.object_id)):
            by = state.workflow_state.requested_by
            waiting.append(Waiting(page, state.task.name, state.started_at, by))
    return waiting


def due_for(user: User) -> list[PortfolioPage]:
    """Return what is due for review: of the user's districts, or everywhere for the network's staff."""
    due = due_entries()
    if not sees_all_districts(user):
        due = due.filter(pk__in=entries_below(spaces_of(user)).values("pk"))
    return list(due[:SHOWN])


def districts_without_entries() -> list[DistrictSpace]:
    """Return the districts that were taken in and have nothing live but their page."""
    spaces = list(DistrictSpace.objects.filter(page__isnull=False).select_related("district", "page"))
    live = PortfolioPage.objects.live().values_list("path", flat=True)
    with_entries = {path[: -Page.steplen] for path in live}
    return [space for space in spaces if space.page.path not in with_entries]


def pages_that_fail() -> list[Page]:
    """Return the pages that could not be compiled for readers and wait for someone to look at them."""
    keys = _failing(PAGE).values_list("key", flat=True)[:SHOWN_FAILURES]
    return list(Page.objects.filter(pk__in=[key.partition(":")[2] for key in keys]).order_by("title"))


def rows_that_fail() -> list[OutboxRow]:
    """Return the rows of plugins that could not be compiled either, with what went wrong."""
    return list(_failing(ROW).order_by("pk")[:SHOWN_FAILURES])


def _failing(unit: str) -> QuerySet[OutboxRow]:
    return OutboxRow.objects.filter(is_quarantined=True, key__startswith=f"{unit}:")
