"""Records of research, shared by all entries."""

import uuid
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plugins.researchlinks.evidence.studies import Study, check_assignment
from plugins.researchlinks.evidence.vocabulary import Direction, StudyDesign, Tier, WwcRating
from plugins.researchlinks.references.citation import cite
from plugins.researchlinks.references.csl import Csl, eric_number
from plugins.researchlinks.references.identifiers import Identifier, Kind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

YES_NO = [(True, _("Yes")), (False, _("No"))]
KINDS = [
    ("doi", "DOI"),
    ("eric", "ERIC"),
    ("openalex", "OpenAlex"),
    ("isbn", "ISBN"),
    ("url", _("Web address")),
]
LONGEST = 500
"""Characters of an identifier"""
FACTS = ("design", "students", "sites", "direction", "is_significant", "wwc_rating")
"""What the strength of a study follows from"""
GOOD_FOR = 2
"""Years until a record is due for another look, unless someone has set a day"""


class ResearchRecord(models.Model):
    """One work of research. It is withdrawn, never deleted: entries and their old versions point to it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_sample = models.BooleanField(default=False, db_default=False, editable=False)
    """Invented, to try the portfolio with; nobody is asked about it"""
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    kind = models.CharField(_("kind of identifier"), max_length=10, choices=KINDS, blank=True)
    identifier = models.CharField(_("identifier"), max_length=LONGEST, blank=True)
    csl = models.JSONField(_("reference"), default=dict)
    title = models.CharField(_("title"), max_length=500, editable=False)
    """The reference's, for lists and choosers"""
    doi = models.CharField(
        max_length=LONGEST, editable=False, blank=True, default="", db_default="", db_index=True
    )
    eric = models.CharField(
        max_length=LONGEST, editable=False, blank=True, default="", db_default="", db_index=True
    )
    """What names the work for certain, be it the identifier or in the reference, to find it again"""
    open_access_url = models.URLField(_("free full text"), max_length=500, blank=True)

    design = models.CharField(_("how it was done"), max_length=20, choices=StudyDesign, blank=True)
    students = models.PositiveIntegerField(_("students in the study"), null=True, blank=True)
    sites = models.PositiveIntegerField(
        _("schools or districts in the study"), null=True, blank=True,
        help_text=_("Two or more are asked for by the two highest tiers."),
    )  # fmt: skip
    grades = models.CharField(_("grades"), max_length=60, blank=True)
    direction = models.CharField(_("what it found"), max_length=10, choices=Direction, blank=True)
    effect = models.CharField(_("size of the effect"), max_length=100, blank=True)
    is_significant = models.BooleanField(
        _("statistically significant?"), null=True, blank=True, choices=YES_NO
    )
    is_peer_reviewed = models.BooleanField(_("peer reviewed?"), null=True, blank=True, choices=YES_NO)
    wwc_rating = models.CharField(_("What Works Clearinghouse"), max_length=30, choices=WwcRating, blank=True)
    wwc_url = models.URLField(_("its page there"), blank=True)
    note = models.TextField(
        _("in plain words"), max_length=600, blank=True,
        help_text=_("What was tried with whom, and what came of it, in two or three sentences."),
    )  # fmt: skip

    tier = models.PositiveSmallIntegerField(_("tier of evidence (ESSA)"), choices=Tier, null=True, blank=True)
    tier_why = models.TextField(_("why this tier"), max_length=600, blank=True)
    tier_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    tier_on = models.DateField(null=True, editable=False)
    reviewed_on = models.DateField(_("last reviewed on"), null=True, editable=False)
    review_by = models.DateField(
        _("review by"), null=True, blank=True,
        help_text=_("Empty: two years after the last review. Past it, readers see that it is out of date."),
    )  # fmt: skip
    is_stale = models.BooleanField(default=False, db_default=False, editable=False)
    """Whether that day is past. Kept, because documents follow what changes in the database, and time alone
    changes nothing there"""

    is_retracted = models.BooleanField(_("retracted"), default=False)
    is_withdrawn = models.BooleanField(
        _("withdrawn from this library"), default=False,
        help_text=_("It stays on entries that name it, marked, and counts for nothing."),
    )  # fmt: skip
    retrieved_on = models.DateField(_("filled in on"), null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="merged",
        verbose_name=_("merged into"),
    )  # fmt: skip
    """The record of the same work that stands for this one; that one is never merged itself"""

    class Meta:
        default_permissions = ("add", "change", "view")
        verbose_name = _("research record")
        verbose_name_plural = _("research records")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "identifier"],
                condition=~models.Q(identifier=""),
                name="one_record_per_identifier",
            )
        ]

    def __str__(self) -> str:
        year = str(self.year or _("n.d."))
        return f"{self.title} ({year})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        self.is_stale = self.is_due(timezone.localdate())
        super().save(*args, **kwargs)
        self.address_checks.exclude(address__in=self.addresses).delete()

    def derive(self) -> None:
        """Take out of the reference what lists and look-ups need in columns of their own."""
        self.title = str(self.csl.get("title") or self.identifier)[:500]
        self.doi = (self.identifier if self.kind == "doi" else self.reference.get("DOI", ""))[:LONGEST]
        self.eric = (self.identifier if self.kind == "eric" else eric_number(self.reference))[:LONGEST]

    def clean(self) -> None:
        super().clean()
        if self.tier:
            kept = replace(self.study, is_retracted=False, is_withdrawn=False)  # it keeps its tier then
            if reason := check_assignment(kept, Tier(self.tier)):
                raise ValidationError({"tier": reason})
            if not self.tier_why:
                raise ValidationError({"tier_why": _("Say why: readers see it.")})

    @property
    def current(self) -> "ResearchRecord":
        """The record that stands for this work."""
        return self.merged_into or self

    @property
    def reference(self) -> Csl:
        found: Csl = self.csl
        return found

    @property
    def citable(self) -> Csl:
        """The reference with where the work is, for those who cite it."""
        where: Csl = {"DOI": self.identifier} if self.kind == "doi" else {}
        if self.kind in ("eric", "url") and self.address:
            where = {"URL": self.address}
        return {**where, **self.reference}

    @property
    def byline(self) -> str:
        """Who wrote it and when, as one cites it in a text; "" as long as nobody knows."""
        return cite([self.reference])[0].in_text.strip("()") if self.csl.get("title") else ""

    @property
    def strength(self) -> "StrOrPromise":
        """How far it carries, or why it carries nothing."""
        if self.is_withdrawn:
            return _("Withdrawn")
        if self.is_retracted:
            return _("Retracted")
        if self.tier:
            return self.get_tier_display()
        return _("Not reviewed yet") if self.csl.get("title") else _("Not filled in yet")

    @property
    def remarks(self) -> str:
        """What whoever chooses it in a list should know besides."""
        told = ((self.is_stale, _("Out of date")), (self.is_sample, _("Sample")))
        return ", ".join(str(words) for is_so, words in told if is_so)

    @property
    def year(self) -> int | None:
        parts = self.csl.get("issued", {}).get("date-parts") or [[]]
        year = parts[0][0] if parts[0] else None
        return year if isinstance(year, int) else None

    @property
    def address(self) -> str:
        """Where the work is; "" for a book without one."""
        if self.known_as and self.kind != "isbn":
            return self.known_as.url
        return str(self.csl.get("URL", ""))

    @property
    def addresses(self) -> list[str]:
        """Where readers are sent: the work, and its full text where that is elsewhere."""
        return list(dict.fromkeys(filter(None, (self.address, self.open_access_url))))

    @property
    def known_as(self) -> Identifier | None:
        return Identifier(cast(Kind, self.kind), self.identifier) if self.identifier else None

    @property
    def last_reviewed(self) -> date | None:
        """When a person last said something of it that holds: that it does, or how strong it is."""
        return max(filter(None, (self.reviewed_on, self.tier_on)), default=None)

    @property
    def good_until(self) -> date | None:
        """The day after which it is out of date; None where nobody has reviewed it yet or set a day."""
        if self.review_by or not self.last_reviewed:
            return self.review_by
        return _years_later(self.last_reviewed, GOOD_FOR)

    def is_due(self, today: date) -> bool:
        return self.good_until is not None and self.good_until < today

    @property
    def study(self) -> Study:
        return Study(
            design=StudyDesign(self.design) if self.design else None,
            students=self.students,
            sites=self.sites,
            direction=Direction(self.direction) if self.direction else None,
            is_significant=self.is_significant,
            wwc_rating=WwcRating(self.wwc_rating) if self.wwc_rating else None,
            is_retracted=self.is_retracted,
            is_withdrawn=self.is_withdrawn,
            assigned_tier=Tier(self.tier) if self.tier else None,
        )


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return date(day.year + years, 3, 1)
