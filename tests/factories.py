"""A small portfolio to test with: its tree, and entries that lack nothing."""

import datetime
from typing import Any

import factory
from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Locale, Page, Site

from home.models import HomePage
from portfolio.models import (
    District,
    DistrictIndexPage,
    DistrictPage,
    File,
    InnovationIndexPage,
    InnovationPage,
    Picture,
    PlaybookIndexPage,
    PlaybookPage,
    StoryIndexPage,
    StoryPage,
    Theme,
    ToolkitIndexPage,
    ToolkitPage,
    User,
)
from portfolio.models.innovations import InnovationResult
from portfolio.models.toolkits import ToolkitItem
from portfolio.models.vocabulary import Licence
from portfolio.publication import log

LAST_MONTH = datetime.timedelta(days=30)
INDEX_PAGES = {
    "districts": DistrictIndexPage,
    "innovations": InnovationIndexPage,
    "stories": StoryIndexPage,
    "toolkits": ToolkitIndexPage,
    "playbooks": PlaybookIndexPage,
}


def make_roots() -> Page:
    """Make again what migrations made, after a test that emptied every table; return the root page."""
    Locale.objects.get_or_create(language_code="en")
    if not Collection.get_first_root_node():
        Collection.add_root(instance=Collection(name="Root"))
    return Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))


def make_site() -> HomePage:
    """Return the home page of a site with all its index pages."""
    root = make_roots()
    home = HomePage.objects.first() or root.add_child(
        instance=HomePage(title="Home", slug="portfolio", headline="What districts try, and what came of it")
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "Groundwork"}
    )
    for slug, model in INDEX_PAGES.items():
        if not model.objects.exists():
            home.add_child(instance=model(title=slug.capitalize(), slug=slug))
    return home


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District

    leaid = factory.Sequence(lambda number: f"99{number:05d}")
    name = factory.Sequence(lambda number: f"Maple Valley {number}")
    is_sample = True
    students = 1800


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    name = factory.Sequence(lambda number: f"Theme {number}")
    slug = factory.Sequence(lambda number: f"theme-{number}")
    locale = factory.LazyFunction(lambda: Locale.objects.get_or_create(language_code="en")[0])


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    password = factory.django.Password("a-long-made-up-passphrase")


class PictureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Picture

    title = factory.Sequence(lambda number: f"Picture {number}")
    file = factory.LazyFunction(lambda: get_test_image_file(filename="picture.png"))
    description = "Ninth graders build a bridge of paper"
    licence = Licence.CC_BY


class FileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = File

    title = factory.Sequence(lambda number: f"Guide {number}")
    file = factory.LazyFunction(lambda: ContentFile(b"one line", name="guide.txt"))
    licence = Licence.CC_BY


def district_page(**fields: Any) -> DistrictPage:
    """Return an unsaved district page that lacks nothing."""
    district = fields.pop("district", None) or DistrictFactory()
    return DistrictPage(**{
        "title": district.name, "district": district, "reviewed_on": datetime.date.today() - LAST_MONTH,
        "summary": "A small rural district where every ninth grader has one adult to turn to.", **fields,
    })  # fmt: skip


def innovation_page(themes: list[Theme] | None = None, **fields: Any) -> InnovationPage:
    """Return an unsaved innovation that lacks nothing below a district's page."""
    page = InnovationPage(**{
        "title": "Maker Mondays",
        "summary": "Every Monday, ninth graders build what they design, and fewer of them fail algebra.",
        "problem": "<p>One in three ninth graders failed algebra.</p>",
        "practice": [("text", "<p>On Mondays math is taught in the workshop.</p>")],
        "grade_bands": ["9-12"], "maturity": "growing", "start_year": 2022, "contact_public": False,
        "what_did_not_work": "<p>" + "In the first year we bought far too many tools. " * 6 + "</p>",
        "reviewed_on": datetime.date.today() - LAST_MONTH, "cost_band": "low", **fields,
    })  # fmt: skip
    page.themes = themes or [ThemeFactory()]
    return page


def story_page(**fields: Any) -> StoryPage:
    return StoryPage(**{
        "title": "The bridge that held", "summary": "Twelve sheets of paper carried a brick, and a class.",
        "body": [("text", "<p>It was raining when the brick arrived.</p>")],
        "reviewed_on": datetime.date.today() - LAST_MONTH, **fields,
    })  # fmt: skip


def toolkit_page(**fields: Any) -> ToolkitPage:
    page = ToolkitPage(**{
        "title": "Workshop starter kit", "summary": "All that a school needs to open a workshop.",
        "audience": ["teacher"], "updated_on": datetime.date.today() - LAST_MONTH,
        "reviewed_on": datetime.date.today() - LAST_MONTH, **fields,
    })  # fmt: skip
    page.themes = [ThemeFactory()]
    page.items = [
        ToolkitItem(
            title="Tool list", kind="template", url="https://example.org/tools", licence=Licence.CC_BY
        )
    ]
    return page


def playbook_page(**fields: Any) -> PlaybookPage:
    step = {"title": "Walk through the rooms", "how": "<p>Take a tape measure.</p>"}
    phase = {"title": "Find a room", "goal": "Know where it will be.", "steps": [step]}
    page = PlaybookPage(**{
        "title": "Open a workshop", "summary": "From an empty room to the first class in one school year.",
        "purpose": "<p>A workshop that every grade uses.</p>", "audience": ["principal"],
        "phases": [("phase", phase)], "updated_on": datetime.date.today() - LAST_MONTH,
        "reviewed_on": datetime.date.today() - LAST_MONTH, **fields,
    })  # fmt: skip
    page.themes = [ThemeFactory()]
    return page


def result_row(**fields: Any) -> InnovationResult:
    return InnovationResult(**{
        "metric": "Ninth graders who passed algebra", "before": "66%", "after": "81%", "students": 140,
        "period": "2022 to 2024", "source": "District records", **fields,
    })  # fmt: skip


def add_draft(parent: Page, page: Any) -> Any:
    """Put `page` below `parent` as a draft with one revision."""
    page.live = False
    parent.add_child(instance=page)
    page.save_revision()
    return page


def publish(page: Any) -> Any:
    """Publish the newest revision, let the public side follow, and return the page as it now is."""
    page.get_latest_revision().publish()
    log.flush()
    return type(page).objects.get(pk=page.pk)
