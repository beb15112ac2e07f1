"""Taking a plugin away for good: its rows out, then its tables."""

import json
from typing import Any

from django.core import serializers
from django.core.management import call_command

from portfolio.extensions.config import PluginConfig


def exported(config: PluginConfig) -> list[dict[str, Any]]:
    """Return every row of a plugin, in Django's own form: `manage.py loaddata` takes it back."""
    rows = [row for model in config.get_models(include_auto_created=True) for row in _rows(model)]
    return list(json.loads(serializers.serialize("json", rows)))


def _rows(model: Any) -> list[Any]:
    return list(model._base_manager.order_by("pk"))


def drop_tables(config: PluginConfig) -> None:
    """Undo the migrations of a plugin. Pages keep all else; old revisions keep the names of its rows."""
    call_command("migrate", config.label, "zero", verbosity=0, interactive=False)
