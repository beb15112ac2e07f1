"""A district whose every private thing carries a word of its own, and a neighbour who must not meet one."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import Collection, Comment, Page, PageViewRestriction, Revision, TaskState

from portfolio.models import (
    Consent,
    ContentRequest,
    DistrictSpace,
    Person,
    RequestAnswer,
    StoryIndexPage,
    User,
)
from portfolio.services.network import ensure_network
from portfolio.tenancy.onboarding import onboard
from tests.factories import (
    DistrictFactory,
    FileFactory,
    PictureFactory,
    UserFactory,
    add_draft,
    innovation_page,
    make_site,
    publish,
    story_page,
)

MARK = "zqx"
"""What every canary begins with; a search for it cannot be mistaken for a find."""

SHARED_WORD = "Marmalade"
"""What all hidden things are called besides, so that a search that leaks finds them."""

DRAFT = 770001
"""The number of the victim's draft, and of its picture, file, person and everything else."""
LIVE, PRIVATE, NETWORK_DRAFT = 770002, 770003, 770004
NUMBERS = (DRAFT, LIVE, PRIVATE, NETWORK_DRAFT)


@dataclass
class Plot:
    victim: DistrictSpace
    attacker: User
    own_page: Page
    canaries: set[str] = field(default_factory=set)

    def word(self, name: str) -> str:
        """Return the canary for `name`, and remember that it is out."""
        word = f"{MARK}{name}qz"  # ended too, so that none is the beginning of another
        self.canaries.add(word)
        return word

    def title(self, name: str) -> str:
        return f"{SHARED_WORD} {self.word(name)}"


def plant() -> Plot:
    """Build the victim with all its canaries, and the neighbour who looks for them."""
    make_site()
    ensure_network()
    victim = onboard(DistrictFactory(name="Harbor")).space
    plot = Plot(victim, *_make_attacker())
    _hide_people(plot)
    _hide_library(plot)
    _hide_draft(plot)
    _hide_pages(plot)
    _hide_requests(plot)
    _hide_machinery(plot)
    return plot


def _make_attacker() -> tuple[User, Page]:
    """Return a communicator and approver of another district, with something of everything."""
    space = onboard(DistrictFactory(name="Hilltop")).space
    attacker = UserFactory(email="attacker@hilltop.example.org")
    attacker.groups.add(space.communicators, space.approvers)
    PictureFactory(title="Own picture", collection=space.collection)
    FileFactory(title="Own file", collection=space.collection)
    Person.objects.create(name="Own person", district=space.district)
    own = add_draft(space.page, innovation_page(title="Own draft", owner=attacker))
    own.get_workflow().start(own, attacker)
    return attacker, own


def _hide_people(plot: Plot) -> None:
    district = plot.victim.district
    plot.member = UserFactory(
        pk=DRAFT, email=f"{plot.word('account')}@example.org", first_name=plot.word("firstname")
    )
    plot.member.groups.add(plot.victim.communicators)
    Person.objects.create(
        pk=DRAFT, name=plot.title("person"), role=plot.word("role"), email=f"{plot.word('mail')}@example.org",
        district=district,
    )  # fmt: skip
    person = Person.objects.get(pk=DRAFT)
    log(instance=person, action="wagtail.edit", title=plot.word("logged"))
    Consent.objects.create(
        pk=DRAFT, name=plot.title("consent"), note=plot.word("note"), district=district, given_by="guardian",
        signed_on=datetime.date(2026, 1, 5),
    )  # fmt: skip


def _hide_library(plot: Plot) -> None:
    own = plot.victim.collection
    shelf = own.add_child(instance=Collection(pk=DRAFT, name=plot.title("collection")))
    picture = PictureFactory(
        pk=DRAFT, title=plot.title("picture"), description=plot.word("alttext"), collection=shelf,
        file=get_test_image_file(filename=f"{plot.word('picturefile')}.png"), credit=plot.word("credit"),
    )  # fmt: skip
    picture.tags.add(plot.word("picturetag"))
    file = FileFactory(
        pk=DRAFT, title=plot.title("file"), collection=shelf,
        file=ContentFile(b"text", name=f"{plot.word('filename')}.txt"),
    )  # fmt: skip
    file.tags.add(plot.word("filetag"))


def _hide_draft(plot: Plot) -> None:
    page = innovation_page(
        pk=DRAFT, title=plot.title("draft"), slug=plot.word("slug"), summary=plot.word("summary"),
        problem=f"<p>{plot.word('body')}</p>", picture_id=DRAFT, contact_id=DRAFT, owner=plot.member,
    )  # fmt: skip
    add_draft(plot.victim.page, page)
    remark = Comment(pk=DRAFT, page=page, user=plot.member, text=plot.word("comment"), contentpath="summary")
    Comment.objects.bulk_create([remark])
    type(page).objects.get(pk=DRAFT).save_revision(user=plot.member)
    _renumber_revision(page)
    state = page.get_workflow().start(page, plot.member)
    TaskState.objects.filter(pk=state.current_task_state_id).update(comment=plot.word("workflowcomment"))


def _renumber_revision(page: Page) -> None:
    """Give the page's revision the page's number, so that one address holds every number at once."""
    page.refresh_from_db()
    old = page.latest_revision
    copy = Revision.objects.get(pk=old.pk)
    copy.pk = page.pk
    copy.save()
    Page.objects.filter(pk=page.pk).update(latest_revision_id=page.pk)
    old.delete()
    page.refresh_from_db()


def _hide_pages(plot: Plot) -> None:
    live = add_draft(
        plot.victim.page, story_page(pk=LIVE, title=f"{SHARED_WORD} in public", owner=plot.member)
    )
    live = publish(live)
    live.title, live.summary = plot.title("newertitle"), plot.word("newersummary")
    live.save_revision(user=plot.member)
    private = add_draft(
        plot.victim.page, story_page(pk=PRIVATE, title=plot.title("private"), slug=plot.word("privateslug"))
    )
    publish(private)
    PageViewRestriction.objects.create(
        page=private, restriction_type=PageViewRestriction.PASSWORD, password=plot.word("password")
    )
    add_draft(
        StoryIndexPage.objects.get(),
        story_page(pk=NETWORK_DRAFT, title=plot.title("networkdraft"), summary=plot.word("networksummary")),
    )


def _hide_requests(plot: Plot) -> None:
    """Ask the victim alone for something, and both districts for something that the victim answers."""
    texts = {
        "title": plot.title("asked"),
        "note": plot.word("askednote"),
        "searched_for": plot.word("looked"),
    }
    alone = ContentRequest.objects.create(pk=DRAFT, is_for_all=False, **texts)
    alone.districts.add(plot.victim)
    both = ContentRequest.objects.create(pk=LIVE, title="Asked of all")
    RequestAnswer.objects.create(request=both, entry_id=DRAFT)
    both.declined_by.add(plot.victim)


def _hide_machinery(plot: Plot) -> None:
    Group.objects.filter(pk=plot.victim.communicators_id).update(name=plot.title("group"))
    plot.victim.workflow.name = plot.title("workflow")
    plot.victim.workflow.save()
    task = plot.victim.workflow.tasks[0]
    task.name = plot.title("task")
    task.save()
    Redirect.objects.create(pk=DRAFT, old_path=f"/{plot.word('redirect')}", redirect_page_id=DRAFT)


def whole(plot: Plot) -> dict[str, Any]:
    """Return what must not have changed after an attacker's visit."""
    pages = Page.objects.filter(pk__in=NUMBERS).order_by("pk")
    return {
        "pages": list(pages.values_list("pk", "title", "draft_title", "live", "path", "latest_revision")),
        "people": list(Person.objects.filter(pk=DRAFT).values_list("name", "email")),
        "consents": list(Consent.objects.filter(pk=DRAFT).values_list("name", "withdrawn_on")),
        "collections": list(Collection.objects.filter(pk=DRAFT).values_list("name", "path")),
        "asked": list(ContentRequest.objects.values_list("pk", "title", "closed_at").order_by("pk")),
        "answers": list(RequestAnswer.objects.values_list("request", "entry")),
        "declined": list(plot.victim.declined_requests.values_list("pk", flat=True)),
        "team": sorted(plot.victim.communicators.user_set.values_list("pk", flat=True)),
        "tasks": list(TaskState.objects.filter(workflow_state__object_id=str(DRAFT)).values_list("status")),
    }
