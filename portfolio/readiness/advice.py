"""What would make a good entry better. Nothing here stops publication."""

import datetime
from collections.abc import Iterator

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from portfolio.readiness.content import Content
from portfolio.readiness.problem import Problem
from portfolio.readiness.reading import MOST_GRADE, grade_of

SHORTEST_SUMMARY = 50
FEWEST_WORDS_ON_FAILURE = 30
REVIEW_AFTER = datetime.timedelta(days=365)


def _advice(code: str, field: str, message: str, why: str) -> Problem:
    return Problem(code, field, message, why, blocking=False)


def summary_too_short(content: Content) -> Iterator[Problem]:
    if 0 < len(content.page.summary.strip()) < SHORTEST_SUMMARY:
        yield _advice(
            "short_summary",
            "summary",
            _("Make the summary a full sentence: what you did, for whom, with what result."),
            _("It stands alone in lists and search results, where nothing else explains it."),
        )


def no_picture(content: Content) -> Iterator[Problem]:
    if content.page.picture_id is None:
        yield _advice(
            "no_picture",
            "picture",
            _("Add a picture of it happening."),
            _("In a list, entries with a real picture are the ones that people open."),
        )


def says_little_of_failure(content: Content) -> Iterator[Problem]:
    words = len(strip_tags(getattr(content.page, "what_did_not_work", "")).split())
    if 0 < words < FEWEST_WORDS_ON_FAILURE:
        yield _advice(
            "little_on_failure",
            "what_did_not_work",
            _("Say more about what didn't work: what you tried, what happened, what you did instead."),
            _("Readers say that this is the part they cannot find anywhere else."),
        )


def results_without_number(content: Content) -> Iterator[Problem]:
    for row in content.rows_of("results"):
        if row.instance.students is None:
            yield _advice(
                "result_without_n",
                row.path("students"),
                _("Result %(number)d: say how many students it is about.") % {"number": row.index + 1},
                _("A gain among 20 students and one among 2,000 are different news."),
            )


def no_cost(content: Content) -> Iterator[Problem]:
    if getattr(content.page, "cost_band", None) == "":
        yield _advice(
            "no_cost",
            "cost_band",
            _("Say roughly what the first year cost."),
            _("It is the first thing that districts compare. “Not stated” usually ends the comparison."),
        )


def unreachable_contact(content: Content) -> Iterator[Problem]:
    page = content.page
    if not getattr(page, "contact_public", False):
        return
    if page.contact is None or not page.contact.can_be_written_to:
        yield _advice(
            "unreachable_contact",
            "contact",
            _("Readers may write, but to nobody. Name someone with an e-mail address who has agreed."),
            _("Most districts that copy an idea talk to someone first."),
        )


def review_overdue(content: Content) -> Iterator[Problem]:
    reviewed = content.page.reviewed_on
    if reviewed and reviewed < timezone.localdate() - REVIEW_AFTER:
        yield _advice(
            "review_overdue",
            "reviewed_on",
            _("Read it again, correct what has changed, and set “Last reviewed on” to today."),
            _("It was last checked more than a year ago. Readers see the date."),
        )


def hard_to_read(content: Content) -> Iterator[Problem]:
    grade = grade_of(content)
    if grade is not None and grade > MOST_GRADE:
        yield _advice(
            "hard_to_read",
            "",
            _("It reads at grade %(grade)d. Shorten the longest sentences and choose plainer words.")
            % {"grade": round(grade)},
            _("Busy people and families finish texts of grade %(most)d or below.") % {"most": MOST_GRADE},
        )
