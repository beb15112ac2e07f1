"""References that someone is bringing in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


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
