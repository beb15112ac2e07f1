"""Tags: each district sees the words of its own pictures and files."""

from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest, JsonResponse
from taggit.models import Tag
from wagtail.admin.auth import require_admin_access
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

LIMIT = 10


def tags_on(model: type[Model], user: Any) -> QuerySet[Any]:
    """Return the keys of the tags on those rows of `model` that `user` may choose or change."""
    policy = policy_registry.get_by_type(model)
    mine = policy.instances_user_has_any_permission_for(user, ["choose", "change"])
    return mine.filter(tags__isnull=False).values("tags")


def popular_tags(user: Any, model: type[Model]) -> list[str]:
    """Return the names of the tags that `user` meets most often on rows of `model`."""
    found = tags_on(model, user).annotate(uses=Count("pk")).order_by("-uses", "tags__name")
    return list(found.values_list("tags__name", flat=True)[:LIMIT])


@require_admin_access
def suggest_tags(request: HttpRequest, **kwargs: str) -> JsonResponse:
    """Answer as Wagtail's own view does, which offers the words of every district."""
    term = request.GET.get("term", "")
    known = Q()
    for model in (get_image_model(), get_document_model()):
        known |= Q(pk__in=tags_on(model, request.user))
    found = Tag.objects.filter(known, name__istartswith=term).order_by("name") if term else []
    return JsonResponse([tag.name for tag in found[:LIMIT]], safe=False)
