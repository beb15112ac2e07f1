"""Where every file passes on its way into the storage, whichever form, command or shell it comes from."""

from typing import Any

from django.core.files import File
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from portfolio.uploads.files import check_file
from portfolio.uploads.pictures import CleanPicture, clean_picture


class CleanPictureFieldFile(WagtailImageFieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store the picture cleaned; raise ValidationError where it is none we can take."""
        clean = content if isinstance(content, CleanPicture) else clean_picture(content, name)
        super().save(name, clean, save)


class CleanPictureField(WagtailImageField):
    """A picture, stored upright and without what cameras write into it."""

    attr_class = CleanPictureFieldFile


class CheckedFieldFile(FieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store the file and note on its row what it is; raise ValidationError where it cannot be taken."""
        facts = check_file(content, name)
        self.instance.mime_type, self.instance.tagged = facts.mime_type, facts.tagged
        super().save(name, content, save)


class CheckedFileField(models.FileField):
    """A file whose content is what its name says. Its model has `mime_type` and `tagged`."""

    attr_class = CheckedFieldFile

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        cleaned = super().clean(value, model_instance)
        if cleaned and not cleaned._committed:
            check_file(cleaned)
        return cleaned
