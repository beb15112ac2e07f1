"""Innovations side by side: the same questions to each, and a gap where one does not answer."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.glance import facts_at_a_glance
from home.takeaway.plans.addresses import plan_path
from portfolio.publication import documents
from portfolio.publication.documents import Document, as_document
from portfolio.publication.encoding import decode, decode_marked
from portfolio.publication.models import PublicDocument

WORDS = 40
"""Prose is cut to this many words, so that a comparison stays on one page; the entry has the rest"""
RESULTS = 3
_PART = re.compile(r"</(?:p|li|h[1-6])>")
PLACE = ("state", "locale", "size")
"""The facets that say where an innovation is from"""


@dataclass(frozen=True)
class Cell:
    """What one innovation says to one question; nothing where it is not stated."""

    text: str = ""
    note: str = ""
    mark: str = ""
    """The symbol that goes with it"""
    items: tuple[str, ...] = ()
    more: str = ""
    """Where the rest of it is"""
    form: str = ""
    """Where one writes to the person named"""
    plan: str = ""
    """Where the steps are, as a file to take away"""

    @property
    def is_stated(self) -> bool:
        return bool(self.text or self.items)


@dataclass(frozen=True)
class Row:
    label: str
    cells: Sequence[Cell]

    @property
    def differs(self) -> bool:
        return len(set(self.cells)) > 1


@dataclass(frozen=True)
class Group:
    label: str
    rows: Sequence[Row]


Answers = dict[str, Cell]
"""What an innovation says, by the label of the question"""


class Innovation:
    """A stored innovation, as it is compared."""

    def __init__(self, stored: PublicDocument) -> None:
        self.document: Document = as_document(stored)
        self.body = self.document["body"]
        self.facets = decode_marked(stored.facets_json)
        self.students: float | None = decode(stored.numbers_json).get("enrollment")

    def has(self, facet: str) -> Cell:
        """Return the words for what it is found by under a facet."""
        return Cell(", ".join(label for key, _value, label, _rank in self.facets if key == facet))

    def prose(self, html: str, section: str) -> Cell:
        text = in_one_line(html)
        cut = Truncator(text).words(WORDS)
        return Cell(cut, more=f"{self.document['path']}#{section}" if cut != text else "")


def compared(stored: Sequence[PublicDocument]) -> list[Group]:
    """Return every question with the answers of all, in the order of `stored`."""
    innovations = [Innovation(each) for each in stored]
    return [_group(label, ask, innovations) for label, ask in _groups().items()] if innovations else []


def only_differing(groups: Sequence[Group]) -> list[Group]:
    differing = [Group(each.label, [row for row in each.rows if row.differs]) for each in groups]
    return [each for each in differing if each.rows]


def _groups() -> dict[str, Callable[[Innovation], Answers]]:
    return {
        _("What it is"): _what,
        _("The place"): _place,
        _("Who it serves"): _serves,
        _("What it takes"): _takes,
        _("What came of it"): _came_of_it,
        _("Use it"): _use,
    }


def _group(label: str, ask: Callable[[Innovation], Answers], innovations: Sequence[Innovation]) -> Group:
    answers = [ask(each) for each in innovations]
    return Group(label, [Row(question, [each[question] for each in answers]) for question in answers[0]])


def _what(innovation: Innovation) -> Answers:
    card, body = innovation.document["card"], innovation.body
    maturity = body["maturity"]
    return {
        _("In one sentence"): Cell(card["summary"]),
        _("Maturity"): Cell(maturity["label"], mark=f"maturity-{maturity['code']}")
        if maturity["code"]
        else Cell(),
        _("Start year"): Cell(str(body["start_year"] or "")),
    }


def _place(innovation: Innovation) -> Answers:
    names = tuple(district["name"] for district in innovation.document["card"]["districts"])
    labels = documents.FACETS["innovation"]
    students = innovation.students
    return {
        _("District"): Cell("; ".join(names)),
        **{str(labels[key]): innovation.has(key) for key in PLACE},
        _("Students in the district"): Cell("" if students is None else intcomma(int(students))),
    }


def _serves(innovation: Innovation) -> Answers:
    body = innovation.body
    return {
        _("Grades"): _terms(body["grade_bands"]),
        _("Student groups"): _terms(body["student_groups"]),
        _("People who do it"): _terms(body["roles"]),
        **_at_a_glance(innovation, "students"),
    }


def _takes(innovation: Innovation) -> Answers:
    cost, needs = innovation.body["cost"], innovation.body["needs"]
    return {
        **_at_a_glance(innovation, "cost", "staff", "time"),
        _("Where the money came from"): Cell(cost["funding"]),
        _("What must be in place first"): innovation.prose(needs["prerequisites_html"], "Takes"),
        _("Technology"): Cell(needs["technology"]),
    }


def _came_of_it(innovation: Innovation) -> Answers:
    body = innovation.body
    return {
        _("Results"): _results(innovation),
        **_by_plugins(innovation),
        _("What didn't work"): innovation.prose(body["what_did_not_work_html"], "Lessons"),
    }


def _use(innovation: Innovation) -> Answers:
    licence, contact = innovation.body["licence"], innovation.body["contact"]
    return {
        _("License"): Cell(licence["label"]) if licence else Cell(),
        _("Steps to do it"): _steps(innovation),
        _("Whom to ask"): Cell(contact["name"], contact["role"], form=contact["form_path"] or "")
        if contact
        else Cell(),
    }


def _steps(innovation: Innovation) -> Cell:
    """Return how many steps were written down, with the address of the plan that holds them."""
    number = len(innovation.body["steps"])
    words = ngettext("%(n)s step", "%(n)s steps", number) % {"n": number}
    told = innovation.document
    return Cell(words, plan=plan_path(told["id"], told["locale"], "docx")) if number else Cell()


def _at_a_glance(innovation: Innovation, *names: str) -> Answers:
    """Return facts of the strip at the top of its page, in the same words."""
    names_of_all = ("maturity", "cost", "staff", "time", "students")
    facts = dict(zip(names_of_all, facts_at_a_glance(dict(innovation.document)), strict=True))
    return {facts[name].label: Cell(facts[name].value, facts[name].note, facts[name].mark) for name in names}


def _by_plugins(innovation: Innovation) -> Answers:
    """Return what plugins let readers narrow innovations by, such as the strength of the evidence."""
    offered = documents.facets_of("innovation")
    return {
        str(label): innovation.has(key)
        for key, label in offered.items()
        if key not in documents.FACETS["innovation"]
    }


def _results(innovation: Innovation) -> Cell:
    results = innovation.body["results"]
    items = tuple(_result(each) for each in results[:RESULTS])
    return Cell(items=items, more=f"{innovation.document['path']}#Results" if len(results) > RESULTS else "")


def _result(result: dict[str, str]) -> str:
    """Return “Ninth graders who passed algebra: 66% before, 81% after (2022 to 2024)”."""
    before, after = result["before"], result["after"]
    words = _("%(metric)s: %(before)s before, %(after)s after") if before else _("%(metric)s: %(after)s")
    said = words % {"metric": result["metric"], "before": before, "after": after}
    return f"{said} ({result['period']})" if result["period"] else said


def in_one_line(html: str) -> str:
    """Return the paragraphs and the points of a list one after the other: “Four rooms; open hours”."""
    parts = [" ".join(unescape(strip_tags(part)).split()) for part in _PART.split(html)]
    said = [part for part in parts if part]
    ended = [part if part[-1] in ".!?:;…”" else f"{part};" for part in said[:-1]]
    return " ".join([*ended, *said[-1:]])


def _terms(terms: Sequence[dict[str, str]]) -> Cell:
    return Cell("; ".join(term["label"] for term in terms))
