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
    Kind,
    Number,
    Order,
    Panels,
    PlanPart,
    PublishCheck,
    Routes,
    RowContent,
    Sample,
    SampleRows,
    Section,
    Slot,
)

if TYPE_CHECKING:
    from portfolio.extensions.documents import (
        entries_by,
        public_document,
        public_documents,
        public_list,
        public_listing,
        public_pages,
        render_in_site,
        successor,
    )
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
    "entries_by": "portfolio.extensions.documents",
    "fetch": "portfolio.http_client",
    "is_enabled": "portfolio.extensions.registry",
    "public_document": "portfolio.extensions.documents",
    "public_documents": "portfolio.extensions.documents",
    "public_list": "portfolio.extensions.documents",
    "public_listing": "portfolio.extensions.documents",
    "public_pages": "portfolio.extensions.documents",
    "render_in_site": "portfolio.extensions.documents",
    "successor": "portfolio.extensions.documents",
    "tell_writers": "portfolio.services.telling",
}

__all__ = [
    "Access", "Answer", "Audience", "EntryKind", "Extensions", "Facet", "Failed", "Job", "Kind",
    "NoSuchHost", "Number", "Order", "Panels", "PlanPart", "PluginConfig", "Problem", "PublishCheck",
    "Refused", "Routes", "RowContent", "Sample", "SampleRows", "Section", "Slot", "Sources", "clean_html",
    "entries_by", "fetch", "is_enabled", "public_document", "public_documents", "public_list",
    "public_listing", "public_pages", "render_in_site", "successor", "tell_writers",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load what needs models once it is asked for."""
    from importlib import import_module

    if name not in _LAZY:
        raise AttributeError(f"portfolio.extensions has no “{name}”. It has: {', '.join(__all__)}.")
    return getattr(import_module(_LAZY[name]), name)
