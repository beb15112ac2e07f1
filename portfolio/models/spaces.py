"""What a member district has of its own in the editorial system."""

from typing import ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class DistrictSpace(models.Model):
    """The page, collection, groups and workflow that belong to one district.

    Kept as references, not as a naming rule: any of them may be renamed. What someone deleted is
    empty here until the district is onboarded again.
    """

    district = models.OneToOneField(
        "portfolio.District", verbose_name=_("district"), on_delete=models.PROTECT, related_name="space"
    )
    page = models.OneToOneField(
        "portfolio.DistrictPage", verbose_name=_("page"), null=True, on_delete=models.SET_NULL,
        related_name="space",
    )  # fmt: skip
    collection = models.OneToOneField(
        "wagtailcore.Collection", verbose_name=_("collection"), null=True, on_delete=models.SET_NULL,
        related_name="space",
    )  # fmt: skip
    communicators = models.OneToOneField(
        Group, verbose_name=_("communicators"), null=True, on_delete=models.SET_NULL,
        related_name="communicates_for",
    )  # fmt: skip
    approvers = models.OneToOneField(
        Group, verbose_name=_("approvers"), null=True, on_delete=models.SET_NULL,
        related_name="approves_for",
    )  # fmt: skip
    workflow = models.OneToOneField(
        "wagtailcore.Workflow", verbose_name=_("workflow"), null=True, on_delete=models.SET_NULL,
        related_name="space",
    )  # fmt: skip

    class Meta:
        verbose_name = _("district space")
        verbose_name_plural = _("district spaces")
        ordering: ClassVar[list[str]] = ["district__name", "district__leaid"]
        default_permissions = ()
        permissions: ClassVar[list[tuple[str, str]]] = [
            ("see_all_districts", "Can see the work of every district"),
            ("onboard_district", "Can take districts in and manage their people"),
        ]

    def __str__(self) -> str:
        return str(self.district)
