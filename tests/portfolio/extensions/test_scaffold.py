"""`manage.py startplugin` in a copy of the project: what it makes is sound, tidy and tested as it is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portfolio.extensions.scaffolding import NotANameError, scaffold

ROOT = Path(__file__).resolve().parents[3]
NAME = "a_name_of_24_charactersx"
LEFT_OUT = {".git", ".venv", "var", "node_modules"}
pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project in which a plugin has been started."""
    copy = tmp_path_factory.mktemp("project")
    copy_project(copy)
    told = run(copy, "manage.py", "startplugin", NAME)
    assert f"{sys.executable} -m pytest -q tests/plugins/{NAME}" in told, "a command that works here"
    return copy


def copy_project(into: Path) -> None:
    for path in ROOT.iterdir():
        if path.name not in LEFT_OUT and not path.name.endswith("_cache"):
            subprocess.run(["cp", "-r", str(path), str(into)], check=True)


def run(project: Path, *arguments: str) -> str:
    environment = {
        **os.environ, "PYTHONPATH": str(project), "GROUNDWORK_VAR": str(project / "var"), "PLUGINS": "",
        "DJANGO_SETTINGS_MODULE": "config.settings.test" if "pytest" in arguments else "config.settings.dev",
    }  # fmt: skip
    environment.pop("GROUNDWORK_TEST_RUN", None)
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_tidy(project: Path) -> None:
    folders = ["plugins", f"tests/plugins/{NAME}"]
    run(project, "-m", "ruff", "check", *folders)
    run(project, "-m", "ruff", "format", "--check", *folders)
    run(project, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")


def test_it_is_sound(project: Path) -> None:
    assert "No changes" in run(project, "manage.py", "makemigrations", "--check", "--dry-run")
    assert "nothing is wrong" in run(project, "manage.py", "plugins", "doctor")
    assert f"off  {NAME} 0.1" in run(project, "manage.py", "plugins")


def test_its_own_tests_pass(project: Path) -> None:
    assert "3 passed" in run(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"tests/plugins/{NAME}")


@pytest.mark.parametrize(
    "name", ["Field", "1st", "field-trips", "x", "class", "", "../up", "a__b", "ends_", "a" * 25, "portfolio"]
)
def test_a_name_that_cannot_be_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotANameError, match="Use 2 to 24|Choose another"):
        scaffold(name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_nothing_is_written_over(project: Path) -> None:
    with pytest.raises(NotANameError, match="is there already"):
        scaffold(NAME, project)
