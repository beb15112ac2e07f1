"""What people have said of records that look alike."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plugins.researchlinks.models.records import ResearchRecord


class DistinctPair(models.Model):
    """Two records that look like one work and are two, as a person has said. `first` is the older."""

    first = models.ForeignKey(ResearchRecord, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(ResearchRecord, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    said_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("pair of distinct works")
        verbose_name_plural = _("pairs of distinct works")
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="two_works_said_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="older_of_two_works_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
