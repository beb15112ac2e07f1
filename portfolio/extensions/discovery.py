"""Which plugins can be installed: the folders of `plugins/`, and packages that offer themselves.

Read by the settings, before Django is set up.
"""

from importlib.metadata import entry_points
from pathlib import Path

GROUP = "groundwork.plugins"


def offered(folder: Path) -> list[str]:
    """Return the modules of all plugins, for INSTALLED_APPS: `plugins.<name>`, then entry points.

    A package offers itself through the entry point group "groundwork.plugins"; the value is its module.
    """
    ours = sorted(path.parent.name for path in folder.glob("*/apps.py"))
    theirs = sorted(point.value for point in entry_points(group=GROUP))
    return [*(f"plugins.{name}" for name in ours), *theirs]
