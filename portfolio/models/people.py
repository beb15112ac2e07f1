"""People and organisations that entries name."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from portfolio.models.vocabulary import OrganisationKind


class Organisation(models.Model):
    """A partner, funder, school or other body that is not a district."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    website = models.URLField(_("website"), blank=True)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    panels = [FieldPanel("name"), FieldPanel("kind"), FieldPanel("website")]

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Someone an entry names: an author, a superintendent, whom to ask.

    A reader sees name and role where an entry names the person, and can write to them through a
    form where `contact_public` is on. The address itself is never public.
    """

    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(
        _("role"),
        max_length=120,
        blank=True,
        help_text=_("As they would put it: “Principal, Harbor Middle School”."),
    )
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("Never shown to a reader."))
    contact_public = models.BooleanField(
        _("readers may write to this person"), default=False,
        help_text=_("Through a form. Their address is not shown."),
    )  # fmt: skip
    district = models.ForeignKey(
        "portfolio.District", verbose_name=_("district"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="people",
        help_text=_("Only this district's team and the network's staff can see and choose this person."),
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organization"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="people",
    )  # fmt: skip
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    panels = [
        FieldPanel("name"),
        FieldPanel("role"),
        MultiFieldPanel([FieldPanel("district"), FieldPanel("organisation")], heading=_("Belongs to")),
        MultiFieldPanel([FieldPanel("email"), FieldPanel("contact_public")], heading=_("Contact")),
    ]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}" if self.role else self.name

    @property
    def can_be_written_to(self) -> bool:
        return self.contact_public and bool(self.email)
