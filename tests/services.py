"""Programs that some tests need: where they are, what brings them, and what happens where they are not."""

import os
import shutil
from pathlib import Path
from typing import NamedTuple, NoReturn

import pytest

REQUIRED = os.environ.get("GROUNDWORK_REQUIRE_SERVICES") == "1"
"""Set by `.ci/run`: there, a test that finds no service has failed."""


class Service(NamedTuple):
    name: str
    programs: tuple[str, ...]
    """Any one of them will do"""
    folders: tuple[str, ...]
    """Patterns of folders to look in when it is not on the PATH"""
    brought_by: str

    def find(self) -> Path | None:
        found = [Path(path) for name in self.programs if (path := shutil.which(name))]
        return found[0] if found else self._off_the_path()

    def _off_the_path(self) -> Path | None:
        folders = [folder for pattern in self.folders for folder in _newest_first(pattern)]
        programs = [folder / name for folder in folders for name in self.programs]
        return next((program for program in programs if os.access(program, os.X_OK)), None)

    @property
    def absence(self) -> str:
        return f"{self.name} was not found; `{self.brought_by}` brings it"

    def require(self) -> Path:
        """Return the program. Where there is none, skip the test, or fail it where CI says so."""
        return self.find() or _without(self.absence)


POSTGRESQL = Service(
    "PostgreSQL",
    ("initdb",),
    ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin"),
    "sudo apt install postgresql",
)
CHROMIUM = Service(
    "Chromium",
    ("chromium", "chromium-browser", "google-chrome"),
    ("/Applications/Google Chrome.app/Contents/MacOS",),
    "sudo apt install chromium",
)
NGINX = Service("nginx", ("nginx",), ("/usr/sbin", "/opt/homebrew/bin"), "sudo apt install nginx")
NPM = Service("npm", ("npm",), (), "sudo apt install nodejs npm")


ELASTICSEARCH = Path(__file__).resolve().parents[2] / "shared/services/elasticsearch/start.sh"
"""Starts a node for tests: `start.sh PORT FOLDER`. It lies beside the repository, where somebody has it."""


def _newest_first(pattern: str) -> list[Path]:
    return sorted(Path("/").glob(pattern.lstrip("/")), key=lambda folder: (len(str(folder)), str(folder)))[
        ::-1
    ]


def _without(reason: str) -> NoReturn:
    if REQUIRED:
        pytest.fail(f"{reason}. GROUNDWORK_REQUIRE_SERVICES=1 allows no skip for want of it.", pytrace=False)
    pytest.skip(reason)
