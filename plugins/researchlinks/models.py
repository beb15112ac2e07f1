"""Records of research, shared by all entries, and the links from entries to them."""

from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import model_from_serializable_data

from plugins.researchlinks.evidence.entries import Link
from plugins.researchlinks.evidence.studies import Study, check_assignment
from plugins.researchlinks.evidence.vocabulary import Direction, Relation, StudyDesign, Tier, WwcRating
from plugins.researchlinks.references.csl import Csl, eric_number
from plugins.researchlinks.references.identifiers import Identifier, Kind

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


class ResearchRecord(models.Model):
    """One work of research. It is withdrawn, never deleted: entries and their old versions point to it."""

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
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Take out of the reference what lists and look-ups need in columns of their own."""
        self.title = str(self.csl.get("title") or self.identifier)[:500]
        self.doi = (self.identifier if self.kind == "doi" else self.reference.get("DOI", ""))[:LONGEST]
        self.eric = (self.identifier if self.kind == "eric" else eric_number(self.reference))[:LONGEST]

    def clean(self) -> None:
        super().clean()
        if self.tier:
            if reason := check_assignment(self.study, Tier(self.tier)):
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
    def year(self) -> int | None:
        parts = self.csl.get("issued", {}).get("date-parts") or [[None]]
        return parts[0][0] if parts[0] else None

    @property
    def address(self) -> str:
        """Where the work is; "" for a book without one."""
        if self.known_as and self.kind != "isbn":
            return self.known_as.url
        return str(self.csl.get("URL", ""))

    @property
    def known_as(self) -> Identifier | None:
        return Identifier(cast(Kind, self.kind), self.identifier) if self.identifier else None

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


class ResearchLink(models.Model):
    """How an entry relates to a record. It is part of the page."""

    page = ParentalKey("portfolio.PortfolioPage", on_delete=models.CASCADE, related_name="research_links")
    record = models.ForeignKey(
        ResearchRecord, verbose_name=_("research"), on_delete=models.CASCADE, related_name="links"
    )
    relation = models.CharField(
        _("how it relates"), max_length=12, choices=Relation,
        help_text=_("“Evaluates this” is for a study of this very program or practice."),
    )  # fmt: skip
    population_overlaps = models.BooleanField(
        _("students like ours?"), null=True, blank=True, choices=YES_NO,
        help_text=_("Were the students in the study like those you serve?"),
    )  # fmt: skip
    setting_overlaps = models.BooleanField(
        _("a place like ours?"), null=True, blank=True, choices=YES_NO,
        help_text=_("City, suburb, town or rural; a school of the same level."),
    )  # fmt: skip
    has_logic_model = models.BooleanField(
        _("we have a logic model"), default=False,
        help_text=_("You can show on one page why this should help, and you look at whether it does."),
    )  # fmt: skip
    sort_order = models.IntegerField(null=True, blank=True, editable=False)

    sort_order_field = "sort_order"

    class Meta:
        ordering = ["sort_order"]

    def __str__(self) -> str:
        return f"{self.get_relation_display()}: {self.record}"

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> "ResearchLink | None":
        """Read a row of an old version. Where it names a merged record, it leads to the one that stands."""
        merged = ResearchRecord.objects.filter(pk=data.get("record") or 0)
        into = merged.values_list("merged_into", flat=True).first()
        led = {**data, "record": into} if into else data
        link: ResearchLink | None = model_from_serializable_data(
            cls, led, check_fks=check_fks, strict_fks=strict_fks
        )
        return link

    @property
    def work(self) -> ResearchRecord:
        """The record as it stands, also where an editor that was open meanwhile saved a merged one."""
        return self.record.current

    @property
    def as_evidence(self) -> Link:
        return Link(
            study=self.work.study,
            relation=Relation(self.relation),
            population_overlaps=self.population_overlaps,
            setting_overlaps=self.setting_overlaps,
            has_logic_model=self.has_logic_model,
            title=self.work.title,
        )


class ReferenceImport(models.Model):
    """What someone is bringing in: read and shown first, then confirmed; kept for a while for its report."""

    name = models.CharField(_("file"), max_length=200, blank=True)
    """Empty where it was pasted"""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("imported by"), on_delete=models.CASCADE, related_name="+"
    )
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    entries = models.JSONField(default=list)
    """[where, reference as CSL, kind, identifier] of each work that could be read"""
    problems = models.JSONField(default=list)
    """[where, what] of each that could not"""
    outcome = models.JSONField(default=list)
    """Once confirmed: [fate, number of its record] of each entry, in their order"""

    class Meta:
        verbose_name = _("import of references")
        verbose_name_plural = _("imports of references")
        ordering = ["-begun_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name or str(_("Pasted references"))
