"""What a draft lacks, as last counted: so that a list of drafts need not examine each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DraftCondition(models.Model):
    """How many things keep one version of an entry from being published."""

    page = models.OneToOneField(
        "portfolio.PortfolioPage", verbose_name=_("entry"), on_delete=models.CASCADE, related_name="+"
    )
    revision_id = models.PositiveBigIntegerField(_("version"))
    missing = models.PositiveSmallIntegerField(_("missing"))
    counted_on = models.DateField(_("counted on"), auto_now=True)

    class Meta:
        verbose_name = _("draft condition")
        verbose_name_plural = _("draft conditions")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page_id}: {self.missing}"
