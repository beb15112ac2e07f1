"""Two records of one work, field by field."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from plugins.researchlinks.models import ResearchRecord
from plugins.researchlinks.references.csl import Name

REFERENCE = {
    "type": _("Kind of work"),
    "title": _("Title"),
    "author": _("Authors"),
    "editor": _("Editors"),
    "issued": _("Published"),
    "container-title": _("Journal or book"),
    "collection-title": _("Series"),
    "publisher": _("Publisher"),
    "publisher-place": _("Place"),
    "edition": _("Edition"),
    "volume": _("Volume"),
    "issue": _("Issue"),
    "page": _("Pages"),
    "number": _("Number"),
    "genre": _("Kind of report or thesis"),
    "DOI": "DOI",
    "archive_location": _("ERIC number, or that of another archive"),
    "ISBN": "ISBN",
    "ISSN": "ISSN",
    "URL": _("Web address"),
    "language": _("Language"),
    "keyword": _("Keywords"),
    "abstract": _("Abstract"),
}
STUDY = (
    "open_access_url", "note", "design", "students", "sites", "grades", "direction", "effect",
    "is_significant", "is_peer_reviewed", "wwc_rating", "wwc_url",
)  # fmt: skip
REVIEWED = ("tier", "tier_why", "is_withdrawn")
"""What reviewers alone choose; the reason goes with its tier"""
FIELDS = ("identifier", *REFERENCE, *STUDY, "review_by")


@dataclass(frozen=True)
class Pair:
    """One field of two records, as a person reads it. `is_taken`: the other's is the one to begin with."""

    name: str
    label: str
    kept: str
    other: str

    @property
    def is_taken(self) -> bool:
        return not self.kept


def pairs(kept: ResearchRecord, other: ResearchRecord, *, for_reviewer: bool) -> list[Pair]:
    """Return the fields that differ. One that only `kept` has is not among them: nothing is lost."""
    names = (*FIELDS, "tier", "is_withdrawn") if for_reviewer else FIELDS
    found = (Pair(name, label_of(name), shown(kept, name), shown(other, name)) for name in names)
    return [pair for pair in found if pair.other and pair.kept != pair.other]


def differing(record: ResearchRecord, entry: ResearchRecord) -> list[str]:
    """Return the fields of the reference that `entry` has otherwise than `record`, or beyond it."""
    return [
        name for name in REFERENCE if (found := value_of(entry, name)) and found != value_of(record, name)
    ]


def value_of(record: ResearchRecord, name: str) -> Any:
    """Return a field's value, wherever it lies; what is the identifier too counts as in the reference."""
    if name == "DOI":
        return record.doi
    if name == "archive_location":
        return record.eric or record.csl.get(name)
    if name == "identifier":
        return record.known_as
    return record.csl.get(name) if name in REFERENCE else getattr(record, name)


def take(record: ResearchRecord, other: ResearchRecord, names: Iterable[str]) -> None:
    """Put into `record` these fields of `other`; `identifier` is for whoever saves both."""
    for name in names:
        if name in REFERENCE:
            csl = cast("dict[str, Any]", record.csl)
            csl[name] = value_of(other, name)
            if name == "archive_location":
                csl["archive"] = "ERIC" if other.eric else other.csl.get("archive", "")
        elif name == "tier":
            record.tier, record.tier_why = other.tier, other.tier_why
            record.tier_by, record.tier_on = other.tier_by, other.tier_on
        elif name != "identifier":
            setattr(record, name, getattr(other, name))


def fill_gaps(record: ResearchRecord, other: ResearchRecord) -> None:
    """Put into `record` what only `other` says."""
    names = (*REFERENCE, *STUDY)
    take(record, other, [name for name in names if shown(other, name) and not shown(record, name)])


def label_of(name: str) -> str:
    if name == "identifier":
        return gettext("Known by")
    if name in REFERENCE:
        return str(REFERENCE[name])
    if name == NON_FIELD_ERRORS:
        return gettext("The record")
    field: Any = ResearchRecord._meta.get_field(name)
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def shown(record: ResearchRecord, name: str) -> str:
    """Return a field in words; "" where it says nothing."""
    value = value_of(record, name)
    if value is None or value in ("", [], {}):
        return ""
    return _IN_WORDS.get(name, _plain)(record, name, value)


def _plain(record: ResearchRecord, name: str, value: Any) -> str:
    display = getattr(record, f"get_{name}_display", None)
    if display:
        return str(display())
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return date_format(value) if isinstance(value, date) else str(value)


def _names(record: ResearchRecord, name: str, value: list[Name]) -> str:
    return "\n".join(line_of(each) for each in value)


def line_of(name: Name) -> str:
    """Return a name as it is written on a line of its own: “Rivera, Ana”."""
    family = ", ".join(part for part in (name.get("family", ""), name.get("given", "")) if part)
    return name.get("literal") or family


def _date(record: ResearchRecord, name: str, value: dict[str, Any]) -> str:
    parts = (value.get("date-parts") or [[]])[0]
    return "-".join(f"{part:02d}" for part in parts) or value.get("literal", "")


def _identifier(record: ResearchRecord, name: str, value: Any) -> str:
    return f"{record.get_kind_display()} {record.identifier}"


def _tier(record: ResearchRecord, name: str, value: int) -> str:
    return f"{value}: {record.get_tier_display()}. {record.tier_why}"


_IN_WORDS: dict[str, Callable[[ResearchRecord, str, Any], str]] = {
    "author": _names,
    "editor": _names,
    "issued": _date,
    "identifier": _identifier,
    "tier": _tier,
}
