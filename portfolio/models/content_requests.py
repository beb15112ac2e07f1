"""What the network asks its districts to write, because readers look for it, and what they answer with."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portfolio.models.vocabulary import EntryKind

LONGEST_TEXT = 300
"""Letters of a searched text that are kept"""


def languages() -> list[tuple[str, str | Promise]]:
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


def usual_language() -> str:
    return str(settings.LANGUAGE_CODE)


class ContentRequest(models.Model):
    """Something readers look for and do not find. Open until the network's staff close it, and kept then.

    Whom it asks is `is_for_all` or `districts`, never that `districts` is empty: a request to one
    district does not go to everyone when that district is removed.
    """

    title = models.CharField(
        _("what is looked for"), max_length=120,
        help_text=_("In the words of a reader: “late bus for after-school clubs”."),
    )  # fmt: skip
    note = models.TextField(
        _("note to the districts"), max_length=1000, blank=True,
        help_text=_("What would help, or why it is asked. Plain text."),
    )  # fmt: skip
    language = models.CharField(_("language"), max_length=10, choices=languages, default=usual_language)
    kind = models.CharField(
        _("kind of entry"), max_length=20, choices=EntryKind, default=EntryKind.INNOVATION,
        help_text=_("What “Write about it” begins. Entries of other kinds may answer too."),
    )  # fmt: skip
    searched_for = models.CharField(
        _("searched for"), max_length=LONGEST_TEXT, blank=True, db_index=True,
        help_text=_("The text of a search that it was made from."),
    )  # fmt: skip
    is_for_all = models.BooleanField(_("all member districts"), default=True, editable=False)
    districts = models.ManyToManyField(
        "portfolio.DistrictSpace", verbose_name=_("districts asked"), blank=True,
        related_name="content_requests", help_text=_("None ticked: all member districts."),
    )  # fmt: skip
    declined_by = models.ManyToManyField(
        "portfolio.DistrictSpace", verbose_name=_("not with us"), blank=True, editable=False,
        related_name="declined_requests",
    )  # fmt: skip
    told = models.ManyToManyField(
        "portfolio.DistrictSpace", verbose_name=_("told by mail"), blank=True, editable=False,
        related_name="+",
    )  # fmt: skip
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), null=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    class Meta:
        verbose_name = _("content request")
        verbose_name_plural = _("content requests")
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class RequestAnswer(models.Model):
    """An entry, draft or published, that a district names as an answer. It goes when the entry is deleted.

    Whose answer it is follows from where the entry lies, so that one that moves is not told to those
    who may no longer see it.
    """

    request = models.ForeignKey(
        ContentRequest, verbose_name=_("content request"), on_delete=models.CASCADE, related_name="answers"
    )
    entry = models.ForeignKey(
        "portfolio.PortfolioPage", verbose_name=_("entry"), on_delete=models.CASCADE, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), auto_now_add=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering: ClassVar[list[str]] = ["answered_at", "pk"]
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "entry"], name="entry_answers_a_request_once")
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.entry_id}"
