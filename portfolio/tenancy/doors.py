"""The doors that page permissions and collections leave open, each shut in one place."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import page_permission_policy

from portfolio.tenancy.spaces import sees_all_districts


def nameable_pages(user: Any) -> Q:
    """Return the pages whose title `user` may read: those they work on, and those that are public."""
    if sees_all_districts(user):
        return Q()
    public = Q(pk__in=Page.objects.live().public().values("pk"))
    return public | Q(pk__in=page_permission_policy.explorable_instances(user).values("pk"))


def may_name(user: Any, page: Page) -> bool:
    return sees_all_districts(user) or Page.objects.filter(nameable_pages(user), pk=page.pk).exists()


def may_see_drafts(user: Any, page: Page) -> bool:
    """Whether `user` works on `page`, and so reads what is not published of it."""
    if sees_all_districts(user):
        return True
    return page_permission_policy.explorable_instances(user).filter(pk=page.pk).exists()


def title_for(user: Any, page: Page) -> str:
    """Return the title of `page` that `user` may read: the draft's, the public one, or none at all."""
    if user is None or may_see_drafts(user, page):
        return page.draft_title or page.title
    return page.title if may_name(user, page) else _("A page that is not public")


def keep_chooser_to_nameable_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """List in the page chooser what its user may name; a parent they may not name is not there."""
    parent = (request.resolver_match.kwargs if request.resolver_match else {}).get("parent_page_id")
    allowed = nameable_pages(request.user)
    if parent and not Page.objects.filter(allowed, pk=parent).exists():
        raise Http404
    return pages.filter(allowed)
