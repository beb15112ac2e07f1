"""How often entries are read, by month and by nobody in particular."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryUse(models.Model):
    """How often one entry was opened in browsers, and asked for through the API, in one month.

    `entry` is its public id, so that the counts survive moves and renames. Nothing says who it was.
    """

    entry = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=10)
    month = models.DateField(_("month"), db_index=True)
    """Its first day"""
    reads = models.PositiveBigIntegerField(_("reads"), default=0)
    api_uses = models.PositiveBigIntegerField(_("uses through the API"), default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["entry", "locale", "month"], name="entry_use_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.month:%Y-%m}: {self.reads}, {self.api_uses}"
