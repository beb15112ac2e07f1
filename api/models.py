"""Who may read with a key, and how much is read."""

from __future__ import annotations

import calendar
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a key opens."""

    READ = "read", _("Read what is public")
    PREVIEW = "preview", _("Open previews of drafts")


class KeyState(models.TextChoices):
    USABLE = "usable", _("Usable")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


def latest_expiry(created: datetime) -> datetime:
    """Return the same day of the next year, February 29 falling back to 28: no key lives longer."""
    year = created.year + 1
    return created.replace(year=year, day=min(created.day, calendar.monthrange(year, created.month)[1]))


class ApiKey(models.Model):
    """A consumer's key. Its secret is shown once, when `api.keys.issue_key` makes it; here is the digest.

    Whether it holds is read at each request, so that revoking it works at once.
    """

    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        help_text=_("The site or program that reads with it."),
        error_messages={"unique": _("A key of this name was made before. Choose another name.")},
    )
    contact = models.EmailField(_("contact"), help_text=_("Whom to write to about this key."))
    prefix = models.CharField(_("begins with"), max_length=16, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("opens"), default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL,
        related_name="+", verbose_name=_("made by"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    last_used_on = models.DateField(_("last used"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ("name",)
        default_permissions = ("add", "change", "view")  # a key is revoked, not deleted

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        unknown = set(self.scopes) - set(Scope.values)
        if unknown or not self.scopes:
            raise ValidationError({"scopes": _("Choose what the key opens: read, preview, or both.")})
        self.scopes = [scope for scope in Scope.values if scope in self.scopes]
        if self.expires_at and not self.created_at < self.expires_at <= latest_expiry(self.created_at):
            raise ValidationError({"expires_at": _("A key expires within a year from when it is made.")})

    @property
    def state(self) -> KeyState:
        if self.revoked_at:
            return KeyState.REVOKED
        return KeyState.USABLE if self.expires_at > timezone.now() else KeyState.EXPIRED

    def allows(self, scope: Scope) -> bool:
        return scope.value in self.scopes


class ApiUse(models.Model):
    """How often something was asked for on one day, with one key or (`key` is null) without any."""

    key = models.ForeignKey(ApiKey, null=True, blank=True, on_delete=models.CASCADE, related_name="uses")
    day = models.DateField(db_index=True)
    kind = models.CharField(max_length=40)
    """What was asked for, such as `innovations` or `changes`: a word of ours, never one of a reader's."""
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [  # two: to a database, one missing key is not the same as another
            models.UniqueConstraint(fields=["key", "day", "kind"], name="api_use_with_key"),
            models.UniqueConstraint(
                fields=["day", "kind"], condition=models.Q(key=None), name="api_use_without_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}: {self.count}"
