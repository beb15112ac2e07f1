"""Pages and rows with words of their own, that name whatever is there already."""

from typing import Any, TypeVar

from django.db import models
from wagtail.images.models import Filter
from wagtail.models import Page

from plugins.researchlinks.models import ResearchRecord
from portfolio.models import (
    Consent,
    District,
    File,
    InnovationPage,
    Person,
    Picture,
    PlaybookPage,
    PortfolioPage,
    Rendition,
    StoryPage,
    Theme,
    ToolkitPage,
)
from portfolio.models.innovations import InnovationDistrict, InnovationRelated
from portfolio.models.pages import DocumentPage
from portfolio.models.toolkits import ToolkitAuthor, ToolkitItem
from portfolio.models.vocabulary import Licence
from portfolio.publication.pictures import Shape, filter_specs
from tests import factories
from tests.portfolio.publication.oracle import new_word

Row = TypeVar("Row", bound=models.Model)


def pick(rows: "models.QuerySet[Row]", number: int) -> Row | None:
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


def entries() -> "models.QuerySet[PortfolioPage]":
    return PortfolioPage.objects.filter(alias_of=None)


def documents() -> "models.QuerySet[Page]":
    """Return all pages that can be written: entries, index pages, plain pages and home."""
    plain = [pk for model in (DocumentPage, PortfolioPage) for pk in _subclass_ids(model)]
    return Page.objects.filter(pk__in=plain, alias_of=None)


def _subclass_ids(model: Any) -> list[int]:
    if not model._meta.abstract:
        return list(model.objects.values_list("pk", flat=True))
    return [pk for below in model.__subclasses__() for pk in _subclass_ids(below)]


def new_picture() -> Picture:
    """Return a picture of pupils with a consent, and the rows of its renditions; files take too long."""
    consent = Consent.objects.create(name=new_word(), given_by="guardian", signed_on="2026-01-05")
    picture = factories.PictureFactory(people_shown="pupils", licence="InC", description=new_word())
    picture.consents.add(consent)
    for spec in {spec for shape in Shape for spec in filter_specs(shape)}:
        key = Filter(spec=spec).get_cache_key(picture)
        Rendition.objects.create(
            image=picture,
            filter_spec=spec,
            focal_point_key=key,
            width=48,
            height=30,
            file=f"images/{key}{spec}",
        )
    return picture


def new_person() -> Person:
    return Person.objects.create(
        name=new_word(), role=new_word(), email=f"{new_word()}@example.org", contact_public=True
    )


def new_record() -> ResearchRecord:
    return ResearchRecord.objects.create(csl={"type": "book", "title": new_word()})


def that_may_link_research() -> "models.QuerySet[Page]":
    return Page.objects.exact_type(InnovationPage, ToolkitPage, PlaybookPage).filter(alias_of=None)


def new_innovation(number: int) -> InnovationPage:
    page = factories.innovation_page(
        themes=[pick(Theme.objects, number) or factories.ThemeFactory(name=new_word())],
        picture=pick(Picture.objects, number),
        contact=pick(Person.objects, number),
    )
    other, district = pick(entries(), number), pick(District.objects, number)
    page.related = [InnovationRelated(entry=other)] if isinstance(other, InnovationPage) else []
    page.districts = [InnovationDistrict(district=district)] if district else []
    return page


def new_story(number: int) -> StoryPage:
    target = pick(Page.objects.filter(depth__gt=1), number)
    link = f'<p><a linktype="page" id="{target.pk}">There</a></p>' if target else "<p>None</p>"
    picture = pick(Picture.objects, number)
    return factories.story_page(body=[("text", link)], picture=picture)


def new_toolkit(number: int) -> ToolkitPage:
    page = factories.toolkit_page()
    file = pick(File.objects, number) or factories.FileFactory(title=new_word())
    page.items.add(ToolkitItem(title="A sheet", kind="template", file=file, licence=Licence.CC_BY))
    page.authors = [ToolkitAuthor(person=pick(Person.objects, number) or new_person())]
    return page


def new_playbook(number: int) -> PlaybookPage:
    return factories.playbook_page(picture=pick(Picture.objects, number))


NEW = {"innovation": new_innovation, "story": new_story, "toolkit": new_toolkit, "playbook": new_playbook}
