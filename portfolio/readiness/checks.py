"""All checks, in the order in which their findings are listed."""

from collections.abc import Callable, Iterable
from typing import Any

from wagtail.models import Page

from portfolio.extensions import registry
from portfolio.readiness import advice, links, media, privacy, required
from portfolio.readiness.content import Content
from portfolio.readiness.problem import Problem

Check = Callable[[Content], Iterable[Problem]]

REQUIREMENTS: tuple[Check, ...] = (
    required.empty_fields,
    required.invalid_fields,
    required.missing_parts,
    required.incomplete_rows,
    required.incomplete_blocks,
    privacy.small_counts,
    privacy.unpermitted_quotes,
    privacy.people_without_consent,
    privacy.republication_beyond_consent,
    media.missing_alt_text,
    media.missing_licences,
    media.inaccessible_videos,
)
ADVICE: tuple[Check, ...] = (
    links.broken_links,
    media.untagged_pdfs,
    advice.summary_too_short,
    advice.no_picture,
    advice.says_little_of_failure,
    advice.results_without_number,
    advice.no_cost,
    advice.unreachable_contact,
    advice.review_overdue,
    advice.hard_to_read,
)


def requirements(page: Any, parent: Page | None = None) -> list[Problem]:
    """Return what keeps `page` from being published. Nothing is written.

    `page` is a specific page with its unsaved changes, as a form or a revision holds it. `parent`
    is asked for only where it has no place in the tree yet. The number of queries does not grow
    with the number of blocks, pictures or rows.
    """
    content = Content(page, parent)
    return [*_run(REQUIREMENTS, content), *(found for found in _of_plugins(page) if found.blocking)]


def problems(page: Any, parent: Page | None = None) -> list[Problem]:
    """Return all that `page` lacks: what keeps it from being published, then advice."""
    return [*_run(REQUIREMENTS + ADVICE, Content(page, parent)), *_of_plugins(page)]


def _of_plugins(page: Any) -> list[Problem]:
    return [
        problem
        for _config, extensions in registry.extensions()
        for each in extensions.checks
        if page.kind in each.kinds
        for problem in each.check(page)
    ]


def _run(checks: Iterable[Check], content: Content) -> list[Problem]:
    return [problem for check in checks for problem in check(content)]
