"""One limit for every file."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _


def check_size(file: File) -> None:
    """Raise ValidationError where `file` is larger than UPLOAD_LIMIT."""
    if file.size <= settings.UPLOAD_LIMIT:
        return
    sizes = {"size": filesizeformat(file.size), "limit": filesizeformat(settings.UPLOAD_LIMIT)}
    text = _("This file is %(size)s; the limit is %(limit)s. Make it smaller, or link to it.")
    raise ValidationError(text % sizes, code="too_large")
