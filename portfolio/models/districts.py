"""Districts: the NCES directory as reference data, and a member's page in the portfolio."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from portfolio.editor.plugin_panels import EntryPanels
from portfolio.models.blocks import StoryBlocks
from portfolio.models.pages import IndexPage, PortfolioPage
from portfolio.models.vocabulary import (
    DEFENSE_PREFIXES,
    LOCALE_GROUPS,
    SAMPLE_PREFIX,
    STATE_BY_FIPS,
    LeaType,
    Locale,
    LocaleGroup,
    SizeBand,
    State,
    size_band,
)


class District(models.Model):
    """A local education agency as NCES publishes it: facts with their school year, nothing of ours.

    `leaid` is text of seven digits: the first two are the state's FIPS code, and zeros lead.
    """

    leaid = models.CharField(
        "LEAID", max_length=7, unique=True, validators=[RegexValidator(r"^[0-9]{7}$", _("Seven digits."))]
    )
    name = models.CharField(_("name"), max_length=200, db_index=True)
    state = models.CharField(_("state"), max_length=2, choices=State, blank=True, db_index=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    county = models.CharField(_("county"), max_length=100, blank=True)
    lea_type = models.PositiveSmallIntegerField(_("type"), choices=LeaType, null=True, blank=True)
    locale = models.PositiveSmallIntegerField(_("locale"), choices=Locale, null=True, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    lowest_grade = models.CharField(_("lowest grade"), max_length=20, blank=True)
    highest_grade = models.CharField(_("highest grade"), max_length=20, blank=True)
    students = models.PositiveIntegerField(_("students"), null=True, blank=True)
    teachers_fte = models.DecimalField(
        _("teachers (FTE)"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    schools = models.PositiveIntegerField(_("schools"), null=True, blank=True)
    ell_students = models.PositiveIntegerField(_("English learners"), null=True, blank=True)
    iep_students = models.PositiveIntegerField(_("students with an IEP"), null=True, blank=True)
    frl_students = models.PositiveIntegerField(
        _("students eligible for free or reduced-price lunch"), null=True, blank=True
    )
    facts_year = models.CharField(
        _("school year of the facts"), max_length=7, blank=True,
        help_text=_("The latest year that NCES reports a fact from."),
    )  # fmt: skip
    years_by_fact = models.JSONField(_("school year of each fact"), default=dict, blank=True, editable=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    closed_on = models.DateField(_("closed or merged on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", verbose_name=_("successor"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="predecessors",
        help_text=_("The district that took over. This one keeps its LEAID for ever."),
    )  # fmt: skip
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    class Meta:
        verbose_name = _("district (NCES)")
        verbose_name_plural = _("districts (NCES)")
        ordering = ["name", "leaid"]

    def __str__(self) -> str:
        text = f"{self.name} ({self.state or self.leaid[:2]}, {self.leaid})"
        return str(_("%s, closed") % text) if self.closed_on else text

    def year_of(self, fact: str) -> str:
        """Return the school year that a fact is from, `2022-23`; "" where it is not known.

        A file may carry some facts and not others, so that they need not all be from `facts_year`.
        """
        untold = self.facts_year if getattr(self, fact) not in (None, "") else ""
        year: str = self.years_by_fact.get(fact, untold)
        return year

    @property
    def locale_group(self) -> LocaleGroup | None:
        return LOCALE_GROUPS[self.locale // 10] if self.locale else None

    @property
    def size_band(self) -> SizeBand | None:
        return size_band(self.students) if self.students is not None else None

    def clean(self) -> None:
        super().clean()
        self._clean_leaid()
        self._clean_successor()

    def _clean_leaid(self) -> None:
        prefix = self.leaid[:2]
        if prefix == SAMPLE_PREFIX:
            if not self.is_sample:
                raise ValidationError({"leaid": _("LEAIDs that begin with 99 are kept for samples.")})
            return
        expected = "" if prefix in DEFENSE_PREFIXES else STATE_BY_FIPS.get(prefix)
        if expected is None:
            raise ValidationError({"leaid": _("No state has LEAIDs that begin with %s.") % prefix})
        if self.state and self.state != expected:
            message = _("LEAID %(leaid)s belongs to %(state)s.")
            raise ValidationError({"state": message % {"leaid": self.leaid, "state": expected}})

    def _clean_successor(self) -> None:
        if self.successor and not self.closed_on:
            raise ValidationError({"closed_on": _("Say when it closed or merged: it has a successor.")})
        district, passed = self.successor, {self.pk}
        while district:
            if district.pk in passed:
                message = _("%s leads back to this district. Choose the one that took over.")
                raise ValidationError({"successor": message % self.successor})
            passed.add(district.pk)
            district = district.successor


class DistrictIndexPage(IndexPage):
    """`/districts/`: the members, and the place below which each has its page."""

    lists: ClassVar[str] = "district"
    template = "home/pages/index.html"
    subpage_types: ClassVar[list[str]] = ["portfolio.DistrictPage"]

    class Meta:
        verbose_name = _("district index")


class DistrictPage(PortfolioPage):
    """A member district's portfolio. What the district writes lies below it in the page tree."""

    kind: ClassVar[str] = "district"
    template = "home/pages/district.html"
    parent_page_types: ClassVar[list[str]] = ["portfolio.DistrictIndexPage"]
    subpage_types: ClassVar[list[str]] = [
        "portfolio.InnovationPage", "portfolio.StoryPage", "portfolio.ToolkitPage", "portfolio.PlaybookPage",
    ]  # fmt: skip

    district = models.ForeignKey(
        District, verbose_name=_("district"), null=True, on_delete=models.PROTECT, related_name="pages",
        help_text=_("The district's entry in the NCES directory. Its facts are shown from there."),
    )  # fmt: skip
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    other_names = models.TextField(_("other names"), blank=True, help_text=_("One a line."))
    website = models.URLField(_("website"), blank=True)
    logo = models.ForeignKey(
        "portfolio.Picture", verbose_name=_("logo"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    superintendent = models.ForeignKey(
        "portfolio.Person", verbose_name=_("superintendent"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    contact = models.ForeignKey(
        "portfolio.Person", verbose_name=_("whom to ask"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    about = StreamField(StoryBlocks(), verbose_name=_("about the district"), blank=True)

    content_panels = EntryPanels([
        TitleFieldPanel("title", help_text=_("The district's name as people there say it.")),
        *PortfolioPage.opening_panels[1:],
        FieldPanel(
            "about", help_text=_("What a visitor should know: the place, the students, what you care about.")
        ),
        InlinePanel(
            "milestones",
            heading=_("Milestones"),
            label=_("Milestone"),
            help_text=_("Days that changed something. “First students took a college class on campus.”"),
        ),
        InlinePanel("quotes", heading=_("Quotes"), label=_("Quote")),
        MultiFieldPanel(
            [FieldPanel("superintendent"), FieldPanel("contact"), FieldPanel("website")],
            heading=_("People and contact"),
        ),
        MultiFieldPanel(
            [FieldPanel("short_name"), FieldPanel("other_names"), FieldPanel("logo")],
            heading=_("Names and logo"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldPanel("district", permission="portfolio.see_all_districts")],
            heading=_("Entry in the NCES directory"),
            classname="collapsed",
        ),
        *PortfolioPage.closing_panels,
    ])  # fmt: skip

    class Meta:
        verbose_name = _("district page")
        verbose_name_plural = _("district pages")


class DistrictMilestone(Orderable):
    page = ParentalKey(DistrictPage, on_delete=models.CASCADE, related_name="milestones")
    date = models.DateField(_("date"), null=True)
    text = models.CharField(_("what happened"), max_length=300)

    panels = [FieldPanel("date"), FieldPanel("text")]


class DistrictQuote(Orderable):
    page = ParentalKey(DistrictPage, on_delete=models.CASCADE, related_name="quotes")
    text = models.TextField(_("quote"), max_length=600)
    name = models.CharField(_("who said it"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True)
    permission = models.BooleanField(_("they agreed to be quoted"), default=False)

    panels = [FieldPanel("text"), FieldPanel("name"), FieldPanel("role"), FieldPanel("permission")]
