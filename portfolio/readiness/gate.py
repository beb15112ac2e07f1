"""The gate that every way to publish leads through.

No one place in Wagtail sees them all. The editor's form asks here, so that what is missing is
shown beside the fields; `PortfolioPage.save` asks when a page goes live or what is live changes;
and a revision asks when it is given a time to go live, since Wagtail schedules without looking.
"""

from collections.abc import Collection
from typing import Any

from wagtail.models import Page

from portfolio.readiness.checks import requirements
from portfolio.readiness.problem import NotReadyError

GOES_LIVE = {"live", "live_revision", "live_revision_id"}


def ensure_ready(page: Any, parent: Page | None = None) -> None:
    """Raise NotReadyError where something that publication needs is missing."""
    missing = requirements(page, parent)
    if missing:
        raise NotReadyError(page, missing)


def changes_what_is_public(page: Any, update_fields: Collection[str] | None) -> bool:
    """Whether saving `page` puts content before readers that was not there before.

    An alias follows its original, which went through the gate itself.
    """
    if not page.live or page.alias_of_id:
        return False
    written = set(update_fields) if update_fields is not None else None
    if written is not None and not written & (GOES_LIVE | {field.name for field in _own_fields(page)}):
        return False
    before = type(page)._base_manager.filter(pk=page.pk).first() if page.pk else None
    return (
        before is None
        or not before.live
        or before.live_revision_id != page.live_revision_id
        or _content_differs(page, before)
    )


def check_scheduled(revision: Any) -> None:
    """Raise NotReadyError where `revision` is given a time to go live and is not complete."""
    if revision.approved_go_live_at is None:
        return
    page = revision.as_object()
    if hasattr(page, "portfoliopage_ptr") and not page.alias_of_id:
        ensure_ready(page)


def check_bare_page(page: Page) -> None:
    """Raise NotReadyError where the row of an entry, loaded as a plain Page, is about to go live."""
    if page.pk and page.live and not page.alias_of_id:
        entry = page.specific
        if hasattr(entry, "portfoliopage_ptr") and not entry.live:
            ensure_ready(entry)


def _own_fields(page: Any) -> list[Any]:
    """Return the fields that are the entry's own content, title and all."""
    parts = [Page._meta.get_field("title")]
    return parts + [
        field for field in page._meta.concrete_fields if field.model is not Page and field.editable
    ]


def _content_differs(page: Any, before: Any) -> bool:
    if getattr(page, "_cluster_related_objects", None):
        return True
    deferred = page.get_deferred_fields()
    return any(
        field.get_prep_value(field.value_from_object(page))
        != field.get_prep_value(field.value_from_object(before))
        for field in _own_fields(page)
        if field.attname not in deferred
    )
