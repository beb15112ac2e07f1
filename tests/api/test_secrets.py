"""What is not public is in no answer, whoever asks for what."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from portfolio.models import Person
from portfolio.publication import log
from tests import factories
from tests.api.published import get, live_district, live_innovation, live_story, read, refusal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]

MARK = "zqx"
"""What every canary begins with"""


def plant() -> list[Any]:
    """Publish entries, and hide beside them all that may be hidden; return the pages that are not public."""
    parent = live_district()
    person = Person.objects.create(
        name="zqxperson", role="zqxrole", email="zqxmail@example.org", district=parent.district
    )
    live = live_innovation(parent, title="In public", contact=person, contact_public=False)
    live.title, live.summary = "zqxnewertitle", "zqxnewersummary of what is still being written"
    live.save_revision()
    factories.FileFactory(title="zqxfile", file=ContentFile(b"text", name="zqxfilename.txt"))
    factories.PictureFactory(title="zqxpicture", description="zqxalttext")
    draft = factories.add_draft(parent, factories.innovation_page(title="zqxdraft", slug="zqxslug"))
    closed = live_story(parent, title="zqxclosed", slug="zqxclosedslug")
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="zqxpassword")
    withdrawn = live_story(parent, title="zqxwithdrawn", slug="zqxwithdrawnslug")
    withdrawn.unpublish()
    log.flush()
    Redirect.objects.create(old_path="/zqxold", redirect_page=draft)
    return [draft, closed, withdrawn]


def every_answer() -> str:
    """Return all that the API says: every list in each shape, every document, the log, the themes."""
    texts = []
    for place in read("/")["collections"]:
        name = place["name"]
        items = read(f"/{name}", limit=100)["items"]
        for query in (
            {"view": "full"},
            {"view": "full", "format": "markdown"},
            {"fields": "id,title,body,card"},
        ):
            texts.append(get(f"/{name}", limit=100, **query).content.decode())
        texts += [get(f"/{name}/{item['id']}").content.decode() for item in items]
        texts += [get("/resolve", path=item["path"]).content.decode() for item in items]
    shapes = ("ids", "card", "full")
    texts += [get("/changes", documents=shape, limit=500).content.decode() for shape in shapes]
    asked = [
        get("/innovations", include="districts,related", facets="theme,state,size,cost,grade,maturity"),
        get("/stories", include="districts,innovations", facets="theme,state"),
        get("/themes"), get("/"), get("/openapi.json"), get("/docs"),
    ]  # fmt: skip
    return "\n".join([*texts, *(answer.content.decode() for answer in asked)])


def test_nothing_that_is_not_public_is_in_any_answer() -> None:
    hidden = plant()
    said = every_answer()
    assert "In public" in said
    assert MARK not in said.lower()
    for page in hidden[:1]:
        assert str(page.translation_key) not in said


def test_asking_for_what_is_hidden_by_name_tells_nothing() -> None:
    hidden = plant()
    for page in hidden:
        kind = "innovations" if page is hidden[0] else "stories"
        status = 404 if page is hidden[0] else 410
        problem = refusal(get(f"/{kind}/{page.translation_key}"), status)
        assert MARK not in str(problem)
        refusal(get("/resolve", path=f"/{kind}/{page.slug}/"), 404)
    refusal(get("/resolve", path="/zqxold/"), 404)
    assert "zqxslug" not in get("/resolve", path="/zqxold/").content.decode()
    assert read("/stories")["total"] == 0
    assert read("/innovations")["total"] == 1


def test_draft_that_never_was_public_is_not_told_from_what_never_was() -> None:
    draft = plant()[0]
    nobody = get("/innovations/6f2f5d2c-8d0f-4d53-9c0a-3d3c9b7f1f11")
    assert get(f"/innovations/{draft.translation_key}").content == nobody.content
    assert get("/resolve", path="/innovations/zqxslug/").content == get("/resolve", path="/none/").content
