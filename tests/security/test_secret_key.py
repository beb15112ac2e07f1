"""The secret key is strong, and made once."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings.secret_key import secret_key

VARIABLE = "A_SECRET_FOR_TESTS"


def test_missing_key_is_made_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    file = tmp_path / "deep" / "secret_key"

    key = secret_key(VARIABLE, file)

    assert len(key) >= 50
    assert secret_key(VARIABLE, file) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [found.name for found in file.parent.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("weak", ["short", "django-insecure-" + "x" * 60])
def test_weak_key_in_the_environment_stops_the_start(
    weak: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, weak)
    with pytest.raises(ImproperlyConfigured, match=VARIABLE):
        secret_key(VARIABLE, tmp_path / "secret_key")


def test_weak_key_in_the_file_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(ImproperlyConfigured, match="delete"):
        secret_key(VARIABLE, tmp_path / "secret_key")


def test_two_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from config.settings.secret_key import secret_key;"
        "print(secret_key('NOT_SET_ANYWHERE', Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "secret_key")]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    keys = {process.communicate(timeout=60)[0].strip() for process in started}
    assert len(keys) == 1
    assert keys != {""}
