"""The example client docs/api/mirror.py, as a module, and what lets it ask this process."""

import importlib.util
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

from django.test import Client

PROGRAM = Path(__file__).resolve().parent.parent.parent / "docs" / "api" / "mirror.py"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mirror", PROGRAM)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


mirror = _load()


def fetch_here(path: str, headers: dict[str, str]) -> Any:
    """Ask this process instead of a site."""
    response = Client().get(path, headers=headers)
    told = response.headers.get("ETag", ""), response.headers.get("Retry-After", "")
    return mirror.Answer(response.status_code, response.content, *told)


def never_wait(seconds: float) -> None:
    raise AssertionError(f"The mirror was told to wait for {seconds} s.")


def mirror_here(**different: Any) -> Any:
    """Return a mirror of this process, in memory."""
    usual = {"file": sqlite3.connect(":memory:"), "fetch": fetch_here, "wait": never_wait}
    return mirror.Mirror(**(usual | different))
