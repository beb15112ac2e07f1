"""What every entry of the portfolio has in common, and the index pages that lead to them."""

from collections.abc import Collection
from typing import Any, ClassVar
from urllib.parse import quote

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Page, Revision
from wagtail.url_routing import RouteResult

from portfolio.editor.forms import EntryForm
from portfolio.editor.plugin_panels import PLUGINS
from portfolio.models.vocabulary import Licence


class DocumentPage(Page):
    """A page whose public face is the compiled document, never the model (DESIGN: rendered pages)."""

    kind: ClassVar[str]

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a reader whom a restriction lets through, from a document compiled for them alone."""
        from portfolio.publication.pages import render_page

        return render_page(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from portfolio.publication.pages import render_page

        return render_page(request, self, preview=True)

    def get_admin_display_title(self) -> str:
        """Return the title that whoever looks may read: a draft's only to those who work on it."""
        from portfolio.tenancy.doors import title_for_viewer

        return title_for_viewer(self)


class PortfolioPage(Page):
    """An entry: a district, an innovation, a story, a toolkit or a playbook.

    Plugins hang their rows on this class. Its public id is `translation_key` with the locale:
    it survives moves and renames, and a copy gets its own.
    """

    kind: ClassVar[str] = ""
    index_page: ClassVar[str] = ""
    """The index page below whose address the entry is found, wherever in the tree it lies."""

    is_creatable = False
    base_form_class = EntryForm

    summary = models.CharField(
        _("summary"), max_length=200,
        help_text=_("One sentence: what you did, for whom, with what result. It is shown in lists."),
    )  # fmt: skip
    picture = models.ForeignKey(
        "portfolio.Picture", verbose_name=_("picture"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
        help_text=_("A picture makes people open it. Without one, the page shows the theme's pattern."),
    )  # fmt: skip
    licence = models.CharField(
        _("license"), max_length=20, choices=Licence, default=Licence.CC_BY,
        help_text=_("What others may do with this text. Pictures and files carry their own."),
    )  # fmt: skip
    disclosure = models.TextField(
        _("disclosure"), blank=True, max_length=500,
        help_text=_("Who paid for or supplied any of it, and any interest a reader should know of."),
    )  # fmt: skip
    reviewed_on = models.DateField(
        _("last reviewed on"), null=True,
        help_text=_("The day someone last checked that this is still true. It falls due again after a year."),
    )  # fmt: skip
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    opening_panels: ClassVar[list[Any]] = [
        TitleFieldPanel(
            "title",
            help_text=_("The name that people in your schools use: “Maker Mondays”, not “STEM initiative”."),
        ),
        FieldPanel("summary", widget=AdminAutoHeightTextInput(attrs={"maxlength": 200})),
        FieldPanel("picture"),
    ]
    closing_panels: ClassVar[list[Any]] = [
        PLUGINS,
        MultiFieldPanel(
            [FieldPanel("licence"), FieldPanel("disclosure"), FieldPanel("reviewed_on")],
            heading=_("License and review"),
        ),
    ]
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug", required_on_save=False, help_text=_("The last part of the page's address.")
                ),
                FieldPanel("seo_title"),
                FieldPanel("search_description", help_text=_("Empty: the summary.")),
            ],
            heading=_("Address, and what search engines show"),
        ),
    ]

    serve = DocumentPage.serve
    serve_preview = DocumentPage.serve_preview
    get_admin_display_title = DocumentPage.get_admin_display_title

    def save(self, *args: Any, update_fields: Collection[str] | None = None, **kwargs: Any) -> Any:
        """Save; raise NotReadyError where this would put an incomplete entry before readers."""
        from portfolio.readiness.gate import changes_what_is_public, ensure_ready

        if changes_what_is_public(self, update_fields):
            ensure_ready(self)
        return super().save(*args, update_fields=update_fields, **kwargs)

    def save_revision(self, *args: Any, clean: bool = True, **kwargs: Any) -> Revision:
        """Keep a draft, however little of it there is; only a title and a sound address are asked for.

        Wagtail asks for every required field here. Ours are asked for when it goes live.
        """
        if clean:
            self.minimal_clean()
        return super().save_revision(*args, clean=False, **kwargs)

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """Return the address below the kind's index page: `/innovations/<slug>/`."""
        own = super().get_url_parts(request)
        if own is None or own[2] is None or not self.index_page:
            return own
        from portfolio.selectors import index_page_for

        index = index_page_for(self)
        if index is None:
            return own
        parts = index.get_url_parts(request)
        return parts and (*parts[:2], f"{parts[2]}{quote(self.slug)}/")

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page, page: Page | None = None) -> bool:
        """Also refuse a slug that another entry of this kind has: they share one address space."""
        if not Page._slug_is_available(slug, parent_page, page):
            return False
        if page is None or not getattr(page, "index_page", ""):
            return True
        twins = type(page).objects.filter(slug=slug, locale_id=page.locale_id or parent_page.locale_id)
        return not twins.exclude(pk=page.pk).exists()


class IndexPage(DocumentPage):
    """A list of all entries of one kind, and the address below which they are found."""

    kind: ClassVar[str] = "index"
    lists: ClassVar[str]
    """The kind of the entries it lists"""
    max_count_per_parent: ClassVar[int] = 1
    template = "home/pages/index.html"

    introduction = models.TextField(_("introduction"), blank=True, max_length=400)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find an entry by its slug, wherever in this site's tree it lies."""
        if len(path_components) == 1:
            from portfolio.selectors import entry_below

            entry = entry_below(self, path_components[0])
            if entry is not None:
                return RouteResult(entry)
        return super().route(request, path_components)
