"""Toolkits: files and links that another district can take away and use."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from portfolio.editor.plugin_panels import EntryPanels
from portfolio.editor.widgets import TickList
from portfolio.models.blocks import PROSE
from portfolio.models.districts import District
from portfolio.models.fields import ChoiceListField
from portfolio.models.pages import IndexPage, PortfolioPage
from portfolio.models.people import Person
from portfolio.models.taxonomy import Theme
from portfolio.models.vocabulary import GradeBand, ItemKind, Licence, Role


class TakeawayFields(models.Model):
    """What a toolkit and a playbook both say of themselves."""

    audience = ChoiceListField(Role, verbose_name=_("who it is for"))
    grade_bands = ChoiceListField(GradeBand, verbose_name=_("grades"), blank=True)
    version = models.CharField(_("version"), max_length=20, default="1.0")
    updated_on = models.DateField(_("updated on"), null=True)
    how_to_use = RichTextField(_("how to use it"), features=PROSE, blank=True)

    class Meta:
        abstract = True


class ToolkitIndexPage(IndexPage):
    lists: ClassVar[str] = "toolkit"
    subpage_types: ClassVar[list[str]] = ["portfolio.ToolkitPage"]

    class Meta:
        verbose_name = _("toolkit index")


class ToolkitPage(TakeawayFields, PortfolioPage):
    kind: ClassVar[str] = "toolkit"
    index_page: ClassVar[str] = "ToolkitIndexPage"
    template = "home/pages/toolkit.html"
    parent_page_types: ClassVar[list[str]] = ["portfolio.DistrictPage", "portfolio.ToolkitIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    themes = ParentalManyToManyField(Theme, verbose_name=_("themes"), related_name="toolkits")

    content_panels = EntryPanels([
        *PortfolioPage.opening_panels,
        InlinePanel(
            "items",
            heading=_("Items"),
            label=_("Item"),
            help_text=_("What people take away: one file or one link each, the most useful first."),
        ),
        FieldPanel("how_to_use", help_text=_("What to open first, and what to change before you use it.")),
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                FieldPanel("grade_bands"),
                FieldPanel("themes", required_on_save=False, widget=TickList(_("Themes"))),
            ],
            heading=_("Who it is for"),
        ),
        InlinePanel("authors", heading=_("Authors"), label=_("Author")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("version"), FieldPanel("updated_on")])], heading=_("Version")
        ),
        InlinePanel(
            "districts", heading=_("Contributing districts"), label=_("District"), classname="collapsed"
        ),
        *PortfolioPage.closing_panels,
    ])  # fmt: skip

    class Meta:
        verbose_name = _("toolkit")
        verbose_name_plural = _("toolkits")


class ToolkitItem(Orderable):
    """One file or one link. Format and size are read from the file."""

    page = ParentalKey(ToolkitPage, on_delete=models.CASCADE, related_name="items")
    title = models.CharField(_("title"), max_length=150)
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind)
    description = models.CharField(_("what it is good for"), max_length=300, blank=True)
    file = models.ForeignKey(
        "portfolio.File", verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    url = models.URLField(_("or link"), blank=True)
    licence = models.CharField(_("license"), max_length=20, choices=Licence)
    language = models.CharField(
        _("language"), max_length=10, default="en", choices=[("en", _("English")), ("es", _("Spanish"))]
    )
    accessible = models.BooleanField(_("checked for accessibility"), null=True, blank=True)
    link_checked_on = models.DateField(null=True, editable=False)

    panels = [
        FieldPanel("title"),
        FieldPanel("description", widget=AdminAutoHeightTextInput(attrs={"maxlength": 300})),
        FieldPanel("file"),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("language")]),
        FieldPanel("licence", help_text=_("What others may do with it.")),
        FieldPanel("accessible"),
    ]

    def clean(self) -> None:
        super().clean()
        if self.file_id and self.url:
            raise ValidationError({"url": _("Give either a file or a link, not both.")})


class ToolkitDistrict(Orderable):
    page = ParentalKey(ToolkitPage, on_delete=models.CASCADE, related_name="districts")
    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [FieldPanel("district")]


class ToolkitAuthor(Orderable):
    page = ParentalKey(ToolkitPage, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("person")]
