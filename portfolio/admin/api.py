"""Wagtail's internal API, kept to the pictures and files that whoever asks may choose."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class OwnItems:
    """The rows that the user may choose. Wagtail lists them all to everyone who is signed in."""

    model: Any
    request: Request

    def get_queryset(self) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(self.model)
        allowed = policy.instances_user_has_any_permission_for(self.request.user, ["choose", "change"])
        items: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]  # an API view is mixed in
        return items.filter(pk__in=allowed.values("pk"))


class OwnPicturesAPI(OwnItems, ImagesAdminAPIViewSet):
    pass


class OwnFilesAPI(OwnItems, DocumentsAdminAPIViewSet):
    pass


def register(router: Any) -> None:
    """Take the place of what Wagtail registered under these names."""
    router.register_endpoint("images", OwnPicturesAPI)
    router.register_endpoint("documents", OwnFilesAPI)
