"""A plan for Word: real headings, lists and a table with a row for each step, whose boxes can be ticked."""

from collections.abc import Callable
from io import BytesIO
from itertools import count

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from home.takeaway.plans.plan import Lines, Link, Passage, Plan, Step
from home.takeaway.plans.word_look import NOTICE
from home.takeaway.plans.word_parts import Words

OWN_STEPS = 5
"""Empty rows to fill in where no steps were written down"""


def as_word(plan: Plan, changed_at: str = "") -> bytes:
    """Return the file. It holds no macros, and asks nothing of any other place when it is opened."""
    words = Words(plan.locale)
    words.describe(plan.title, plan.by, plan.locale, parse_datetime(changed_at) if changed_at else None)
    _open(words, plan)
    _takes(words, plan)
    for lines in plan.before:
        words.heading(lines.label, 2)
        _list(words, lines)
    _steps(words, plan)
    if plan.links:
        words.heading(_("Toolkits and files"), 2)
        _links(words, plan.links)
    _passages(words, (*plan.cautions, *plan.added))
    words.heading(_("Use it, and how to credit this"), 2)
    for line in plan.credit:
        words.paragraph(line)
    file = BytesIO()
    words.save(file)
    return file.getvalue()


def _open(words: Words, plan: Plan) -> None:
    words.title(plan.title)
    if plan.notice:
        words.paragraph(". ".join([_("Sample content"), plan.notice]), style=NOTICE)
    if plan.summary:
        words.paragraph(plan.summary)
    if plan.by:
        words.paragraph(" ".join([_("From:"), plan.by]))
    words.paragraph_with_link("", plan.address, plan.address)
    _passages(words, plan.opening)


def _takes(words: Words, plan: Plan) -> None:
    if plan.takes:
        words.heading(_("What it takes"), 2)
    for fact in plan.takes:
        words.labelled(f"{fact.label}: ", fact.text or _("Not stated"))
    _passages(words, plan.conditions)


def _passages(words: Words, passages: tuple[Passage, ...]) -> None:
    for passage in passages:
        words.heading(passage.title, 2)
        words.html(passage.html)


def _steps(words: Words, plan: Plan) -> None:
    numbers = count(1)
    for stage in plan.stages:
        words.heading(stage.title, 2)
        if stage.note:
            words.leading(stage.note)
        numbered = [(next(numbers), step) for step in stage.steps]
        _table(words, stage.title, [(f"{number}. {step.title}", step.facts) for number, step in numbered])
        for number, step in numbered:
            _details(words, number, step)
    if not plan.stages:
        words.heading(_("Steps"), 2)
        words.leading(_("No steps were written down. These are for your own."))
        _table(words, _("Steps"), [("", ())] * OWN_STEPS)


def _table(words: Words, title: str, rows: list[tuple[str, tuple[str, ...]]]) -> None:
    heads = (_("Done"), _("Step"), _("Who"), _("By when"))
    words.checklist_table(title, heads, [(text, "; ".join(facts)) for text, facts in rows])


def _details(words: Words, number: int, step: Step) -> None:
    if not step.has_details:
        return
    words.heading(f"{number}. {step.title}", 3)
    if step.why:
        words.paragraph(step.why)
    words.html(step.how_html)
    for lines in step.lists:
        words.heading(lines.label, 4)
        _list(words, lines)
    if step.links:
        words.heading(_("Resources"), 4)
        _links(words, step.links)


def _list(words: Words, lines: Lines) -> None:
    add: Callable[[str], None] = words.box if lines.is_checklist else words.bullet
    for line in lines.lines:
        add(line)


def _links(words: Words, links: tuple[Link, ...]) -> None:
    for link in links:
        note = f" ({link.note})" if link.note else ""
        words.paragraph_with_link(f"{link.title}{note}: ", link.url, link.url, style="List Bullet")
