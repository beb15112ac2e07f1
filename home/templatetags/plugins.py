"""The places on a page where plugins show their sections."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from portfolio.extensions import registry
from portfolio.extensions.registry import PluginError

register = template.Library()


@register.simple_tag(takes_context=True)
def plugin_slot(context: template.Context, place: str) -> SafeString:
    """Return what the plugins that are on show in `place`. Raises PluginError, which names the plugin."""
    document = context.get("doc") or {}
    shown = []
    for config, extensions in registry.extensions():
        for slot in extensions.slots:
            section = (document.get("body") or {}).get(slot.section)
            if slot.place == place and section:
                try:
                    shown.append(_shown(slot.template, document, section, context))
                except Exception as error:
                    raise PluginError(config, f"showing “{slot.section}”") from error
    return mark_safe("".join(shown))  # noqa: S308  (each is a rendered template, escaped as it says)


def _shown(name: str, document: Any, section: Any, context: template.Context) -> str:
    given = {
        "doc": document,
        "section": section,
        "site": context.get("site"),
        "preview": context.get("preview"),
    }
    return render_to_string(name, given, context.get("request"))
