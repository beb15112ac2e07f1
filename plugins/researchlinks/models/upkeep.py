"""What is found out about records in the background. Documents show none of it, and need not follow it.

Neither is any of it a use of a record or a page, so that Wagtail's index of references passes it over.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plugins.researchlinks.models.records import LONGEST, ResearchRecord


class AddressStatus(models.TextChoices):
    FINE = "fine", _("Fine")
    BROKEN = "broken", _("Broken")
    UNKNOWN = "unknown", _("Could not be looked at")
    """Refused, silent or busy: that says nothing of the page, which people may well reach"""


class Concern(models.TextChoices):
    """What a person has to see to."""

    RETRACTED = "retracted", _("Retracted")
    BROKEN = "broken", _("Address is broken")
    NOT_FILLED_IN = "not_filled_in", _("Could not be filled in")
    STALE = "stale", _("Out of date")


class AddressCheck(models.Model):
    """An address of a record, and what came of looking at it last."""

    record = models.ForeignKey(ResearchRecord, on_delete=models.CASCADE, related_name="address_checks")
    address = models.CharField(max_length=2000)
    host = models.CharField(max_length=255, db_index=True)
    looked_at = models.DateTimeField(null=True, db_index=True)
    """None: not yet"""
    status = models.CharField(max_length=10, choices=AddressStatus, default=AddressStatus.UNKNOWN)
    since = models.DateTimeField(default=timezone.now)
    """When the status was first found so"""
    said = models.CharField(max_length=300, blank=True)
    led_to = models.CharField(max_length=2000, blank=True)
    """Where redirects ended; empty where there were none"""
    misses = models.PositiveSmallIntegerField(default=0)
    """How many times in a row its name was not found"""

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.address}: {self.status}"


class GatheredAddresses(models.Model):
    """That the addresses of a record are among those looked at, as it was when it had changed last."""

    record = models.OneToOneField(
        ResearchRecord, on_delete=models.CASCADE, primary_key=True, related_name="gathered"
    )
    changed_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.record_id}: {self.changed_at}"


class Host(models.Model):
    """Who was asked, and when they may be asked again: in a second, or when they said."""

    name = models.CharField(max_length=255, unique=True)
    not_before = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class SourceCheck(models.Model):
    """What Crossref, OpenAlex and ERIC said of a record when they were asked last."""

    class Outcome(models.TextChoices):
        KNOWN = "known", _("Known")
        NOT_KNOWN = "not_known", _("Not known")
        NO_ANSWER = "no_answer", _("No answer")

    record = models.OneToOneField(ResearchRecord, on_delete=models.CASCADE, related_name="source_check")
    identifier = models.CharField(max_length=LONGEST)
    """What they were asked about; a record that is known by another since is to be asked about anew"""
    asked_at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    retracted_by = models.CharField(max_length=20, blank=True)
    """The source that says so. What it has said once is not taken over again: a person may know better"""

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.record}: {self.outcome}"


class Telling(models.Model):
    """That those who look after an entry were told of a concern. Gone once the concern is."""

    page = models.ForeignKey("portfolio.PortfolioPage", on_delete=models.CASCADE, related_name="+")
    record = models.ForeignKey(ResearchRecord, on_delete=models.CASCADE, related_name="+")
    concern = models.CharField(max_length=15, choices=Concern)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "record", "concern"], name="told_once_of_each_concern")
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.record}: {self.concern}"
