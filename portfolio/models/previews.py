"""Links that show one draft to someone without an account."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

LONGEST = timedelta(hours=24)
"""How long a link may hold"""


class PreviewLink(models.Model):
    """A link to the newest draft of one page. Of its secret only a digest is stored.

    Whether it holds is not written here alone: it also asks that its maker may still edit the page
    (`portfolio.services.previews`).
    """

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )
    token_digest = models.CharField(_("digest of the token"), max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("holds until"), db_index=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering: ClassVar[list[str]] = ["expires_at", "pk"]
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("created_at") + LONGEST),
                name="preview_link_holds_a_day_at_most",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.expires_at:%Y-%m-%d %H:%M}"
