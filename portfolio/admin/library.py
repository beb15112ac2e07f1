"""The lists of pictures and files, without the words of other districts.

Wagtail offers the most used tags of the whole system as filters; here they are one's own.
"""

from typing import Any

from wagtail.admin.filters import BaseMediaFilterSet
from wagtail.documents.views import documents
from wagtail.images.views import chooser, images

from portfolio.admin.tags import popular_tags


class OwnTagsFilters(BaseMediaFilterSet):
    """Offers the tags of what the user may see."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = popular_tags(self.request.user, self._meta.model)
        if "tag" in self.filters and own:
            self.filters["tag"].extra["choices"] = [(name, name) for name in own]
        else:
            self.filters.pop("tag", None)


class PictureFilters(OwnTagsFilters, images.ImagesFilterSet):
    class Meta(images.ImagesFilterSet.Meta):
        pass


class FileFilters(OwnTagsFilters, documents.DocumentsFilterSet):
    class Meta(documents.DocumentsFilterSet.Meta):
        pass


class PictureIndexView(images.IndexView):
    filterset_class = PictureFilters


class FileIndexView(documents.IndexView):
    filterset_class = FileFilters


class PictureChooseView(chooser.ImageChooseView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        own = popular_tags(self.request.user, self.model)
        return {**context, "popular_tags": [{"name": name} for name in own]}


class PictureChooserViewSet(chooser.ImageChooserViewSet):
    choose_view_class = PictureChooseView


picture_chooser = PictureChooserViewSet(
    "wagtailimages_chooser", model=chooser.viewset.model, url_prefix="images/chooser"
)
