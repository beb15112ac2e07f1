"""Synonyms and chosen results in the admin: looked after by the network's staff."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from search import told
from search.asked.screen import AskedViewSet
from search.models import LONGEST_QUERY, CuratedQuery, Placing, SynonymGroup


class CreateView(generic.CreateView):
    """A form that an address may have begun to fill in, as “What people search for” does."""

    filled_in: tuple[str, ...] = ()
    """The fields that it may fill in"""

    def get_initial(self) -> dict[str, Any]:
        given = {name: self.request.GET.get(name, "")[:LONGEST_QUERY] for name in self.filled_in}
        return {**super().get_initial(), **{name: text for name, text in given.items() if text}}

    def save_instance(self) -> Any:
        saved = super().save_instance()
        transaction.on_commit(told.forget)
        return saved


class EditView(generic.EditView):
    def save_instance(self) -> Any:
        saved = super().save_instance()
        transaction.on_commit(told.forget)
        return saved


class DeleteView(generic.DeleteView):
    def delete_action(self) -> None:
        super().delete_action()
        transaction.on_commit(told.forget)


class ToldViewSet(ModelViewSet):
    """Something that staff tell the search: what they save holds at once, in other processes soon."""

    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    add_to_reference_index = False
    copy_view_enabled = False

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return dict(super().get_common_view_kwargs(usage_url_name=self.UNDEFINED, **kwargs))

    def get_urlpatterns(self) -> list[Any]:
        return [found for found in super().get_urlpatterns() if found.name != "usage"]


def _pinned(query: CuratedQuery) -> int:
    return sum(each.placing == Placing.PINNED for each in query.chosen.all())


def _hidden(query: CuratedQuery) -> int:
    return sum(each.placing == Placing.HIDDEN for each in query.chosen.all())


class CuratedQueryIndexView(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("chosen")


class SynonymCreateView(CreateView):
    filled_in = ("locale", "wordings")


class CuratedQueryCreateView(CreateView):
    filled_in = ("words",)


class SynonymViewSet(ToldViewSet):
    model = SynonymGroup
    name = "search_synonyms"
    url_prefix = "search-synonyms"
    icon = "link"
    add_view_class = SynonymCreateView
    menu_label = _("Synonyms")
    list_display = ["__str__", "locale"]
    list_filter = ["locale"]
    search_fields = ["wordings"]


class CuratedQueryViewSet(ToldViewSet):
    model = CuratedQuery
    name = "search_results"
    url_prefix = "search-results"
    icon = "pick"
    add_view_class = CuratedQueryCreateView
    menu_label = _("Chosen results")
    index_view_class = CuratedQueryIndexView
    list_display = [
        "words",
        Column("pinned", label=_("Pinned"), accessor=_pinned),
        Column("hidden", label=_("Hidden"), accessor=_hidden),
    ]
    search_fields = ["words"]


class LibrarySearchGroup(ViewSetGroup):
    menu_label = _("Library search")
    menu_icon = "search"
    menu_order = 370
    items = (AskedViewSet, SynonymViewSet, CuratedQueryViewSet)
