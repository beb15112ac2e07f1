"""Innovations: what a district actually did, in facts that another one can compare."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from portfolio.editor.plugin_panels import EntryPanels
from portfolio.editor.widgets import TickList
from portfolio.models.blocks import PROSE, StoryBlocks
from portfolio.models.districts import District
from portfolio.models.fields import ChoiceListField
from portfolio.models.pages import IndexPage, PortfolioPage
from portfolio.models.taxonomy import Theme
from portfolio.models.vocabulary import CostBand, GradeBand, Maturity, Role, State, StudentGroup


class InnovationIndexPage(IndexPage):
    lists: ClassVar[str] = "innovation"
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("innovation index")


class InnovationPage(PortfolioPage):
    kind: ClassVar[str] = "innovation"
    index_page: ClassVar[str] = "InnovationIndexPage"
    template = "home/pages/innovation.html"
    parent_page_types: ClassVar[list[str]] = ["portfolio.DistrictPage"]
    subpage_types: ClassVar[list[str]] = []

    themes = ParentalManyToManyField(Theme, verbose_name=_("themes"), related_name="innovations")

    problem = RichTextField(
        _("the problem"), features=PROSE,
        help_text=_("What was not working, for whom, and how you knew. A few sentences."),
    )  # fmt: skip
    practice = StreamField(
        StoryBlocks(required=True), verbose_name=_("what we do"),
        help_text=_("What someone would see if they visited. Add pictures and quotes where they help."),
    )  # fmt: skip
    grade_bands = ChoiceListField(GradeBand, verbose_name=_("grades"))
    student_groups = ChoiceListField(StudentGroup, verbose_name=_("student groups"), blank=True)
    roles = ChoiceListField(Role, verbose_name=_("people who do it"), blank=True)

    maturity = models.CharField(
        _("maturity"), max_length=12, choices=Maturity,
        help_text=_("“Stopped” is welcome: what ended teaches as much as what lasted."),
    )  # fmt: skip
    start_year = models.PositiveSmallIntegerField(
        _("start year"), null=True, help_text=_("The year it first ran with students.")
    )
    schools_count = models.PositiveIntegerField(_("schools"), null=True, blank=True)
    students_count = models.PositiveIntegerField(_("students"), null=True, blank=True)
    teachers_count = models.PositiveIntegerField(_("teachers"), null=True, blank=True)
    scale_as_of = models.DateField(_("counted on"), null=True, blank=True)

    cost_band = models.CharField(_("cost of the first year"), max_length=12, choices=CostBand, blank=True)
    cost_one_time = models.PositiveIntegerField(_("one-time cost, $"), null=True, blank=True)
    cost_annual = models.PositiveIntegerField(_("cost each year, $"), null=True, blank=True)
    cost_per_student = models.PositiveIntegerField(_("cost per student and year, $"), null=True, blank=True)
    cost_year = models.PositiveSmallIntegerField(_("year of these prices"), null=True, blank=True)
    cost_note = models.TextField(_("what the money pays for"), blank=True, max_length=600)
    funding = models.TextField(_("where the money came from"), blank=True, max_length=400)

    staff = models.TextField(
        _("staff"),
        blank=True,
        max_length=400,
        help_text=_("Who it takes, in full-time equivalents where you can."),
    )
    staff_fte = models.DecimalField(
        _("staff added (FTE)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    months_to_start = models.PositiveSmallIntegerField(
        _("months from decision to first students"), null=True, blank=True
    )
    time_note = models.TextField(_("time it takes"), blank=True, max_length=400)
    prerequisites = RichTextField(_("what must be in place first"), features=PROSE, blank=True)
    technology = models.TextField(_("technology"), blank=True, max_length=400)
    policy_state = models.CharField(_("state whose policy mattered"), max_length=2, choices=State, blank=True)
    policy_note = models.TextField(_("policies, waivers, agreements"), blank=True, max_length=600)
    policy_url = models.URLField(_("link to the policy"), blank=True)

    what_did_not_work = RichTextField(
        _("what didn't work"), features=PROSE,
        help_text=_(
            "What you tried and dropped, what was harder than expected, what you would not do again."
        ),
    )  # fmt: skip
    advice = RichTextField(_("advice to a district that starts"), features=PROSE, blank=True)

    contact = models.ForeignKey(
        "portfolio.Person", verbose_name=_("whom to ask"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    contact_public = models.BooleanField(
        _("may readers write to them?"), null=True, blank=False,
        choices=[(True, _("Yes, through a form")), (False, _("No"))],
    )  # fmt: skip

    content_panels = EntryPanels([
        *PortfolioPage.opening_panels,
        FieldPanel("problem"),
        FieldPanel("practice"),
        MultiFieldPanel(
            [
                FieldPanel("grade_bands"),
                FieldPanel("themes", required_on_save=False, widget=TickList(_("Themes"))),
                FieldPanel(
                    "student_groups", help_text=_("Only where it is made for some students in particular.")
                ),
                FieldPanel("roles", help_text=_("Who does the work, day by day.")),
            ],
            heading=_("Who it serves"),
        ),
        InlinePanel(
            "results",
            heading=_("Results"),
            label=_("Result"),
            help_text=_(
                "A number before and after, for how many students, and where it is from. “66% of ninth "
                "graders passed algebra before, 81% after; 140 students; district records.” "
                "None yet? Leave this out."
            ),
        ),
        FieldPanel("what_did_not_work"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("maturity"), FieldPanel("start_year")]),
                FieldRowPanel([FieldPanel("schools_count"), FieldPanel("students_count")]),
                FieldRowPanel([FieldPanel("teachers_count"), FieldPanel("scale_as_of")]),
            ],
            heading=_("How far it has come"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "cost_band",
                    help_text=_("A rough answer helps more than none. Staff time counts where you paid it."),
                ),
                FieldRowPanel([FieldPanel("cost_one_time"), FieldPanel("cost_annual")]),
                FieldRowPanel([FieldPanel("cost_per_student"), FieldPanel("cost_year")]),
                FieldPanel("cost_note", help_text=_("“Two 3D printers, a saw, and six days of a coach.”")),
                FieldPanel("funding", help_text=_("“Title IV-A, and a grant from a local foundation.”")),
            ],
            heading=_("What it costs"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("staff_fte"), FieldPanel("months_to_start")]),
                FieldPanel("staff"),
                FieldPanel("time_note", help_text=_("“Two planning periods a week in the first semester.”")),
                FieldPanel(
                    "prerequisites",
                    help_text=_("“A room with ventilation. A principal who can move the bell.”"),
                ),
                FieldPanel("technology"),
            ],
            heading=_("What it takes"),
        ),
        InlinePanel(
            "steps",
            heading=_("Steps to do it"),
            label=_("Step"),
            help_text=_(
                "How another district would go about it, first thing first. Three to eight steps are plenty."
            ),
        ),
        FieldPanel("advice", help_text=_("What you would tell a friend in another district over coffee.")),
        MultiFieldPanel(
            [
                FieldPanel("contact", help_text=_("Their name and role are shown, never their address.")),
                FieldPanel("contact_public"),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("policy_state"), FieldPanel("policy_url")]),
                FieldPanel("policy_note", help_text=_("“A state waiver from seat time made it possible.”")),
            ],
            heading=_("Laws, waivers and agreements"),
            classname="collapsed",
        ),
        InlinePanel(
            "districts",
            heading=_("Districts"),
            label=_("District"),
            classname="collapsed",
            help_text=_("The lead district first. Empty: the district this page belongs to."),
        ),
        InlinePanel("related", heading=_("Related entries"), label=_("Entry"), classname="collapsed"),
        *PortfolioPage.closing_panels,
    ])  # fmt: skip

    class Meta:
        verbose_name = _("innovation")
        verbose_name_plural = _("innovations")


class InnovationDistrict(Orderable):
    page = ParentalKey(InnovationPage, on_delete=models.CASCADE, related_name="districts")
    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [FieldPanel("district")]


class InnovationStep(Orderable):
    page = ParentalKey(InnovationPage, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("step"), max_length=150)
    text = RichTextField(_("how"), features=PROSE, blank=True)
    time = models.CharField(_("time"), max_length=60, blank=True)

    panels = [FieldPanel("title"), FieldPanel("text"), FieldPanel("time")]


class InnovationResult(Orderable):
    page = ParentalKey(InnovationPage, on_delete=models.CASCADE, related_name="results")
    metric = models.CharField(
        _("what was measured"), max_length=200, help_text=_("“Ninth graders on track to graduate”.")
    )
    before = models.CharField(_("before"), max_length=60, blank=True)
    after = models.CharField(_("after"), max_length=60)
    students = models.PositiveIntegerField(
        _("number of students (n)"), null=True, blank=True,
        help_text=_("Under 10 is not published: someone could recognize a student."),
    )  # fmt: skip
    period = models.CharField(_("period"), max_length=80)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("link to the source"), blank=True)

    panels = [
        FieldPanel("metric"),
        FieldRowPanel([FieldPanel("before"), FieldPanel("after"), FieldPanel("students")]),
        FieldRowPanel([FieldPanel("period"), FieldPanel("source")]),
        FieldPanel("source_url"),
    ]


class InnovationRelated(Orderable):
    page = ParentalKey(InnovationPage, on_delete=models.CASCADE, related_name="related")
    entry = models.ForeignKey(
        PortfolioPage, verbose_name=_("entry"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("entry")]
