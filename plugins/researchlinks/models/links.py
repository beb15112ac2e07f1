"""How entries relate to records of research."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import model_from_serializable_data

from plugins.researchlinks.evidence.entries import Link
from plugins.researchlinks.evidence.vocabulary import Relation
from plugins.researchlinks.models.records import YES_NO, ResearchRecord


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
