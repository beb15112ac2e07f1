"""The sample's pictures and files, and the consents of those shown in them."""

import datetime
from collections.abc import Iterable
from typing import Any, cast

from django.core.files import File as DjangoFile
from django.core.files.images import ImageFile
from django.utils import timezone

from portfolio.models import Consent, District, File, Picture
from portfolio.models.vocabulary import Licence
from portfolio.sample import content
from portfolio.sample.shelf import Shelf

ARTIST = "Groundwork sample artwork"
AUTHOR = "Thornlight Network (sample)"


def load_media(shelf: Shelf) -> None:
    media = content.read_toml("media")
    for written in media["consents"]:
        _load_consent(shelf, written)
    load_pictures(shelf, media["pictures"])
    for written in media["files"]:
        _load_file(shelf, written)


def load_pictures(shelf: Shelf, pictures: Iterable[dict[str, Any]]) -> None:
    for written in pictures:
        _load_picture(shelf, written)


def _load_consent(shelf: Shelf, written: dict[str, Any]) -> None:
    """Add a consent. Its dates are counted from today, so that one of them has always run out."""
    fields = {name: value for name, value in written.items() if not name.endswith("_in_days")}
    for name in ("signed", "expires", "withdrawn"):
        if f"{name}_in_days" in written:
            days = datetime.timedelta(days=written[f"{name}_in_days"])
            fields[f"{name}_on"] = timezone.localdate() + days
    district = shelf.find(District, fields.pop("district"))
    _row, made = Consent.objects.get_or_create(name=fields.pop("name"), district=district, defaults=fields)
    shelf.made["consents"] += made


def _load_picture(shelf: Shelf, written: dict[str, Any]) -> None:
    picture = Picture.objects.filter(is_sample=True, title=written["title"]).first()
    if picture is None:
        picture = _make_picture(shelf, written)
        shelf.made["pictures"] += 1
    shelf.pictures[written["key"]] = picture


def _make_picture(shelf: Shelf, written: dict[str, Any]) -> Picture:
    picture = Picture(
        title=written["title"],
        description=written["alt"],
        people_shown=written.get("people_shown", "none"),
        credit=written.get("credit", ARTIST),
        licence=Licence.CC0,
        collection=shelf.collections[written.get("district", "")],
        is_sample=True,
    )
    name = f"{written.get('file', written['key'])}.webp"
    with (content.PICTURES / name).open("rb") as file:
        picture.file = cast(Any, ImageFile)(file, name=f"sample-{name}")
        picture.save()
    named = written.get("consents", [])
    picture.consents.set(Consent.objects.filter(district__is_sample=True, name__in=named))
    return picture


def _load_file(shelf: Shelf, written: dict[str, Any]) -> None:
    row = File.objects.filter(is_sample=True, title=written["title"]).first()
    if row is None:
        row = _make_file(shelf, written)
        shelf.made["files"] += 1
    shelf.files[written["name"]] = row


def _make_file(shelf: Shelf, written: dict[str, Any]) -> File:
    row = File(
        title=written["title"],
        licence=written["licence"],
        accessible=written.get("accessible"),
        language=written.get("language", "en"),
        credit=AUTHOR,
        collection=shelf.collections[written.get("district", "")],
        is_sample=True,
    )
    with (content.FILES / written["name"]).open("rb") as file:
        row.file = DjangoFile(file, name=f"sample-{written['name']}")
        row.save()
    return row
