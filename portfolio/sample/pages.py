"""The sample's pages: each is put in the tree as a draft, then filled and published as an editor would."""

import datetime
from typing import Any

from django.utils import timezone

from portfolio.models import (
    District,
    DistrictIndexPage,
    DistrictPage,
    InnovationPage,
    PlaybookIndexPage,
    PlaybookPage,
    PortfolioPage,
    StoryIndexPage,
    StoryPage,
    ToolkitIndexPage,
    ToolkitPage,
)
from portfolio.sample import content, plugins
from portfolio.sample.building import fill
from portfolio.sample.shelf import Shelf, sample_key
from portfolio.tenancy.onboarding import onboard

ENTRIES: dict[str, type[PortfolioPage]] = {
    "toolkits": ToolkitPage, "innovations": InnovationPage, "stories": StoryPage, "playbooks": PlaybookPage,
}  # fmt: skip
NETWORK_INDEXES = {"stories": StoryIndexPage, "toolkits": ToolkitIndexPage, "playbooks": PlaybookIndexPage}
DAYS_UNTIL_SCHEDULED = 30


def place_district(shelf: Shelf, written: dict[str, Any]) -> None:
    """Give a sample district its page and what onboarding gives a real one; a closed one just the page."""
    district = shelf.find(District, written["district"]["leaid"])
    place(
        shelf,
        DistrictPage,
        DistrictIndexPage.objects.get(locale=shelf.locale),
        written["page"],
        district=district,
    )
    if district.closed_on is None:
        shelf.collections[district.leaid] = onboard(district).space.collection


def load_entries(shelf: Shelf, network: dict[str, Any]) -> None:
    """Place every entry before the first is filled, so that each can name the others."""
    for written in content.districts():
        parent = shelf.pages[f"district/{written['page']['slug']}"]
        for kind, model in ENTRIES.items():
            for entry in written.get(kind, []):
                place(shelf, model, parent, entry)
    for kind, index in NETWORK_INDEXES.items():
        for entry in network.get(kind, []):
            place(shelf, ENTRIES[kind], index.objects.get(locale=shelf.locale), entry)
    said_by_plugins = plugins.of_entries(shelf)
    shelf.to_fill = [
        (page, {**written, **said_by_plugins.pop(f"{page.kind}/{written['slug']}", {})})
        for page, written in shelf.to_fill
    ]
    fill_placed(shelf)
    for key, relations in said_by_plugins.items():
        plugins.add_to_entry(shelf.pages[key], relations, shelf)


def fill_placed(shelf: Shelf) -> None:
    """Fill each page that was placed by this load, and bring it to the state that is written."""
    for page, written in shelf.to_fill:
        fill(page, written, shelf)
        _bring_to_state(page, written.get("state", "published"))


def place(
    shelf: Shelf, model: type[PortfolioPage], parent: Any, written: dict[str, Any], **fields: Any
) -> None:
    key = sample_key(model.kind, written["slug"])
    page = model.objects.filter(translation_key=key, locale=shelf.locale).first()
    if page is None:
        page = model(
            title=written["title"], slug=written["slug"], locale=shelf.locale, translation_key=key,
            live=False, is_sample=True, **fields,
        )  # fmt: skip
        parent.add_child(instance=page)
        shelf.to_fill.append((page, written))
        shelf.made[str(model._meta.verbose_name_plural)] += 1
    shelf.pages[f"{model.kind}/{written['slug']}"] = page


def _bring_to_state(page: PortfolioPage, state: str) -> None:
    if state == "scheduled":
        page.go_live_at = timezone.now() + datetime.timedelta(days=DAYS_UNTIL_SCHEDULED)
    page.save()
    revision = page.save_revision(clean=state != "draft")
    match state:
        case "published" | "scheduled":
            revision.publish()
        case "in moderation":
            page.get_workflow().start(page, None)
        case "draft":
            pass
        case _:
            raise ValueError(f"The sample page “{page.title}” asks for a state that there is not: {state}")
