"""The editor's upload forms (add, add many, choosers), with our checks before Wagtail's."""

from typing import Any

from django.forms import FileField
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from portfolio.uploads.pictures import clean_picture


class PictureField(WagtailImageField):
    """A picture, checked and cleaned before anything else looks into it."""

    def to_python(self, data: Any) -> Any:
        uploaded = FileField.to_python(self, data)
        return None if uploaded is None else super().to_python(clean_picture(uploaded))


class CheckedPictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            old = self.fields["file"]
            self.fields["file"] = PictureField(label=old.label, required=old.required, widget=old.widget)
