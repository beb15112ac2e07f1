"""The sample's texts and facts, as they lie in the `content` folder."""

import csv
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "pictures"
FILES = HERE / "files"


def read_toml(name: str) -> dict[str, Any]:
    """Return one content file, e.g. `network`."""
    with (HERE / "content" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)


@cache
def districts() -> list[dict[str, Any]]:
    """Return what each sample district has written, a file each, in the order of their LEAIDs."""
    names = sorted(path.stem for path in (HERE / "content").glob("district-*.toml"))
    return sorted((read_toml(name) for name in names), key=lambda written: written["district"]["leaid"])


def translations() -> list[str]:
    """Return the languages that parts of the sample are written in besides its own."""
    return sorted(path.stem for path in (HERE / "content" / "translations").glob("*.toml"))


def directory() -> list[dict[str, str]]:
    """Return the real districts that stand beside the samples as facts of the NCES directory."""
    with (HERE / "content" / "directory.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
