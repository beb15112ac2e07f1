"""The plugin contract: all that a plugin may import from Groundwork.

A plugin is a Django app. Its `apps.py` holds a `PluginConfig`; its `extensions.py` declares one
`Extensions`, named `extensions`. docs/plugins/ has a page for each point. The contract is 0.x: it may
change until several plugins stand on it, and CHANGELOG.md says how.

Nothing here loads a model when it is imported, so that `apps.py` can.
"""

from typing import TYPE_CHECKING, Any

from portfolio.extensions.config import PluginConfig
from portfolio.extensions.declaration import (
    Access,
    Audience,
    Extensions,
    Facet,
    Job,
    Panels,
    PublishCheck,
    Routes,
    Section,
    Slot,
)

if TYPE_CHECKING:
    from portfolio.extensions.documents import public_documents
    from portfolio.extensions.registry import is_enabled
    from portfolio.http_client import Answer, Failed, NoSuchHost, Refused, fetch
    from portfolio.publication.prose import clean_html
    from portfolio.publication.schema import EntryKind
    from portfolio.publication.sources import Sources
    from portfolio.readiness.problem import Problem
    from portfolio.services.telling import tell_writers

_LAZY = {
    "Answer": "portfolio.http_client",
    "EntryKind": "portfolio.publication.schema",
    "Failed": "portfolio.http_client",
    "NoSuchHost": "portfolio.http_client",
    "Problem": "portfolio.readiness.problem",
    "Refused": "portfolio.http_client",
    "Sources": "portfolio.publication.sources",
    "clean_html": "portfolio.publication.prose",
    "fetch": "portfolio.http_client",
    "is_enabled": "portfolio.extensions.registry",
    "public_documents": "portfolio.extensions.documents",
    "tell_writers": "portfolio.services.telling",
}

__all__ = [
    "Access", "Answer", "Audience", "EntryKind", "Extensions", "Facet", "Failed", "Job", "NoSuchHost",
    "Panels", "PluginConfig", "Problem", "PublishCheck", "Refused", "Routes", "Section", "Slot", "Sources",
    "clean_html", "fetch", "is_enabled", "public_documents", "tell_writers",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load what needs models once it is asked for."""
    from importlib import import_module

    if name not in _LAZY:
        raise AttributeError(f"portfolio.extensions has no “{name}”. It has: {', '.join(__all__)}.")
    return getattr(import_module(_LAZY[name]), name)
