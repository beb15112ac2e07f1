"""`manage.py makemessages`: Django's own, but the catalogues hold what readers see and nothing else."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.commands import makemessages
from django.utils.translation import to_locale

from home.wording import for_readers

SOURCE = "en"
DATES = re.compile(r'^"(?:POT-Creation-Date|Report-Msgid-Bugs-To):.*\\n"\n', re.MULTILINE)


class Command(makemessages.Command):
    help = "Brings the catalogues of each app up to date with the words that readers see (docs/languages.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        options["extensions"] = options["extensions"] or ["html", "txt", "py", "xml"]
        options["add_location"] = options["add_location"] or "file"  # line numbers change with every commit
        options["no_obsolete"] = True
        options["locale"] = options["locale"] or _translated_into()
        super().handle(*args, **options)

    def find_files(self, root: str) -> list[Any]:
        return [found for found in super().find_files(root) if _is_wanted(found)]

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Write a catalogue without the day on which it was written: it would differ each time."""
        super().write_po_file(potfile, locale)
        name = f"{self.domain}.po"
        written = Path(potfile).parent / locale / "LC_MESSAGES" / name
        text = written.read_text(encoding="utf-8")
        written.write_text(DATES.sub("", text), encoding="utf-8")


def _translated_into() -> list[str]:
    """Return every language of the settings but the one that the sources are written in."""
    return [to_locale(code) for code, _name in settings.LANGUAGES if code != SOURCE]


def _is_wanted(found: Any) -> bool:
    if found.locale_dir is None or found.locale_dir == makemessages.NO_LOCALE_DIR:
        return False
    return for_readers(Path(found.path).resolve(), Path(found.locale_dir))
