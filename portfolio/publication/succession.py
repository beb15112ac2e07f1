"""Rows that another stands for: who asks for the document of the one is led to that of the other."""

from uuid import UUID

from django.apps import apps

from portfolio.extensions import registry
from portfolio.publication.models import PublicDocument, State


def successor_of(kind: str, public_id: UUID, site_id: int, locale: str) -> PublicDocument | None:
    """Return the public document that stands for one that is gone, or None. At most one query.

    Only what was public here once leads on: of what was not, nothing is told.
    """
    declared = registry.kind_named(kind)
    if declared is None or not declared.succeeded_by:
        return None
    here = {"kind": kind, "site_id": site_id, "locale": locale}
    was_public = PublicDocument.log.filter(id=public_id, state=State.GONE, **here)
    rows = apps.get_model(declared.model)._base_manager
    successors = rows.filter(public_id__in=was_public.values("id")).values(
        f"{declared.succeeded_by}__public_id"
    )
    return PublicDocument.objects.filter(id__in=successors, **here).first()
