"""What the compiler of a kind, and plugins, contribute to a document."""

from dataclasses import dataclass, field
from typing import Any

from portfolio.publication.schema import DistrictRef, Ref, ThemeRef


@dataclass(frozen=True)
class FacetValue:
    """One value a document is found by; `rank` orders the values of one key."""

    key: str
    value: str
    label: str
    rank: int = 0


@dataclass
class Parts:
    """What the compiler of one kind contributes to the document."""

    body: dict[str, Any]
    card: dict[str, Any] = field(default_factory=dict)
    facets: list[FacetValue] = field(default_factory=list)
    districts: list[DistrictRef] = field(default_factory=list)
    themes: list[ThemeRef] = field(default_factory=list)
    numbers: dict[str, float | None] = field(default_factory=dict)
    """What entries are compared and ranged by, such as {"enrollment": 1800}"""
    relations: dict[str, list[Ref]] = field(default_factory=dict)
    """Other documents it names, by what they are to it; districts are added to them"""
