"""The places on a page where plugins show their sections."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from portfolio.extensions import registry
from portfolio.extensions.config import PluginConfig
from portfolio.extensions.declaration import Slot
from portfolio.extensions.registry import PluginError

register = template.Library()


@register.simple_tag(takes_context=True)
def plugin_styles(context: template.Context) -> list[str]:
    """Return the stylesheets of the slots that the page has."""
    shown = [slot.style for _config, slot, _section in _slots(context) if slot.style]
    return list(dict.fromkeys(shown))


@register.simple_tag(takes_context=True)
def plugin_slot(context: template.Context, place: str) -> SafeString:
    """Return what the plugins that are on show in `place`. Raises PluginError, which names the plugin."""
    shown = []
    for config, slot, section in _slots(context):
        if slot.place == place:
            try:
                shown.append(_shown(slot.template, section, context))
            except Exception as error:
                raise PluginError(config, f"showing “{slot.section}”") from error
    return mark_safe("".join(shown))  # noqa: S308  (each is a rendered template, escaped as it says)


def _slots(context: template.Context) -> Iterator[tuple[PluginConfig, Slot, Any]]:
    """Return the slots of the plugins that are on whose section the document has."""
    body = (context.get("doc") or {}).get("body") or {}
    for config, extensions in registry.extensions():
        for slot in extensions.slots:
            if section := body.get(slot.section):
                yield config, slot, section


def _shown(name: str, section: Any, context: template.Context) -> str:
    given = {"doc": context.get("doc"), "section": section, "site": context.get("site")}
    return render_to_string(name, given, context.get("request"))
