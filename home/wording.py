"""Whose words the source files hold: those for readers are translated, those for staff are not."""

import re
from collections.abc import Iterator
from pathlib import Path

READERS = "readers.txt"
"""Beside the catalogues of an app: patterns of its files whose words readers see"""
SOURCES = frozenset({".html", ".py", ".txt", ".xml"})


def for_readers(file: Path, locale_folder: Path) -> bool:
    """Whether readers see the words of `file`. The last pattern that fits decides; `!` takes away."""
    listed = locale_folder / READERS
    if not listed.exists():
        return False
    inside = file.relative_to(locale_folder.parent).as_posix()
    said = False
    for line in listed.read_text(encoding="utf-8").splitlines():
        pattern = line.strip()
        if pattern and not pattern.startswith("#") and _expression(pattern.lstrip("!")).fullmatch(inside):
            said = not pattern.startswith("!")
    return said


def files_for_readers(locale_folder: Path) -> Iterator[Path]:
    """Yield the files of the app with this folder of catalogues whose words readers see."""
    for file in sorted(locale_folder.parent.rglob("*")):
        if file.suffix in SOURCES and locale_folder not in file.parents and for_readers(file, locale_folder):
            yield file


def _expression(pattern: str) -> re.Pattern[str]:
    """Return a pattern as .gitignore has them: `*` stays within a folder, `**` does not."""
    parts = (".*" if part == "**" else "[^/]*" if part == "*" else re.escape(part)
             for part in re.split(r"(\*\*|\*)", pattern))  # fmt: skip
    return re.compile("".join(parts))
