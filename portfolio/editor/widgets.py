"""Form controls that Wagtail's fields lack."""

from typing import Any

from django.forms import CheckboxSelectMultiple


class TickList(CheckboxSelectMultiple):
    """Boxes to tick, as a group that has a name: Wagtail's field template gives them none."""

    template_name = "portfolio/editor/tick_list.html"

    def __init__(self, label: Any, **kwargs: Any) -> None:
        self.label = label
        super().__init__(**kwargs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["label"] = self.label
        return context
