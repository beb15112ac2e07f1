"""The pages that are about the portfolio itself, and what readers keep here."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from portfolio.models.blocks import StoryBlocks
from portfolio.models.pages import DocumentPage, PortfolioPage


class HomePage(DocumentPage):
    """The front door. The lists on it are queries; what is featured is chosen here."""

    kind: ClassVar[str] = "home"
    template = "home/pages/home.html"
    max_count_per_parent: ClassVar[int] = 1
    subpage_types: ClassVar[list[str]] = [
        "home.StandardPage", "portfolio.DistrictIndexPage", "portfolio.InnovationIndexPage",
        "portfolio.StoryIndexPage", "portfolio.ToolkitIndexPage", "portfolio.PlaybookIndexPage",
    ]  # fmt: skip

    headline = models.CharField(_("headline"), max_length=120)
    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(StoryBlocks(), verbose_name=_("more"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        InlinePanel("featured", heading=_("Featured entries"), label=_("Entry")),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")


class FeaturedEntry(Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured")
    entry = models.ForeignKey(
        PortfolioPage, verbose_name=_("entry"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("entry")]


class StandardPage(DocumentPage):
    """A plain page: about, privacy, accessibility, takedown."""

    kind: ClassVar[str] = "page"
    template = "home/pages/standard.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(StoryBlocks(), verbose_name=_("text"))

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")


class PlaybookProgress(models.Model):
    """What one team has ticked of a playbook, behind a private link. Nothing says who they are.

    Of the link's token only a digest is stored (`home.progress.keeping`).
    """

    playbook = models.UUIDField()
    """Its public id"""
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    done = models.JSONField(default=list)
    """Keys of the steps and lines that are ticked (`home.progress.checklist`)"""
    seen = models.JSONField(default=dict)
    """The steps as they were when something was last ticked: their fingerprints by their keys"""
    used_on = models.DateField(db_index=True)

    class Meta:
        verbose_name = _("progress on a playbook")
        verbose_name_plural = _("progress on playbooks")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.playbook}: {len(self.done)}"


class EndedLink(models.Model):
    """A private link that its readers took back. It answers for a year, and says that it is over.

    Nothing leads from here to the list, or to the link that it has now.
    """

    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    ended_on = models.DateField(db_index=True)

    class Meta:
        verbose_name = _("ended link")
        verbose_name_plural = _("ended links")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.ended_on)
