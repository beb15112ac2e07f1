"""Model fields that entries share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.editor.widgets import TickList


class ChoiceListField(models.JSONField):
    """A list of codes from one of the closed lists, in the list's own order, e.g. ["k-2", "3-5"].

    The options stay out of migrations: they are rules, not schema.
    """

    def __init__(self, options: type[models.TextChoices] | None = None, **kwargs: Any) -> None:
        self.options = options
        kwargs["default"] = list
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        return name, path, args, kwargs

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list):
            raise ValidationError(_("Choose from the list."))
        unknown = [code for code in value if self.options and code not in self.options.values]
        if unknown:
            raise ValidationError(
                _("“%(value)s” is not one of the choices. Choose from the list."),
                params={"value": unknown[0]},
            )

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        cleaned = super().clean(value, model_instance)
        return [code for code in self.options.values if code in cleaned] if self.options else cleaned

    def formfield(self, **kwargs: Any) -> forms.Field:
        label = kwargs.get("label") or str(self.verbose_name).capitalize()
        return forms.MultipleChoiceField(
            choices=self.options.choices if self.options else [],
            widget=TickList(label),
            required=not self.blank,
            label=label,
            help_text=self.help_text,
        )
