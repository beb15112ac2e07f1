"""What a site says of the front end that takes its content over the delivery API."""

from collections.abc import Mapping
from string import Formatter
from typing import ClassVar
from urllib.parse import quote, urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting

PLACEHOLDERS = ("token", "id", "kind", "locale")
EXAMPLE = "https://www.example.org/preview?token={token}&id={id}&kind={kind}"


def _placeholders_in(pattern: str) -> list[str]:
    """Return what stands in braces; raise ValueError where a brace stays open or says more than a name."""
    parts = [part for part in Formatter().parse(pattern) if part[1] is not None]
    if any(form or conversion for _text, _name, form, conversion in parts):
        raise ValueError
    return [str(name) for _text, name, _form, _conversion in parts]


def check_preview_url(pattern: str) -> None:
    """Raise ValidationError, saying what to write instead, where `pattern` cannot become an address."""
    try:
        address, names = urlsplit(pattern), _placeholders_in(pattern)
        host = address.hostname or ""
    except ValueError:
        raise ValidationError(_("This is not an address. It looks like %s") % EXAMPLE) from None
    if address.scheme not in ("http", "https") or not host or set(address.netloc) & set("{}@"):
        raise ValidationError(_("Write a whole address that begins with https:// and names its host."))
    if unknown := [name for name in names if name not in PLACEHOLDERS]:
        raise ValidationError(
            _("{%(name)s} is not known. These are: {token}, {id}, {kind}, {locale}.") % {"name": unknown[0]}
        )
    if "token" not in names:
        raise ValidationError(_("Put {token} where the secret goes: without it the draft cannot be shown."))


class DeliverySettings(BaseSiteSetting):
    """The front end of one site. Who may change it: whoever has the permission, by default administrators."""

    preview_url = models.CharField(
        _("address for previews"), max_length=500, blank=True, validators=[check_preview_url],
        help_text=_(
            "Where your front end shows a draft: https://www.example.org/preview?token={token}&id={id}. "
            "{token}, {id}, {kind} and {locale} are filled in, and {token} must be there. "
            "Empty: drafts are not shown in a front end."
        ),
    )  # fmt: skip

    panels: ClassVar[list[FieldPanel]] = [FieldPanel("preview_url")]

    class Meta:
        verbose_name = _("front end")
        default_permissions = ("change",)

    def preview_address(self, values: Mapping[str, str]) -> str:
        """Return the address for a preview, each value percent-encoded; empty where none is set."""
        return self.preview_url.format_map({name: quote(value, safe="") for name, value in values.items()})
