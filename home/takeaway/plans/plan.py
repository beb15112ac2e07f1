"""What a plan holds, before it is written as one kind of file or another.

Texts are plain; those that end in `html` are sanitised HTML with whole addresses.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    label: str
    text: str
    """"" where nothing is stated"""


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Lines:
    """A short list under a label. `is_checklist`: each line is to be ticked."""

    label: str
    lines: tuple[str, ...]
    is_checklist: bool = False


@dataclass(frozen=True)
class Passage:
    title: str
    html: str


@dataclass(frozen=True)
class Step:
    """One thing to do, to be ticked, with room for who does it and by when."""

    title: str
    facts: tuple[str, ...] = ()
    why: str = ""
    how_html: str = ""
    lists: tuple[Lines, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def has_details(self) -> bool:
        return bool(self.why or self.how_html or self.lists or self.links)


@dataclass(frozen=True)
class Stage:
    """Steps that belong together: a phase of a playbook, or all steps of an innovation."""

    title: str
    note: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Plan:
    title: str
    summary: str
    by: str
    """The districts that it is from"""
    address: str
    locale: str
    notice: str
    """That it is invented, where it is"""
    opening: tuple[Passage, ...]
    takes: tuple[Fact, ...]
    conditions: tuple[Passage, ...]
    before: tuple[Lines, ...]
    """Questions to answer before one begins"""
    stages: tuple[Stage, ...]
    links: tuple[Link, ...]
    """Toolkits, playbooks and files that help"""
    cautions: tuple[Passage, ...]
    """What did not work, and what to watch out for"""
    added: tuple[Passage, ...]
    """What plugins add, such as the research"""
    credit: tuple[str, ...]
    """Licence, attribution, version; a line each"""
