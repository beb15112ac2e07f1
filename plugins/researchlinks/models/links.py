"""How entries relate to records of research."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

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

    @property
    def as_evidence(self) -> Link:
        return Link(
            study=self.record.study,
            relation=Relation(self.relation),
            population_overlaps=self.population_overlaps,
            setting_overlaps=self.setting_overlaps,
            has_logic_model=self.has_logic_model,
            title=self.record.title,
        )
