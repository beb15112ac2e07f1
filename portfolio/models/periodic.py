"""When each of the worker's regular jobs is due, and who has it in hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PeriodicJob(models.Model):
    """One row for each regular job. Claimed by a conditional UPDATE, so that one worker runs it.

    `claimed_until` is a lease: when a worker dies in the middle, another takes over after it.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    due_at = models.DateTimeField(_("due at"), db_index=True)
    claimed_by = models.CharField(_("claimed by"), max_length=100, blank=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    succeeded_at = models.DateTimeField(_("last succeeded at"), null=True, blank=True)
    failed_at = models.DateTimeField(_("last failed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
