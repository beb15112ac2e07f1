"""Playbooks: how to do it, phase by phase, step by step."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from portfolio.editor.plugin_panels import EntryPanels
from portfolio.editor.widgets import TickList
from portfolio.models.blocks import PROSE, PlaybookBlocks
from portfolio.models.districts import District
from portfolio.models.pages import IndexPage, PortfolioPage
from portfolio.models.people import Person
from portfolio.models.taxonomy import Theme
from portfolio.models.toolkits import TakeawayFields


class PlaybookIndexPage(IndexPage):
    lists: ClassVar[str] = "playbook"
    subpage_types: ClassVar[list[str]] = ["portfolio.PlaybookPage"]

    class Meta:
        verbose_name = _("playbook index")


class PlaybookPage(TakeawayFields, PortfolioPage):
    kind: ClassVar[str] = "playbook"
    index_page: ClassVar[str] = "PlaybookIndexPage"
    template = "home/pages/playbook.html"
    parent_page_types: ClassVar[list[str]] = ["portfolio.DistrictPage", "portfolio.PlaybookIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    purpose = RichTextField(
        _("purpose"), features=PROSE, help_text=_("What a district will have at the end.")
    )
    total_time = models.CharField(
        _("time in all"), max_length=60, blank=True, help_text=_("“One school year”.")
    )
    phases = StreamField(PlaybookBlocks(), verbose_name=_("phases and steps"))
    themes = ParentalManyToManyField(Theme, verbose_name=_("themes"), related_name="playbooks")

    content_panels = EntryPanels([
        *PortfolioPage.opening_panels,
        FieldPanel("purpose"),
        InlinePanel(
            "readiness_questions",
            heading=_("Are we ready?"),
            label=_("Question"),
            help_text=_(
                "What a district should be able to say yes to first. “Do we have a room with ventilation?”"
            ),
        ),
        FieldPanel(
            "phases",
            help_text=_(
                "A phase is a stretch of the way with a goal; a step is something that someone can do "
                "and tick off."
            ),
        ),
        FieldPanel("total_time"),
        FieldPanel("how_to_use", help_text=_("Who should read it, and where they may skip ahead.")),
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
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")


class ReadinessQuestion(Orderable):
    page = ParentalKey(PlaybookPage, on_delete=models.CASCADE, related_name="readiness_questions")
    question = models.CharField(_("question"), max_length=250)

    panels = [FieldPanel("question")]


class PlaybookDistrict(Orderable):
    page = ParentalKey(PlaybookPage, on_delete=models.CASCADE, related_name="districts")
    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [FieldPanel("district")]


class PlaybookAuthor(Orderable):
    page = ParentalKey(PlaybookPage, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("person")]
