"""A package outside this repository offers a plugin by its entry point, and is found once it is installed."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.once
APPS = """
from portfolio.extensions import PluginConfig

class MillsConfig(PluginConfig):
    name = "our_mills"
    label = "mills"
    version = "1.0"
    verbose_name = "Mills"
"""
WHEEL = {
    "our_mills/__init__.py": "",
    "our_mills/apps.py": APPS,
    "our_mills/extensions.py": "from portfolio.extensions import Extensions\n\nextensions = Extensions()\n",
    "our_mills-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: our-mills\nVersion: 1.0\n",
    "our_mills-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "our_mills-1.0.dist-info/entry_points.txt": "[groundwork.plugins]\nmills = our_mills\n",
    "our_mills-1.0.dist-info/RECORD": "",
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of packages in which pip has installed the package."""
    wheel = tmp_path_factory.mktemp("wheel") / "our_mills-1.0-py3-none-any.whl"
    with ZipFile(wheel, "w") as archive:
        for name, text in WHEEL.items():
            archive.writestr(name, text)
    target = tmp_path_factory.mktemp("packages")
    options = ["--quiet", "--no-index", "--no-deps", "--target", str(target)]
    command = [sys.executable, "-m", "pip", "install", *options, str(wheel)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def manage(installed: Path, *arguments: str, plugins: str = "") -> str:
    environment = {
        **os.environ, "PYTHONPATH": f"{installed}:{ROOT}", "PLUGINS": plugins,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }  # fmt: skip
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_found_and_off(installed: Path) -> None:
    assert "off  mills 1.0  Mills: nothing" in manage(installed, "plugins")


def test_it_is_turned_on_by_its_label(installed: Path) -> None:
    assert "on   mills 1.0" in manage(installed, "plugins", plugins="mills")
    assert "nothing is wrong" in manage(installed, "plugins", "doctor", plugins="mills")
    assert "No changes" in manage(installed, "makemigrations", "--check", "--dry-run", plugins="mills")


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a package that startplugin has made, told of to Python as an installer would."""
    pytest.importorskip("setuptools")
    folder = tmp_path_factory.mktemp("outside") / "field-trips"
    call_command("startplugin", "field_trips", package=folder, stdout=StringIO())
    for step in (["egg_info"], ["build_py", "--build-lib", str(folder / "built")]):
        setup = "from setuptools import setup; setup()"
        command = [sys.executable, "-W", "ignore", "-c", setup, "--quiet", *step]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_package_that_was_started_is_sound(started: Path) -> None:
    assert "on   field_trips 0.1" in manage(started, "plugins", plugins="field_trips")
    assert "nothing is wrong" in manage(started, "plugins", "doctor", plugins="field_trips")
    assert "No changes" in manage(started, "makemigrations", "--check", "--dry-run", plugins="field_trips")
    assert (started / "built/groundwork_field_trips/templates/field_trips/section.html").is_file()


def test_package_that_was_started_passes_its_own_tests(started: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(started), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    environment.pop("DATABASE_URL", None)
    told = (started / "README.md").read_text()
    [line] = [line for line in told.splitlines() if " -m pytest " in line]
    options = line.replace("HERE", str(started)).split()[1:]
    command = [sys.executable, *options, "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert "3 passed" in done.stdout, done.stdout + done.stderr


def test_nothing_is_written_into_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="is not empty"):
        call_command("startplugin", "field_trips", package=tmp_path)
    with pytest.raises(CommandError, match="Use 2 to 24"):
        call_command("startplugin", "Field", package=tmp_path / "new")
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]
