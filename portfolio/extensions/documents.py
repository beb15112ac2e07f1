"""Public documents, for plugins to read: the stored ones, and nothing that is not public."""

from uuid import UUID

from portfolio.publication.documents import Document, as_document
from portfolio.publication.models import PublicDocument


def public_documents(public_id: UUID) -> list[Document]:
    """Return the document with this public id in each language it is public in; none where it is not."""
    found = PublicDocument.objects.filter(id=public_id).order_by("pk_number")
    return [as_document(one) for one in found]
