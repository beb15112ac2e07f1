"""The form of a picture: its own district's consents, and no one else's."""

from typing import Any

from django import forms

from portfolio.admin.district_rows import visible_rows
from portfolio.models import Consent
from portfolio.uploads.forms import CheckedPictureForm


def limit_consents(form: forms.ModelForm, user: Any) -> None:
    """Offer the consents that `user` may see, as boxes to tick."""
    if "consents" not in form.fields or user is None:
        return
    field = form.fields["consents"]
    field.widget = forms.CheckboxSelectMultiple()
    field.queryset = visible_rows(Consent, user)  # type: ignore[attr-defined]  # a choice of rows


class PictureForm(CheckedPictureForm):
    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        limit_consents(self, user)
