"""What was imported from NCES: who, when, which file, and what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Stopped by an error")


class DistrictImport(models.Model):
    """One upload of an NCES file. The worker imports it; the file is dropped when it is through.

    The file lies in the database, not in the media folder, so that it is never public and a
    worker on another machine finds it.
    """

    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(null=True)
    dry_run = models.BooleanField(_("only try"), default=False)
    replace_newer = models.BooleanField(_("replace newer facts"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("imported by"), null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.WAITING)
    message = models.TextField(_("message"), blank=True)
    counts = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    """The first rows that need a person: [line, leaid, name, problem]"""

    class Meta:
        verbose_name = _("district import")
        verbose_name_plural = _("district imports")
        ordering = ["-created_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None
