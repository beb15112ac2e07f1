"""Pages as their own types, with the relations that compiling reads: few queries for many pages."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from wagtail.models import Page

from portfolio.publication.compiler import compiled_models, relations_read
from portfolio.remembering import recall_each

PAGES = "pages"


def load_pages(page_ids: list[int]) -> dict[int, Page]:
    """Return those of `page_ids` that are there and of a type that has documents."""
    return recall_each(PAGES, page_ids, _load)


def _load(page_ids: list[int]) -> dict[int, Page]:
    types: dict[int, list[int]] = {}
    for pk, type_id in Page.objects.filter(pk__in=page_ids).order_by().values_list("pk", "content_type_id"):
        types.setdefault(type_id, []).append(pk)
    return {page.pk: page for type_id, ids in types.items() for page in _of_type(type_id, ids)}


def _of_type(type_id: int, page_ids: list[int]) -> Iterator[Page]:
    model = ContentType.objects.get_for_id(type_id).model_class()
    if model not in compiled_models():
        return
    pages = list(model._default_manager.filter(pk__in=page_ids).select_related("locale"))
    prefetch_related_objects(pages, *relations_read(model))
    yield from pages
