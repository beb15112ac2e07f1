"""A plugin that raises: it is named, and the site starts without it once it is off."""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import Error, Warning
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import URLResolver

from portfolio.extensions import Access, Audience, Extensions, PluginConfig, Routes, Slot, registry
from portfolio.extensions.checks import plugins_are_sound, wrong_with
from portfolio.extensions.registry import PluginError
from portfolio.extensions.views import plugin_urls
from portfolio.publication import log, triggers, upkeep
from portfolio.services.network import ensure_network
from tests.plugging import turned_on
from tests.portfolio.extensions.test_points import LABEL, made_with
from tests.sample_plugin.extensions import extensions
from tests.sample_plugin.models import MadeWith, Partner

ROOT = Path(__file__).resolve().parents[3]
ACCESS = {"Partner": Access.WRITERS, "MadeWith": Access.WITH_PAGE}
UNREADABLE = (
    "The plugin “sample_plugin” 1.0 failed while reading its extensions.py (RuntimeError: no mill today)"
)


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(config: PluginConfig) -> Extensions:
        raise RuntimeError("no mill today.")

    monkeypatch.delitem(registry._declared, LABEL, raising=False)
    monkeypatch.setattr(registry, "_read", broken)


@pytest.fixture
def config() -> PluginConfig:
    [found] = [config for config in registry.installed() if config.label == LABEL]
    return found


def addresses() -> list[str]:
    return [str(found.pattern) for found in plugin_urls() if isinstance(found, URLResolver)]


def watched() -> set[str]:
    return {trigger.table for trigger in triggers.triggers()}


def declare(monkeypatch: pytest.MonkeyPatch, **different: Any) -> None:
    monkeypatch.setitem(registry._declared, LABEL, Extensions(access=ACCESS, **different))


def test_what_is_off_and_unreadable_has_no_addresses_and_its_own_rows_are_not_watched(
    unreadable: None, caplog: pytest.LogCaptureFixture
) -> None:
    assert f"x/{LABEL}/" not in addresses()
    assert Partner._meta.db_table not in watched()
    assert MadeWith._meta.db_table in watched()
    assert f"{UNREADABLE}. It is off, and is left out." in caplog.text


@pytest.mark.django_db
def test_what_is_off_and_unreadable_is_granted_nothing_and_others_are(unreadable: None) -> None:
    group = ensure_network().editors

    assert group.permissions.exists()
    assert not group.permissions.filter(content_type__app_label=LABEL).exists()


@pytest.mark.django_db
def test_what_is_off_and_unreadable_is_told_of_and_stops_nothing(unreadable: None) -> None:
    [found] = plugins_are_sound()
    assert isinstance(found, Warning)
    assert (found.id, UNREADABLE in found.msg) == ("groundwork.P003", True)
    call_command("check", stderr=StringIO())
    told = StringIO()
    with pytest.raises(CommandError, match="1 found"):
        call_command("plugins", "doctor", stdout=told)
    assert UNREADABLE in told.getvalue()
    listed = StringIO()
    call_command("plugins", stdout=listed)
    assert "off  sample_plugin 1.0  Partners: cannot be read" in listed.getvalue()


def test_what_is_on_and_unreadable_is_refused_and_named(unreadable: None, config: PluginConfig) -> None:
    with override_settings(PLUGINS=[LABEL]):
        [found] = wrong_with(config)
        assert isinstance(found, Error)
        assert UNREADABLE in found.msg
        for work in (plugin_urls, triggers.triggers, lambda: list(registry.extensions())):
            with pytest.raises(PluginError, match="sample_plugin.*no mill today"):
                work()


def test_addresses_that_cannot_be_read_are_left_out_while_off(
    config: PluginConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(monkeypatch, routes=Routes(urls="tests.sample_plugin.gone", audience=Audience.PUBLIC))

    assert f"x/{LABEL}/" not in addresses()
    [found] = wrong_with(config)
    assert isinstance(found, Warning)
    assert "tests.sample_plugin.gone cannot be read: ModuleNotFoundError" in found.msg
    with turned_on(LABEL):
        assert isinstance(wrong_with(config)[0], Error)
        with pytest.raises(PluginError, match="sample_plugin.*reading its addresses"):
            plugin_urls()


def test_named_models_that_are_not_there_are_left_out_while_off(
    config: PluginConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(monkeypatch, named=["sample_plugin.Partner", "gone.Model"])

    assert MadeWith._meta.db_table in watched()
    [found] = wrong_with(config)
    assert isinstance(found, Warning)
    assert "names gone.Model, which is no model" in found.msg
    with turned_on(LABEL), pytest.raises(PluginError, match="sample_plugin.*the models it names"):
        triggers.triggers()


@pytest.mark.django_db(transaction=True)
def test_a_template_that_raises_is_named_and_the_page_is_served_once_it_is_off(
    home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = [Slot(place="content", section="made_with", template="sample_plugin/raises.html")]
    declare(monkeypatch, sections=extensions.sections, slots=slots)
    with turned_on(LABEL):
        page = made_with("The mill")
        with pytest.raises(PluginError, match="“sample_plugin” 1.0 failed while showing “made_with”"):
            Client().get(f"/innovations/{page.slug}/")

    assert page.title in Client().get(f"/innovations/{page.slug}/").content.decode()
    upkeep.note_outdated()
    log.flush()
    assert list(upkeep.verify()) == []


PACKAGE = {
    "our_mills/__init__.py": "",
    "our_mills/apps.py": (
        "from portfolio.extensions import PluginConfig\n\n"
        "class MillsConfig(PluginConfig):\n"
        '    name, label, version, verbose_name = "our_mills", "mills", "1.0", "Mills"\n'
    ),
    "our_mills/extensions.py": 'raise RuntimeError("no mill today")\n',
    "our_mills-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: our-mills\nVersion: 1.0\n",
    "our_mills-1.0.dist-info/entry_points.txt": "[groundwork.plugins]\nmills = our_mills\n",
}
START = """
import django
django.setup()
from django.urls import resolve
from portfolio.publication.triggers import triggers
assert resolve("/api/v1/innovations") and triggers()
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of packages with a plugin that raises when it is read."""
    folder = tmp_path_factory.mktemp("packages")
    for name, text in PACKAGE.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    yield folder


def run(package: Path, *arguments: str, plugins: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ, "PYTHONPATH": f"{package}:{ROOT}", "PLUGINS": plugins, "GROUNDWORK_VAR": str(package),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }  # fmt: skip
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.once
def test_a_site_starts_with_an_unreadable_plugin_that_is_off(package: Path) -> None:
    checked = run(package, "manage.py", "check", plugins="")
    assert checked.returncode == 0, checked.stderr
    assert "(groundwork.P003) The plugin “mills” 1.0 failed" in checked.stderr
    started = run(package, "-c", START, plugins="")
    assert started.returncode == 0, started.stderr


@pytest.mark.once
def test_a_site_refuses_to_start_with_an_unreadable_plugin_that_is_on(package: Path) -> None:
    told = "The plugin “mills” 1.0 failed while reading its extensions.py (RuntimeError: no mill today)"
    for arguments in (["manage.py", "check"], ["-c", START], ["manage.py", "plugins", "doctor"]):
        done = run(package, *arguments, plugins="mills")
        assert done.returncode != 0
        assert told in done.stdout + done.stderr
