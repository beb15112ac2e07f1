"""Keeps a file that is too large from filling memory or disk while it arrives."""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class TooLargeFile(UploadedFile):
    """Stands for an upload that was dropped: its name and how large it was, and nothing of its content."""


class LimitedUploadHandler(FileUploadHandler):
    """Passes on at most UPLOAD_LIMIT bytes of each file; forms then refuse a TooLargeFile in plain words.

    It must stand first in FILE_UPLOAD_HANDLERS.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received = start + len(raw_data)
        return raw_data if self.received <= settings.UPLOAD_LIMIT else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.received <= settings.UPLOAD_LIMIT:
            return None
        self._close_what_was_begun()
        return TooLargeFile(io.BytesIO(), self.file_name, self.content_type, self.received)

    def _close_what_was_begun(self) -> None:
        """The handlers after this one are not told that the file ended, and would leave theirs open."""
        for handler in self.request.upload_handlers:
            if isinstance(file := getattr(handler, "file", None), UploadedFile):
                file.close()
