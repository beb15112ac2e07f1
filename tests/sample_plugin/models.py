"""Partners, and which entries were made with them."""

import uuid

from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey


class Partner(models.Model):
    name = models.CharField(max_length=80)
    is_sample = models.BooleanField(default=False, editable=False)
    is_public = models.BooleanField(default=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name


class MadeWith(models.Model):
    page = ParentalKey("portfolio.PortfolioPage", on_delete=models.CASCADE, related_name="made_with")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    part = models.CharField("what they did", max_length=200, blank=True)
    sort_order = models.IntegerField(null=True, blank=True, editable=False)

    sort_order_field = "sort_order"

    class Meta:
        ordering = ["sort_order"]

    def __str__(self) -> str:
        return f"{self.partner}: {self.part}"
