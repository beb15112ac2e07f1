"""From a stored document to the plan that is taken away."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.glance import facts_at_a_glance, first_year_cost
from home.takeaway.plans.plan import Fact, Lines, Link, Passage, Plan, Stage, Step
from home.templatetags.documents import dollars, when
from portfolio.extensions import registry
from portfolio.publication.documents import Document
from portfolio.publication.prose import sanitized

KINDS = ("innovation", "playbook")
"""The kinds of entries that have steps"""
TAKEN_ALONG = ("toolkit", "playbook")
"""Related entries that help with the steps"""
_NOT_FOR_FILES = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no place for, so that Word would refuse the file"""


def plan_of(document: Document, site_name: str, address: str) -> Plan:
    """Draw up the plan of an innovation or a playbook; its addresses are whole already."""
    told = printable(dict(document))
    build = {"innovation": _innovation, "playbook": _playbook}[told["kind"]]
    card, body = told["card"], told["body"]
    by = "; ".join(district["name"] for district in card["districts"])
    return Plan(
        title=told["title"],
        summary=card["summary"],
        by=by,
        address=address,
        locale=told["locale"],
        notice=_("It tells of an invented district. No real district did this.") if told["is_sample"] else "",
        added=tuple(_of_plugins(told)),
        credit=tuple(_credit(told, by, site_name, address)),
        **build(told, body),
    )


def printable(value: Any) -> Any:
    """Return `value` without characters that no file may hold."""
    if isinstance(value, str):
        return _NOT_FOR_FILES.sub("", value)
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    return [printable(item) for item in value] if isinstance(value, (list, tuple)) else value


def _innovation(document: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    steps = tuple(
        Step(step["title"], facts=_stated(step["time"]), how_html=step["html"]) for step in body["steps"]
    )
    return {
        "opening": _passages((_("The problem"), body["problem_html"])),
        "takes": tuple(_takes(body["cost"], body["needs"])),
        "conditions": _passages((_("What must be in place first"), body["needs"]["prerequisites_html"])),
        "before": (),
        "stages": (Stage(_("Steps"), "", steps),) if steps else (),
        "links": tuple(_beside(body)),
        "cautions": _passages(
            (_("What didn't work"), body["what_did_not_work_html"]),
            (_("Advice to a district that starts"), body["advice_html"]),
        ),
    }


def _playbook(document: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    ready = Lines(_("Are you ready?"), tuple(body["readiness_questions"]), is_checklist=True)
    return {
        "opening": _passages(
            (_("What it is for"), body["purpose_html"]), (_("How to use it"), body["how_to_use_html"])
        ),
        "takes": tuple(_stated_at_a_glance(document)),
        "conditions": (),
        "before": (ready,) if ready.lines else (),
        "stages": tuple(_phase(phase) for phase in body["phases"]),
        "links": (),
        "cautions": (),
    }


def _phase(phase: dict[str, Any]) -> Stage:
    note = " ".join(_stated(phase["goal"], f"({phase['duration']})" if phase["duration"] else ""))
    return Stage(phase["title"], note, tuple(_playbook_step(step) for step in phase["steps"]))


def _playbook_step(step: dict[str, Any]) -> Step:
    lists = (
        Lines(_("What you need"), tuple(step["inputs"])),
        Lines(_("Checklist"), tuple(step["checklist"]), is_checklist=True),
        Lines(_("Key questions"), tuple(step["key_questions"])),
        Lines(_("It is done when"), tuple(step["done_when"]), is_checklist=True),
    )
    owner, difficulty = step["owner"], step["difficulty"]
    return Step(
        step["title"],
        facts=_stated(
            step["time"],
            _("Led by: %(who)s") % {"who": owner["label"]} if owner else "",
            _("Difficulty: %(difficulty)s") % {"difficulty": difficulty["label"]} if difficulty else "",
        ),
        why=step["why"],
        how_html=step["how_html"],
        lists=tuple(each for each in lists if each.lines),
        links=tuple(_resources(step)),
    )


def _resources(step: dict[str, Any]) -> Iterator[Link]:
    for resource in step["resources"]:
        file = resource["file"]
        yield Link(
            resource["title"] or (file["title"] if file else resource["url"]),
            file["url"] if file else resource["url"],
            file["format"] if file else "",
        )
    if example := step["example"]:
        yield Link(_("Example: %(title)s") % {"title": example["title"]}, example["url"])


def _beside(body: dict[str, Any]) -> Iterator[Link]:
    """Name the toolkits and playbooks that the entry leads to, and the files within its text."""
    for ref in body["related"]:
        if ref["kind"] in TAKEN_ALONG:
            yield Link(ref["title"], ref["url"], _("Toolkit") if ref["kind"] == "toolkit" else _("Playbook"))
    for block in body["practice"]:
        if block["type"] == "file":
            yield Link(block["value"]["title"], block["value"]["url"], block["value"]["format"])


def _takes(cost: dict[str, Any], needs: dict[str, Any]) -> Iterator[Fact]:
    """Return what it took. Cost, staff and time are there where nothing is stated too."""
    first_year, per_student = first_year_cost(cost), cost["per_student"]
    yield Fact(
        first_year.label,
        in_sentences(
            first_year.value,
            first_year.note,
            _("%(dollars)s per student and year") % {"dollars": dollars(per_student)}
            if per_student is not None
            else "",
            cost["note"],
        ),
    )
    yield Fact(_("Staff"), in_sentences(_full_time(needs["staff_fte"]), needs["staff"]))
    yield Fact(_("Time"), in_sentences(_months(needs["months_to_start"]), needs["time"]))
    for label, text in (
        (_("Where the money came from"), cost["funding"]),
        (_("Technology"), needs["technology"]),
        (_("Policy"), " ".join(_stated(needs["policy"], needs["policy_url"]))),
    ):
        if text:
            yield Fact(label, text)


def _full_time(number: float | None) -> str:
    return "" if number is None else _("%(number)s full-time equivalent") % {"number": f"{number:g}"}


def _months(number: int | None) -> str:
    if number is None:
        return ""
    words = ngettext(
        "%(months)s month from decision to start", "%(months)s months from decision to start", number
    )
    return words % {"months": number}


def _stated_at_a_glance(document: dict[str, Any]) -> Iterator[Fact]:
    for fact in facts_at_a_glance(document):
        if fact.value:
            yield Fact(fact.label, ", ".join(_stated(fact.value, fact.note)))


def _of_plugins(document: dict[str, Any]) -> Iterator[Passage]:
    """Return what the sections of plugins add, each under its heading; sanitised again, as it is theirs."""
    for section in registry.sections_of(document["kind"]):
        content = document["body"].get(section.name)
        part = section.plan(content) if section.plan and content else None
        if part:
            yield Passage(printable(str(part.title)), sanitized(printable(part.html)))


def _credit(document: dict[str, Any], by: str, site_name: str, address: str) -> Iterator[str]:
    body, licence = document["body"], document["body"]["licence"]
    if body["disclosure"]:
        yield _("Disclosure: %(text)s") % {"text": body["disclosure"]}
    if licence:
        named = " ".join(_stated(licence["label"], licence["url"] or ""))
        yield _("License of the text: %(licence)s. Pictures and files carry their own.") % {"licence": named}
        parts = (f"“{document['title']}”" + (f", {by}" if by else ""), site_name, licence["code"])
        yield _("Credit: %(line)s") % {"line": ". ".join([*parts, address])}
    yield _("This plan was made from the version of %(day)s. The newest is at %(address)s") % {
        "day": when(document["updated_at"]),
        "address": address,
    }


def _passages(*pairs: tuple[str, str]) -> tuple[Passage, ...]:
    return tuple(Passage(title, html) for title, html in pairs if html)


def in_sentences(*texts: str) -> str:
    """Return what is stated one after the other, each ended: “Half a day. Two aides help.”"""
    stated = _stated(*texts)
    ended = [text if text[-1] in ".!?…”" else f"{text}." for text in stated]
    return " ".join(ended) if len(stated) > 1 else "".join(stated)


def _stated(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
