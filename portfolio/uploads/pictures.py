"""Pictures: decoded once in full, and stored without what cameras write into them (GPS above all)."""

import io
import warnings
from typing import Any

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from portfolio.uploads.size import check_size

FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}
"""What the first bytes say (filetype's names), and Pillow's name for it."""

SAVE_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92, "optimize": True},
    "WEBP": {"quality": 92},
    "AVIF": {"quality": 85},
    "PNG": {},
    "GIF": {},
}
KEPT_INFO = {"icc_profile", "transparency", "duration", "loop", "background", "gamma", "jfif", "jfif_density"}
HARMLESS_INFO = KEPT_INFO | {
    "jfif_version", "jfif_unit", "dpi", "adobe", "adobe_transform", "progressive", "progression", "version",
    "extension", "interlace", "srgb", "chromaticity", "timestamp", "aspect", "default_image",
}  # fmt: skip


DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError)
"""What Pillow's decoders raise on broken files."""


class CleanPicture(InMemoryUploadedFile):
    """A picture that has passed `clean_picture`."""


def clean_picture(file: File, name: str = "") -> CleanPicture:
    """Return the picture upright and without metadata; raise ValidationError where it is none we can take.

    Refuses what is larger than UPLOAD_LIMIT or WAGTAILIMAGES_MAX_IMAGE_PIXELS (told from the
    header, before anything is decoded), cut short, empty, or of another format than its name says.
    """
    check_size(file)
    name = name or file.name or ""
    file.seek(0)
    content = file.read()
    pillow_format = _format(content, name)
    return _wrap(_without_metadata(content, pillow_format), name, pillow_format)


def _format(content: bytes, name: str) -> str:
    kind = filetype.guess(content[:8192])
    if kind is None or kind.extension not in FORMATS:
        text = _("This is not a picture that can be shown. Use a JPEG, PNG, WebP, AVIF or GIF file.")
        raise ValidationError(text, code="not_a_picture")
    extension = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if extension != kind.extension:
        names = {"ending": extension, "format": kind.extension}
        text = _(
            "The name ends in .%(ending)s, but this is a .%(format)s picture. Rename it, and upload it again."
        )
        raise ValidationError(text % names, code="wrong_ending")
    return FORMATS[kind.extension]


def _without_metadata(content: bytes, pillow_format: str) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                _check_pixels(image)
                image.load()
                return _saved_again(image, pillow_format) if _carries_metadata(image) else content
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        KeyError,
        IndexError,
    ) as error:
        raise ValidationError(
            _("This picture is damaged or cut short. Export it again, and upload it again."), code="damaged"
        ) from error


def _check_pixels(image: Image.Image) -> None:
    width, height = image.size
    if not width or not height:
        raise ValidationError(_("This picture is empty: it has no width or no height."), code="empty")
    if width * height * getattr(image, "n_frames", 1) > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    millions = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    text = _("This picture has more than %d million pixels. Make it smaller: 4000 pixels wide is plenty.")
    return ValidationError(text % millions, code="too_many_pixels")


def _carries_metadata(image: Image.Image) -> bool:
    return bool(set(image.info) - HARMLESS_INFO) or bool(image.getexif()) or image.format == "MPO"


def _saved_again(image: Image.Image, pillow_format: str) -> bytes:
    animated = getattr(image, "n_frames", 1) > 1 and image.format != "MPO"
    clean = image if animated else ImageOps.exif_transpose(image)
    clean.info = {key: value for key, value in image.info.items() if key in KEPT_INFO}
    clean.getexif().clear()
    target = io.BytesIO()
    options = SAVE_OPTIONS[pillow_format] | ({"save_all": True} if animated else {})
    clean.save(target, pillow_format, icc_profile=image.info.get("icc_profile"), **options)
    return target.getvalue()


def _wrap(content: bytes, name: str, pillow_format: str) -> CleanPicture:
    return CleanPicture(io.BytesIO(content), "file", name, Image.MIME[pillow_format], len(content), None)
