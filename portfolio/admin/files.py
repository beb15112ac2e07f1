"""The form of a file for download."""

from typing import Any

from wagtail.documents.forms import BaseDocumentForm

from portfolio.admin.pictures import limit_consents


class FileForm(BaseDocumentForm):
    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        limit_consents(self, user)
