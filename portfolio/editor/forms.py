"""The editor's form: a draft may be anything, what is published or sent for approval is complete."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Field, Script
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import COMMENTS_RELATION_NAME

if TYPE_CHECKING:
    from portfolio.readiness.problem import NotReadyError, Problem


class EntryForm(WagtailAdminPageForm):
    """Refuses to be valid for publication while something is missing, and shows it where it is.

    Not in `clean()`: child rows are not there yet. Saving a draft defers validation, and nothing
    is asked then.
    """

    class Media:
        js = [Script("portfolio/editor/submitting.js", type="module")]

    refusal: "NotReadyError | None" = None
    """Why what was sent cannot be published, where nothing else is wrong with it."""

    def is_valid(self) -> bool:
        from portfolio.tenancy.references import points_at_others_things

        if points_at_others_things(self):
            raise PermissionDenied
        if not super().is_valid():
            return False
        return self.is_deferred_validation or self._is_ready()

    def defer_required_fields(self) -> None:
        """Save a draft without the rows that someone has added but not yet begun."""
        super().defer_required_fields()
        for name, formset in self.formsets.items():
            if name != COMMENTS_RELATION_NAME:
                formset._should_delete_form = partial(_leave_out, formset._should_delete_form)

    def restore_required_fields(self) -> None:
        super().restore_required_fields()
        for formset in self.formsets.values():
            formset.__dict__.pop("_should_delete_form", None)

    def _is_ready(self) -> bool:
        from portfolio.readiness import NotReadyError, ensure_ready

        self.save(commit=False)
        try:
            ensure_ready(self.instance, self.parent_page)
        except NotReadyError as refusal:
            self.refusal = refusal
            self._show(refusal)
            return False
        return True

    def _show(self, refusal: "NotReadyError") -> None:
        self.add_error(None, refusal.summary)
        beside: dict[str, list[str]] = defaultdict(list)
        for problem in refusal.problems:
            if not self._show_in_row(problem):
                name = problem.field.split(".")[0]
                beside[name if name in self.fields else ""].append(problem.message)
        for name, messages in beside.items():
            self.add_error(name or None, ValidationError(" ".join(messages)))

    def _show_in_row(self, problem: "Problem") -> bool:
        """Put a row's problem beside its field; say whether there was such a row."""
        relation, *rest = problem.field.split(".")
        if relation not in self.formsets or len(rest) != 2:
            return False
        row = self._row(relation, int(rest[0]))
        if row is None or rest[1] not in row.fields:
            return False
        row.add_error(rest[1], problem.message)
        self.add_error(None, problem.message)
        return True

    def _row(self, relation: str, index: int) -> Any:
        formset = self.formsets[relation]
        kept = [form for form in formset.ordered_forms if form not in formset.deleted_forms]
        return kept[index] if index < len(kept) else None


def _leave_out(asked_to_delete: Callable[[Any], bool], row: Any) -> bool:
    """Whether a draft is saved without `row`: it is deleted, or lacks what the database insists on.

    That is a choice not yet made, such as the district in a new line of districts.
    """
    return asked_to_delete(row) or any(
        field.required and _sent(row, name, field) in field.empty_values for name, field in row.fields.items()
    )


def _sent(row: Any, name: str, field: Field) -> Any:
    return field.widget.value_from_datadict(row.data, row.files, row.add_prefix(name))
