"""Pictures and files, and the consent of the people shown in them."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, get_upload_to

from portfolio.models.vocabulary import Licence
from portfolio.uploads.fields import CheckedFileField, CleanPictureField


class PeopleShown(models.TextChoices):
    NONE = "none", _("Nobody who can be recognized")
    ADULTS = "adults", _("Adults only")
    PUPILS = "pupils", _("Students")


class Consent(models.Model):
    """A permission to show someone, as FERPA and good sense ask for it.

    Kept by the district. Never public: only that the picture may be shown follows from it.
    """

    class Giver(models.TextChoices):
        GUARDIAN = "guardian", _("Parent or guardian")
        ELIGIBLE_STUDENT = "student", _("Student of 18 or more")
        ADULT = "adult", _("Adult")

    name = models.CharField(
        _("who it is about"), max_length=200,
        help_text=_("A name or a short description that your district will recognize. Never public."),
    )  # fmt: skip
    district = models.ForeignKey(
        "portfolio.District", verbose_name=_("district"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="consents",
    )  # fmt: skip
    given_by = models.CharField(_("given by"), max_length=10, choices=Giver)
    directory_opt_out = models.BooleanField(
        _("family opted out of directory information"), default=False,
        help_text=_("Then nothing of this student is shown, whatever else was signed."),
    )  # fmt: skip
    covers_republication = models.BooleanField(
        _("others may republish it"), default=False,
        help_text=_("The signed form allows other sites to show it under the picture's license."),
    )  # fmt: skip
    signed_on = models.DateField(_("signed on"))
    expires_on = models.DateField(_("last day it holds"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("district"),
        FieldPanel("given_by"),
        FieldPanel("directory_opt_out"),
        FieldPanel("covers_republication"),
        MultiFieldPanel(
            [FieldPanel("signed_on"), FieldPanel("expires_on"), FieldPanel("withdrawn_on")],
            heading=_("Dates"),
        ),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def holds(self, day: datetime.date | None = None) -> bool:
        """Whether the person may be shown on `day` (today)."""
        day = day or timezone.localdate()
        return (
            not self.directory_opt_out
            and self.signed_on <= day
            and (self.expires_on is None or day <= self.expires_on)
            and (self.withdrawn_on is None or day < self.withdrawn_on)
        )


class PeopleShownMixin(models.Model):
    """What a picture or file needs before it may be public: who is in it, and their consent."""

    people_shown = models.CharField(
        _("people shown"), max_length=10, choices=PeopleShown, default=PeopleShown.NONE
    )
    consents = models.ManyToManyField(
        Consent, verbose_name=_("consents"), blank=True, related_name="%(class)ss",
        help_text=_("One for each person who can be recognized. It is hidden at once when one runs out."),
    )  # fmt: skip
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made it."))
    licence = models.CharField(_("license"), max_length=20, choices=Licence, blank=True)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    class Meta:
        abstract = True

    def may_be_shown(self, day: datetime.date | None = None) -> bool:
        """Whether everyone in it has agreed, as of `day` (today)."""
        if self.people_shown == PeopleShown.NONE:
            return True
        consents = list(self.consents.all())
        return bool(consents) and all(consent.holds(day) for consent in consents)


class Picture(PeopleShownMixin, AbstractImage):
    """An image with what a public page needs to know about it. `description` is its alt text."""

    file = CleanPictureField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )

    admin_form_fields = (
        *Image.admin_form_fields, "people_shown", "consents", "credit", "licence",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_picture", "Can choose picture")]

    @property
    def default_alt_text(self) -> str:
        """The description; never the file's name, which helps nobody who listens."""
        return self.description


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_unique"
            )
        ]


class File(PeopleShownMixin, AbstractDocument):
    """A document for download."""

    file = CheckedFileField(_("file"), upload_to="documents")

    language = models.CharField(_("language"), max_length=10, default="en")
    accessible = models.BooleanField(
        _("checked for accessibility"), null=True, blank=True,
        help_text=_("Headings, alt text and reading order were checked with a screen reader or a checker."),
    )  # fmt: skip
    mime_type = models.CharField(max_length=120, blank=True, editable=False)
    tagged = models.BooleanField(
        null=True, editable=False,
        help_text="A PDF's structure tree: without one, a screen reader reads it in any order.",
    )  # fmt: skip

    admin_form_fields = (
        *Document.admin_form_fields, "language", "accessible", "people_shown", "consents",
        "credit", "licence",
    )  # fmt: skip

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
        permissions = [("choose_file", "Can choose file")]

    def clean(self) -> None:
        """Leave out Wagtail's look at the ending where the upload of many has no file on the row yet."""
        if self.file:
            super().clean()
