"""A new plugin to begin from: it works, and passes its own tests."""

import keyword
import re
from pathlib import Path

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

SCAFFOLD = Path(__file__).resolve().parent / "scaffold"
ENDING = "-tpl"
LABEL = "LABEL"
LONGEST_NAME = 24
"""So that no line of the scaffold grows too long"""


class NotANameError(ValueError):
    """A plugin cannot be called so. The text says why."""


def scaffold(name: str, root: Path) -> list[Path]:
    """Write the files of a new plugin below `root`, the project's folder; return them.

    Raises NotANameError. Nothing is written over.
    """
    names = _names(name)
    targets = {"plugin": root / "plugins" / name, "tests": root / "tests" / "plugins" / name}
    for folder in targets.values():
        if folder.exists():
            raise NotANameError(f"{folder.relative_to(root)} is there already. Choose another name.")
    made = _write_parts(targets, names)
    for package in (root / "plugins", root / "tests" / "plugins"):
        if not (package / "__init__.py").exists():
            made.append(_write(package / "__init__.py", "", {}))
    return made


def scaffold_package(name: str, folder: Path) -> list[Path]:
    """Write the files of a new plugin that is a package of its own into `folder`; return them.

    Raises NotANameError. Nothing is written over.
    """
    module = f"groundwork_{name}"
    names = {f"plugins.{LABEL}": module, "DASHED": name.replace("_", "-"), **_names(name)}
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotANameError(f"{folder} is there already, and is not empty. Choose another folder.")
    targets = {"package": folder, "plugin": folder / module, "tests": folder / "tests"}
    made = _write_parts(targets, names)
    for needless in (folder / module / "README.md", folder / "tests" / "__init__.py"):
        needless.unlink()  # the package has one README; its tests are no package beside ours
    return [file for file in made if file.exists()]


def _write_parts(targets: dict[str, Path], names: dict[str, str]) -> list[Path]:
    made = []
    for source in sorted(SCAFFOLD.rglob(f"*{ENDING}")):
        part, *inside = source.relative_to(SCAFFOLD).parts
        if part in targets:
            target = targets[part].joinpath(*(names.get(step, step) for step in inside))
            made.append(_write(target.with_name(target.name.removesuffix(ENDING)), source.read_text(), names))
    return made


def _write(file: Path, text: str, names: dict[str, str]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    for old, new in names.items():
        text = text.replace(old, new)
    file.write_text(text)
    return file


def _names(name: str) -> dict[str, str]:
    """Return what stands for the plugin's name in the scaffold, by the word that is put there."""
    is_word = re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) and 2 <= len(name) <= LONGEST_NAME
    if not is_word or keyword.iskeyword(name):
        raise NotANameError(
            f"“{name}” cannot be a plugin's name. Use 2 to 24 small letters, digits and underscores, "
            "a letter first and no underscore last: field_trips."
        )
    if any(config.label == name for config in apps.get_app_configs()):
        raise NotANameError(f"There is an app “{name}” already. Choose another name.")
    words = name.replace("_", " ").split()
    return {
        LABEL: name,
        "CLASS": "".join(word.capitalize() for word in words),
        "SCHEMA": name.replace("_", "").capitalize(),
        "TITLE": " ".join(words).capitalize(),
        "LATEST": _latest_migration(),
    }


def _latest_migration() -> str:
    leaves = MigrationLoader(None).graph.leaf_nodes("portfolio")
    return str(leaves[0][1])
