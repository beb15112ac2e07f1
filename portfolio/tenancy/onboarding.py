"""Taking a district in: everything it needs to write in the portfolio, and nothing of anyone else's."""

from dataclasses import dataclass, field

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupApprovalTask, Locale, Workflow, WorkflowPage, WorkflowTask

from portfolio.extensions.access import grant_stated_permissions
from portfolio.models import District, DistrictIndexPage, DistrictPage, DistrictSpace, User
from portfolio.models.vocabulary import SAMPLE_PREFIX
from portfolio.services.network import Network, ensure_network
from portfolio.tenancy.grants import DISTRICT_MODELS, DISTRICT_PAGES, grant_library, grant_models, grant_pages

GROUP_NAME_LENGTH = 150


class CannotOnboardError(ValueError):
    """The district cannot be taken in. Its message says what to do instead."""


@dataclass
class Onboarding:
    """What `onboard` made (`made`, in words; empty the second time) and what needs a person's care."""

    space: DistrictSpace
    made: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)


def find_district(leaid: str, *, allow_sample: bool = False) -> District:
    """Return the district with this LEAID, or raise CannotOnboardError saying how to put it right."""
    leaid = leaid.strip()
    if len(leaid) != 7 or not leaid.isascii() or not leaid.isdigit():
        raise CannotOnboardError(
            _("“%s” is not a LEAID. It has seven digits; zeros at its start count (0100005).") % leaid
        )
    district = District.objects.select_related("successor").filter(leaid=leaid).first()
    if district is None:
        raise CannotOnboardError(
            _("No district has the LEAID %s. Check the number, or import the NCES file that holds it first.")
            % leaid
        )
    _refuse_closed(district)
    if leaid.startswith(SAMPLE_PREFIX) and not allow_sample:
        raise CannotOnboardError(
            _("%(leaid)s is a sample: LEAIDs that begin with %(prefix)s belong to no real district.")
            % {"leaid": leaid, "prefix": SAMPLE_PREFIX}
        )
    return district


def _refuse_closed(district: District) -> None:
    if district.closed_on is None:
        return
    told = _("%(district)s closed or merged on %(day)s.") % {
        "district": district, "day": district.closed_on.isoformat(),
    }  # fmt: skip
    if district.successor:
        told = f"{told} " + _("%s took over: onboard that one instead.") % district.successor
    raise CannotOnboardError(told)


@transaction.atomic
def onboard(district: District, *, slug: str = "", owner: User | None = None) -> Onboarding:
    """Give `district` its page, collection, groups and workflow; complete what is half there.

    Whoever calls it twice gets the same space and an empty `made`. Nothing that exists is changed.
    """
    network = ensure_network()
    space, _made = DistrictSpace.objects.select_for_update().get_or_create(district=district)
    result = Onboarding(space)
    _ensure_page(result, slug, owner)
    _ensure_collection(result)
    _ensure_groups(result)
    _ensure_workflow(result, network)
    grant_stated_permissions(space.communicators, space.approvers)
    space.save()
    if not space.approvers.user_set.exists():
        result.advice.append(_("Nobody can approve for this district yet. Invite an approver."))
    return result


def _ensure_page(result: Onboarding, slug: str, owner: User | None) -> None:
    space = result.space
    page = space.page or space.district.pages.order_by("path").first()
    if page is None:
        page = _make_page(space.district, slug, owner)
        result.made.append(_("page “%s”, a draft") % page.title)
    space.page = page


def _make_page(district: District, slug: str, owner: User | None) -> DistrictPage:
    index = DistrictIndexPage.objects.filter(locale=Locale.get_default()).order_by("path").first()
    if index is None:
        raise CannotOnboardError(
            _("No page lists the districts yet. Add a district index below the home page first.")
        )
    page = DistrictPage(
        title=district.name, slug=_free_slug(index, district, slug), district=district, live=False,
        owner=owner, locale=index.locale, is_sample=district.is_sample,
    )  # fmt: skip
    index.add_child(instance=page)
    page.save_revision(user=owner, clean=False)
    return page


def _free_slug(index: DistrictIndexPage, district: District, wanted: str) -> str:
    """Return the address: `wanted`, or the name, with state and LEAID where another has it already."""
    if wanted:
        if wanted != slugify(wanted):
            raise CannotOnboardError(
                _("“%(slug)s” cannot be an address. Use small letters, digits and hyphens: “%(try)s”.")
                % {"slug": wanted, "try": slugify(wanted) or "maple-valley"}
            )
        if not DistrictPage._slug_is_available(wanted, index):
            raise CannotOnboardError(
                _("Another page has the address “%s”. Choose a different --slug.") % wanted
            )
        return wanted
    name = slugify(district.name) or "district"
    for slug in (name, f"{name}-{district.state.lower()}".strip("-")):
        if DistrictPage._slug_is_available(slug, index):
            return slug
    return f"{name}-{district.leaid}"


def _ensure_collection(result: Onboarding) -> None:
    if result.space.collection is None:
        name = str(result.space.district)
        result.space.collection = Collection.get_first_root_node().add_child(name=name)
        result.made.append(_("collection “%s” for its pictures and files") % name)


def _ensure_groups(result: Onboarding) -> None:
    space = result.space
    space.communicators = space.communicators or _make_group(result, _("communicators"))
    space.approvers = space.approvers or _make_group(result, _("approvers"))
    for group in (space.communicators, space.approvers):
        grant_models(group, DISTRICT_MODELS)
        grant_library(group, space.collection)
        for page in space.district.pages.all():
            grant_pages(group, page, DISTRICT_PAGES)


def _make_group(result: Onboarding, role: str) -> Group:
    district = result.space.district
    ending = f" ({district.leaid}): {role}"
    group, made = Group.objects.get_or_create(name=district.name[: GROUP_NAME_LENGTH - len(ending)] + ending)
    if made:
        result.made.append(_("group “%s”") % group.name)
    return group


def _ensure_workflow(result: Onboarding, network: Network) -> None:
    """Give the district its two steps, its own approvers and then the network; the second publishes."""
    space = result.space
    if space.workflow is None:
        space.workflow = Workflow.objects.create(name=str(space.district))
        own = GroupApprovalTask.objects.create(name=_("%s approval") % space.district.name)
        own.groups.add(space.approvers)
        for order, task in enumerate((own, network.approval)):
            WorkflowTask.objects.create(workflow=space.workflow, task=task, sort_order=order)
        result.made.append(_("workflow: district, then network"))
    for page in space.district.pages.all():
        WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": space.workflow})
