"""A second look at every request for the admin, before Wagtail's own.

Wagtail asks for permission in each view, and some forget: moving, cancelling a workflow, choosing
a task, bulk actions and several reports name things of people who may not see them. Here one rule
holds for all views, those of later versions too: an address that names someone else's page is not
there, a list of numbers is cut down to one's own, and what reports on everyone is the network's.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import ResolverMatch, reverse
from wagtail.admin.auth import permission_denied
from wagtail.models import CollectionMember, Page
from wagtail.permissions import page_permission_policy, policy_registry

from portfolio.tenancy.doors import nameable_pages
from portfolio.tenancy.spaces import sees_all_districts

PAGE_ARGUMENTS = {"page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"}
NETWORK_NAMESPACES = {"wagtailadmin_reports", "wagtailadmin_workflows"}
NETWORK_VIEWS = {"wagtailadmin_pages:type_use", "wagtailadmin_pages:type_use_results"}
PAGE_CHOOSER = "wagtailadmin_choose_page"
BULK_ACTION = "wagtail_bulk_action"
EVERY_ITEM = "all"
LARGEST_NUMBER = 2**63 - 1
"""What a primary key can be; a database answers a larger one with an error."""


class Doorkeeper:
    """Stands after the authentication and message middlewares."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        if not request.user.is_authenticated or sees_all_districts(request.user):
            return None
        if match.view_name in NETWORK_VIEWS or NETWORK_NAMESPACES & set(match.namespaces):
            return permission_denied(request)
        _ask_for_pages(request, match, kwargs)
        _cut_lists(request, match, kwargs)
        return None


def _ask_for_pages(request: HttpRequest, match: ResolverMatch, kwargs: dict[str, Any]) -> None:
    """Raise Http404 where the address names a page that the user does not work on."""
    if match.view_name.startswith(PAGE_CHOOSER):
        return  # it lists public pages too, and has a hook of its own
    asked = {int(kwargs[name]) for name in PAGE_ARGUMENTS & kwargs.keys()}
    parent = request.GET.get("childOf", "")
    if match.view_name == BULK_ACTION and parent.isdecimal() and len(parent) < 20:
        asked.add(int(parent))
    own = page_permission_policy.explorable_instances(request.user)
    if any(number > LARGEST_NUMBER for number in asked):
        raise Http404
    if asked and own.filter(pk__in=asked).count() < len(asked):
        raise Http404


def _cut_lists(request: HttpRequest, match: ResolverMatch, kwargs: dict[str, Any]) -> None:
    """Leave in `?id=…&id=…` what the user may see. Bulk actions list by title what they refuse."""
    if match.view_name == BULK_ACTION:
        _keep_ids(request, _visible(kwargs["app_label"], kwargs["model_name"], request.user))
    elif match.view_name.startswith(PAGE_CHOOSER):
        _keep_ids(request, Page.objects.filter(nameable_pages(request.user)))


def _visible(app_label: str, model_name: str, user: Any) -> QuerySet[Any]:
    try:
        model: type[Model] = apps.get_model(app_label, model_name)
    except LookupError:
        raise Http404 from None
    if issubclass(model, Page):
        return page_permission_policy.explorable_instances(user)
    policy = policy_registry.get_by_type(model)
    return policy.instances_user_has_any_permission_for(user, ["change", "delete"])


def _keep_ids(request: HttpRequest, visible: QuerySet[Any]) -> None:
    if "id" not in request.GET:
        return
    query = request.GET.copy()
    query.setlist("id", _kept(query.getlist("id"), visible))
    request.GET = query


def _kept(asked: Iterable[str], visible: QuerySet[Any]) -> list[str]:
    """Return those of `asked` that are in `visible`.

    "all" is everything in the list: Wagtail keeps that to one's own for pages, pictures and files,
    and takes every row of other models.
    """
    if EVERY_ITEM in asked:
        if issubclass(visible.model, Page | CollectionMember):
            return [EVERY_ITEM]
        return [str(pk) for pk in visible.values_list("pk", flat=True)]
    short = [value for value in asked if value.isdecimal() and len(value) < 20]
    numbers = [value for value in short if int(value) <= LARGEST_NUMBER]
    return [str(pk) for pk in visible.filter(pk__in=numbers).values_list("pk", flat=True)]
