"""A client in TypeScript, made from the API's description."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.services import NPM

pytestmark = pytest.mark.once

DOCS = Path(__file__).resolve().parent.parent.parent / "docs" / "api"
SECONDS = 300


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example with what it needs, which npm brings from its registry."""
    npm = NPM.require()
    folder = tmp_path_factory.mktemp("api") / "typescript"
    shutil.copytree(DOCS / "typescript", folder, ignore=shutil.ignore_patterns("node_modules", "generated"))
    shutil.copy(DOCS / "openapi.json", folder.parent)
    run(folder, str(npm), "ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts")
    run(folder, str(npm), "run", "types")
    return folder


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


MISTAKES = {
    "another-block's-field": ("block.value.caption || block.value.picture.alt", "block.value.head"),
    "unknown-state": ('innovationsOf("PA")', 'innovationsOf("Pennsylvania")'),
    "unknown-field": ("body.cost.annual", "body.cost.yearly"),
    "unknown-address": ('GET("/innovations"', 'GET("/inovations"'),
}


def test_example_compiles_under_strict_and_mistakes_do_not(copy: Path) -> None:
    example = (copy / "example.ts").read_text(encoding="utf-8")
    for name, (right, wrong) in MISTAKES.items():
        assert right in example
        (copy / f"{name}.ts").write_text(example.replace(right, wrong), encoding="utf-8")
    settings = json.loads((copy / "tsconfig.json").read_text(encoding="utf-8")) | {"include": ["**/*.ts"]}
    (copy / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")

    assert files_refused(copy) == {f"{name}.ts" for name in MISTAKES}


def files_refused(folder: Path) -> set[str]:
    command = ["node_modules/.bin/tsc", "--strict", "--noEmit", "--pretty", "false"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS)
    return {line.partition("(")[0] for line in done.stdout.splitlines() if ": error TS" in line}


def test_lock_names_no_registry() -> None:
    lock = json.loads((DOCS / "typescript" / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"]
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
