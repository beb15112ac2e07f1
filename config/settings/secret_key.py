"""The secret key: from the environment, or made once and kept in a file only its owner can read."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

MINIMUM_LENGTH = 50


def secret_key(variable: str, file: Path) -> str:
    """Return the key named by the environment `variable`, else the one in `file`, made if absent.

    Raises ImproperlyConfigured where the key is shorter than 50 characters or one of
    Django's own `django-insecure-` placeholders.
    """
    key = os.environ.get(variable, "").strip() or _from_file(file)
    if len(key) < MINIMUM_LENGTH or key.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            f"The secret key is too weak (shorter than {MINIMUM_LENGTH} characters, or a "
            f"placeholder). Set {variable} to a long random text, or delete {file} and one is made."
        )
    return key


def _from_file(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return _make(file)


def _make(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(64)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(key)
    try:
        os.link(draft, file)  # fails where another process was first; then its key is the key
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    finally:
        draft.unlink()
    return key
