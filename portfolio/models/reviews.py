"""Who was told when that an entry is due for review."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewReminder(models.Model):
    """One mail about one entry that fell due. A later review begins a new year and a new reminder."""

    page = models.ForeignKey(
        "portfolio.PortfolioPage", verbose_name=_("entry"), on_delete=models.CASCADE, related_name="+"
    )
    reviewed_on = models.DateField(_("last reviewed on"))
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("review reminder")
        verbose_name_plural = _("review reminders")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "reviewed_on"], name="one_reminder_for_each_review")
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.reviewed_on}"
