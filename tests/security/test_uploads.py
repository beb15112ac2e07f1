"""Uploads: what is no picture or no document is refused in plain words, and GPS never gets in."""

import io
import re
import tracemalloc
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image
from wagtail.models import Collection

from portfolio.models import File, Picture
from portfolio.uploads.files import check_file
from portfolio.uploads.pictures import clean_picture
from tests.security import samples

# Wagtail leaves the file that it measures to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning", "ignore:Exception ignored in")

LIMIT = 10 * 1024 * 1024
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BAD_PICTURES = {
    "truncated.png": (samples.photo(kind="PNG")[:900], "damaged or cut short"),
    "truncated.jpg": (samples.photo()[:-400], "damaged or cut short"),
    "nothing-by-nothing.png": (samples.png(0, 0), "damaged or cut short"),
    "no-width.png": (samples.png(0, 10), "damaged or cut short"),
    "a-text-called.jpg": (b"Dear colleagues, this is no picture.", "not a picture that can be shown"),
    "vector.svg": (SVG, "not a picture that can be shown"),
    "vector-called.png": (SVG, "not a picture that can be shown"),
    "bomb.png": (samples.png(60_000, 60_000), "more than 40 million pixels"),
    "large.png": (samples.png(8_000, 6_000), "more than 40 million pixels"),
    "png-called.jpg": (samples.photo(kind="PNG"), "this is a .png picture"),
    "old.tiff": (samples.photo(kind="TIFF"), "not a picture that can be shown"),
    "page.gif": (b"GIF89a<script>alert(1)</script>", "damaged or cut short"),
}
BAD_FILES = {
    "page.html": (b"<html></html>", "cannot be taken"),
    "vector.svg": (SVG, "cannot be taken"),
    "program.exe": (b"MZ" + b"\x00" * 60, "cannot be taken"),
    "macros.docm": (samples.docx(), "cannot be taken"),
    "no-ending": (b"text", "cannot be taken"),
    "macros.docx": (samples.docx(**{"word/vbaProject.bin": b"x"}), "macros"),
    "macros.odt": (samples.odt(**{"Basic/Standard/Module1.xml": b"x"}), "macros"),
    "page-called.txt": (b"  <!DOCTYPE html><script>", "content is something else"),
    "page-called.pdf": (b"<html></html>", "content is something else"),
    "text-called.docx": (b"Dear colleagues", "content is something else"),
    "sheet-called.docx": (samples.archive(**{"xl/workbook.xml": b"<x/>"}), "content is something else"),
    "cut.docx": (samples.docx()[:-30], "content is something else"),
    "photo-called.csv": (samples.photo(), "content is something else"),
    "program-in.zip": (samples.archive(**{"setup.EXE": b"MZ"}), "setup.EXE"),
    "empty.txt": (b"", "empty"),
}
GOOD_FILES = {
    "guide.txt": "Straße\n".encode(),
    "utf16.csv": "a,b\n1,2\n".encode("utf-16"),
    "plan.docx": samples.docx(),
    "plan.odt": samples.odt(),
    "plan.pdf": samples.pdf(tagged=False),
    "plan.rtf": b"{\\rtf1 hello}",
    "film.vtt": b"\xef\xbb\xbfWEBVTT\n",
    "kit.zip": samples.archive(**{"guide.txt": b"x"}),
}


def content_of(file: Any) -> bytes:
    with file.open() as opened:
        return bytes(opened.read())


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("name", BAD_PICTURES)
def test_bad_picture_is_refused_in_plain_words(name: str) -> None:
    content, reason = BAD_PICTURES[name]
    with pytest.raises(ValidationError) as refusal:
        clean_picture(upload(content, name))
    assert reason in refusal.value.messages[0]


@pytest.mark.parametrize("ending", ["jpg", "jpeg", "png", "webp", "avif", "gif"])
def test_good_picture_is_taken(ending: str) -> None:
    kind = ending.upper().replace("JPG", "JPEG")
    cleaned = clean_picture(upload(samples.photo(kind=kind), f"photo.{ending}"))
    assert Image.open(cleaned).format == kind


def test_camera_data_is_stripped_and_the_picture_turned_upright() -> None:
    original = samples.photo_with_gps(orientation=6)
    assert b"CANARYCAMERA" in original
    content = clean_picture(upload(original, "phone.jpg")).read()
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (40, 60)
        assert not image.getexif()
    assert b"CANARY" not in content
    assert b"Exif" not in content


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_camera_data_is_stripped_from_other_formats(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "CANARYCAMERA"
    original = samples.photo(kind=kind, exif=exif.tobytes())
    assert b"CANARYCAMERA" in original
    assert b"CANARY" not in clean_picture(upload(original, f"phone.{kind.lower()}")).read()


def test_large_photo_is_taken() -> None:
    photo = samples.photo(6000, 4000, quality=60)
    with Image.open(clean_picture(upload(photo, "camera.jpg"))) as image:
        assert image.size == (6000, 4000)


def test_animation_keeps_moving() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "green")]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], comment=b"CANARY", duration=50)
    content = clean_picture(upload(target.getvalue(), "loop.gif")).read()
    assert Image.open(io.BytesIO(content)).n_frames == 3
    assert b"CANARY" not in content


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_file_is_refused_in_plain_words(name: str) -> None:
    content, reason = BAD_FILES[name]
    with pytest.raises(ValidationError) as refusal:
        check_file(upload(content, name))
    assert reason in refusal.value.messages[0]


@pytest.mark.parametrize("name", GOOD_FILES)
def test_good_file_is_taken(name: str) -> None:
    assert "/" in check_file(upload(GOOD_FILES[name], name)).mime_type


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("tagged", [False, True])
def test_untagged_pdf_is_noticed(tagged: bool, packed: bool) -> None:
    assert check_file(upload(samples.pdf(tagged=tagged, packed=packed), "a.pdf")).tagged is tagged


def test_pdf_that_cannot_be_read_is_left_open() -> None:
    assert check_file(upload(b"%PDF-1.7\nencrypted", "a.pdf")).tagged is None


@pytest.mark.django_db
def test_saving_by_code_cleans_and_checks_too(home: Any) -> None:
    picture = Picture.objects.create(title="x", file=ContentFile(samples.photo_with_gps(), name="phone.jpg"))
    stored = content_of(picture.file)
    assert b"CANARY" not in stored
    assert (picture.width, picture.height) == (40, 60)
    with pytest.raises(ValidationError), transaction.atomic():
        Picture.objects.create(title="x", file=ContentFile(SVG, name="x.png"))
    file = File.objects.create(title="x", file=ContentFile(samples.pdf(tagged=True), name="plan.pdf"))
    assert (file.mime_type, file.tagged) == ("application/pdf", True)
    with pytest.raises(ValidationError), transaction.atomic():
        File.objects.create(title="x", file=ContentFile(b"<html>", name="x.pdf"))


IN_BACKGROUND = {"X-Requested-With": "XMLHttpRequest"}
PICTURE_DOORS = ["/admin/images/add/", "/admin/images/multiple/add/", "/admin/images/chooser/create/"]
FILE_DOORS = ["/admin/documents/add/", "/admin/documents/multiple/add/", "/admin/documents/chooser/create/"]


def send(client: Client, door: str, content: bytes, name: str) -> Any:
    key = "files[]" if "multiple" in door else ("image-chooser-upload-file" if "images/chooser" in door else
           "document-chooser-upload-file" if "chooser" in door else "file")  # fmt: skip
    prefix = key.removesuffix("file") if "chooser" in door else ""
    root = Collection.get_first_root_node().pk
    data = {
        key: upload(content, name), f"{prefix}title": "A title", f"{prefix}collection": root,
        f"{prefix}people_shown": "none", f"{prefix}language": "en",
    }  # fmt: skip
    return client.post(door, data, headers=IN_BACKGROUND)


def describe(client: Client, answer: Any) -> None:
    """Fill in what the upload of many asks for after the file is there, and save."""
    form = answer.json()["form"]
    action = re.search(r'action="([^"]+)"', form)[1]
    prefix = re.search(r'name="([^"]+)-title"', form)[1]
    root = Collection.get_first_root_node().pk
    fields = {"title": "A title", "collection": root, "people_shown": "none", "language": "en"}
    client.post(action, {f"{prefix}-{name}": value for name, value in fields.items()}, headers=IN_BACKGROUND)


@pytest.mark.parametrize("door", PICTURE_DOORS)
@pytest.mark.parametrize("name", ["truncated.png", "a-text-called.jpg", "bomb.png", "vector.svg"])
def test_every_door_refuses_bad_pictures(door: str, name: str, admin_client: Client) -> None:
    content, reason = BAD_PICTURES[name]
    answer = send(admin_client, door, content, name)
    assert answer.status_code == 200
    assert reason in answer.content.decode()
    assert not Picture.objects.exists()


@pytest.mark.parametrize("door", PICTURE_DOORS)
def test_every_door_takes_good_pictures_without_gps(door: str, admin_client: Client) -> None:
    answer = send(admin_client, door, samples.photo_with_gps(), "phone.jpg")
    if "multiple" in door:
        describe(admin_client, answer)
    picture = Picture.objects.get()
    assert b"CANARY" not in content_of(picture.file)
    assert (picture.width, picture.height) == (40, 60)
    assert picture.file_size == picture.file.size


@pytest.mark.parametrize("door", FILE_DOORS)
@pytest.mark.parametrize("name", ["page.html", "macros.docx", "page-called.pdf", "program-in.zip"])
def test_every_door_refuses_bad_files(door: str, name: str, admin_client: Client) -> None:
    content, reason = BAD_FILES[name]
    answer = send(admin_client, door, content, name)
    assert answer.status_code == 200
    assert not File.objects.exists()
    assert reason in answer.content.decode() or "not allowed" in answer.content.decode()


@pytest.mark.parametrize("door", FILE_DOORS)
def test_every_door_takes_good_files(door: str, admin_client: Client) -> None:
    answer = send(admin_client, door, samples.pdf(tagged=False), "plan.pdf")
    if "multiple" in door:
        describe(admin_client, answer)
    file = File.objects.get()
    assert (file.mime_type, file.tagged) == ("application/pdf", False)


@pytest.mark.parametrize("door", PICTURE_DOORS + FILE_DOORS)
def test_too_large_a_file_is_refused_in_plain_words(door: str, admin_client: Client) -> None:
    name = "huge.jpg" if door in PICTURE_DOORS else "huge.pdf"
    answer = send(admin_client, door, b"%PDF-" + b"x" * LIMIT, name)
    assert answer.status_code == 200
    text = answer.content.decode().replace("\\u00a0", " ").replace("\xa0", " ").replace("&nbsp;", " ")
    assert "10.0 MB" in text
    assert not (Picture.objects.exists() or File.objects.exists())


def test_two_hundred_megabytes_do_not_fill_memory(admin_client: Client) -> None:
    from django.core.handlers.wsgi import WSGIRequest

    class Endless(io.RawIOBase):
        """The body of a form with 200 MB in it, made as it is read."""

        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="film.pdf"\r\n\r\n'
        size = len(head) + 200 * 1024 * 1024 + len(b"\r\n--x--\r\n")
        position = 0

        def read(self, wanted: int = -1) -> bytes:
            start, self.position = self.position, min(self.position + min(wanted, 65536), self.size)
            if start < len(self.head):
                return self.head[start : self.position].ljust(self.position - start, b"a")
            part = b"a" * (self.position - start)
            return part if self.position < self.size else part[:-9] + b"\r\n--x--\r\n"

    tracemalloc.start()
    request = WSGIRequest({
        "REQUEST_METHOD": "POST", "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": str(Endless.size), "wsgi.input": Endless(),
    })  # fmt: skip
    file = request.FILES["file"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert file.size > 199 * 1024 * 1024
    assert file.read() == b""
    assert peak < 20 * 1024 * 1024
