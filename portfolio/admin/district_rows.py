"""Screens for rows that belong to a district: each district sees and changes its own."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.permissions import policy_registry
from wagtail.snippets.views import chooser, snippets
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

from portfolio.models import District
from portfolio.tenancy.spaces import district_ids_of, sees_all_districts
from portfolio.tenancy.viewer import viewer


class DistrictRowForm(WagtailAdminModelForm):
    """Offers a district's people their own district alone, and does not ask where there is only one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None or "district" not in self.fields or sees_all_districts(self.for_user):
            return
        own = District.objects.filter(pk__in=district_ids_of(self.for_user))
        field = forms.ModelChoiceField(own, label=self.fields["district"].label, empty_label=None)
        if len(own) == 1:
            field.initial = self.initial["district"] = own[0].pk
            field.widget = forms.HiddenInput()
        self.fields["district"] = field


def visible_rows(model: type[Model], user: Any, action: str = "view") -> QuerySet[Any]:
    """Return the rows of `model` that its permission policy lets `user` see."""
    rows: QuerySet[Any] = policy_registry.get_by_type(model).instances_user_has_permission_for(user, action)
    return rows


class OwnRowMixin:
    """A view of one row. A row of another district is not there, as if its number were wrong."""

    row_action: ClassVar[str] = "change"
    request: HttpRequest

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        row = super().get_object(*args, **kwargs)  # type: ignore[misc]  # a view is mixed in
        policy = policy_registry.get_by_type(type(row))
        if not policy.user_has_permission_for_instance(self.request.user, self.row_action, row):
            raise Http404
        return row


class OwnEditView(OwnRowMixin, snippets.EditView):
    pass


class OwnDeleteView(OwnRowMixin, snippets.DeleteView):
    row_action = "delete"


class OwnCopyView(OwnRowMixin, snippets.CopyView):
    row_action = "view"


class OwnUsageView(OwnRowMixin, snippets.UsageView):
    pass


class OwnHistoryView(OwnRowMixin, snippets.HistoryView):
    pass


class OwnInspectView(OwnRowMixin, snippets.InspectView):
    row_action = "view"


class OwnChosenView(chooser.SnippetChosenView):
    def get_object(self, pk: Any) -> Any:
        return visible_rows(self.model_class, self.request.user, "choose").get(pk=pk)


class OwnChosenMultipleView(chooser.SnippetChosenMultipleView):
    def get_objects(self, pks: list[str]) -> QuerySet[Any]:
        return visible_rows(self.model_class, self.request.user, "choose").filter(pk__in=pks)


class OwnRowsChooser(AdminSnippetChooser):
    """Names a chosen row only to someone who may see it: a number typed into a form tells nothing."""

    def get_instance(self, value: Any) -> Any:
        row = super().get_instance(value)
        looking = viewer()
        if row is None or looking is None:
            return row
        policy = policy_registry.get_by_type(type(row))
        return row if policy.user_has_permission_for_instance(looking, "choose", row) else None


class OwnRowsChooserViewSet(SnippetChooserViewSet):
    chosen_view_class = OwnChosenView
    chosen_multiple_view_class = OwnChosenMultipleView
    base_widget_class = OwnRowsChooser

    def get_object_list(self) -> QuerySet[Any]:
        """Return what may be chosen. Wagtail's views call it on the viewset, which has no request."""
        return visible_rows(self.model, viewer(), "choose")


class DistrictRowViewSet(SnippetViewSet):
    """The screens of a model whose rows belong to a district."""

    edit_view_class = OwnEditView
    delete_view_class = OwnDeleteView
    copy_view_class = OwnCopyView
    usage_view_class = OwnUsageView
    history_view_class = OwnHistoryView
    inspect_view_class = OwnInspectView
    chooser_viewset_class = OwnRowsChooserViewSet

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return visible_rows(self.model, request.user)
