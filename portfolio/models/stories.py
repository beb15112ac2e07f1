"""Stories: an innovation in action, told by people."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable

from portfolio.editor.plugin_panels import EntryPanels
from portfolio.editor.widgets import TickList
from portfolio.models.blocks import StoryBlocks
from portfolio.models.districts import District
from portfolio.models.innovations import InnovationPage
from portfolio.models.pages import IndexPage, PortfolioPage
from portfolio.models.taxonomy import Theme
from portfolio.models.vocabulary import StoryKind


class StoryIndexPage(IndexPage):
    lists: ClassVar[str] = "story"
    subpage_types: ClassVar[list[str]] = ["portfolio.StoryPage"]

    class Meta:
        verbose_name = _("story index")


class StoryPage(PortfolioPage):
    """`title` is the headline, `summary` the dek."""

    kind: ClassVar[str] = "story"
    index_page: ClassVar[str] = "StoryIndexPage"
    template = "home/pages/story.html"
    parent_page_types: ClassVar[list[str]] = ["portfolio.DistrictPage", "portfolio.StoryIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    story_kind = models.CharField(_("kind"), max_length=12, choices=StoryKind, default=StoryKind.STORY)
    published_on = models.DateField(_("date"), null=True, default=timezone.localdate)
    byline = models.CharField(
        _("by"), max_length=150, blank=True, help_text=_("Who wrote it, as it should be printed.")
    )
    themes = ParentalManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="stories")
    body = StreamField(StoryBlocks(required=True), verbose_name=_("story"))

    content_panels = EntryPanels([
        TitleFieldPanel(
            "title",
            help_text=_("The headline. A person doing something: “The brick that taught us fractions”."),
        ),
        *PortfolioPage.opening_panels[1:],
        FieldPanel(
            "body",
            help_text=_(
                "Begin in the middle of a moment. Add pictures and quotes where they help; a heading every "
                "few paragraphs lets people skim."
            ),
        ),
        InlinePanel(
            "innovations",
            heading=_("Innovations it is about"),
            label=_("Innovation"),
            help_text=_("Readers go from the story to the facts."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("byline"),
                FieldRowPanel([FieldPanel("story_kind"), FieldPanel("published_on")]),
            ],
            heading=_("By whom, when, and of what kind"),
        ),
        FieldPanel("themes", required_on_save=False, widget=TickList(_("Themes"))),
        InlinePanel(
            "districts",
            heading=_("Districts"),
            label=_("District"),
            classname="collapsed",
            help_text=_("The lead district first. Empty: the district this page belongs to."),
        ),
        *PortfolioPage.closing_panels,
    ])  # fmt: skip

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")


class StoryDistrict(Orderable):
    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="districts")
    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [FieldPanel("district")]


class StoryInnovation(Orderable):
    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="innovations")
    innovation = models.ForeignKey(
        InnovationPage, verbose_name=_("innovation"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("innovation")]
