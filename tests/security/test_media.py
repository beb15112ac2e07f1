"""Stored files answer to everyone where a public document names them, and otherwise to their editors."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from portfolio.models import File, Picture, PublicDocument, PublicFile
from portfolio.publication import log
from tests import factories
from tests.security import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(home: Any) -> PublicDocument:
    """The home page's document, to which files can be given by hand."""
    log.flush()
    return PublicDocument.objects.get(page_id=home.pk)


@pytest.fixture
def picture(home: Any) -> Picture:
    return factories.PictureFactory()


@pytest.fixture
def file(home: Any) -> File:
    return factories.FileFactory(file=ContentFile(samples.pdf(tagged=True), name="plan.pdf"))


def publish(document: PublicDocument, name: str, download_name: str = "") -> str:
    PublicFile.objects.create(document=document, name=name, download_name=download_name)
    return f"/media/{name}"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_original_and_unnamed_rendition_do_not_answer(picture: Picture, file: File) -> None:
    rendition = picture.get_rendition("width-100")
    for name in (picture.file.name, rendition.file.name, file.file.name):
        assert default_storage.exists(name)
        assert Client().get(f"/media/{name}").status_code == 404
    assert Client().get(file.url).status_code == 404


def test_named_rendition_is_shown_and_may_be_kept(document: PublicDocument, picture: Picture) -> None:
    rendition = picture.get_rendition("width-100")
    client = Client()
    answer = client.get(publish(document, rendition.file.name))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["Cache-Control"] == "public, max-age=60, s-maxage=5, must-revalidate"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert len(body(answer)) == rendition.file.size
    assert not client.cookies
    again = client.get(f"/media/{rendition.file.name}", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = client.get(
        f"/media/{rendition.file.name}", headers={"If-Modified-Since": answer["Last-Modified"]}
    )
    assert since.status_code == 304


def test_named_file_is_a_download_in_a_sandbox(document: PublicDocument, file: File) -> None:
    answer = Client().get(publish(document, file.file.name, "Plan für alle.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Plan%20f")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert body(answer).startswith(b"%PDF")
    assert body(Client().get(file.url)).startswith(b"%PDF")


def test_withdrawn_file_stops_answering_at_once(document: PublicDocument, file: File) -> None:
    address = publish(document, file.file.name)
    body(Client().get(address))
    PublicFile.objects.all().delete()
    assert Client().get(address).status_code == 404
    assert Client().get(file.url).status_code == 404


def test_editor_sees_what_is_not_public_and_nobody_keeps_it(
    picture: Picture, file: File, admin_client: Client
) -> None:
    rendition = picture.get_rendition("width-100")
    for address in (f"/media/{picture.file.name}", f"/media/{rendition.file.name}", file.url):
        answer = admin_client.get(address)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        body(answer)


def test_signed_in_without_rights_sees_nothing(picture: Picture, file: File) -> None:
    client = Client()
    client.force_login(factories.UserFactory())
    assert client.get(f"/media/{picture.file.name}").status_code == 404
    assert client.get(file.url).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "../secret_key", "..%2fsecret_key", "%2e%2e/secret_key", "images/../../secret_key", "/etc/passwd",
        "%00", "a%00.png", "images/", "x" * 3000, "original_images", "C:%5cwindows", "..%5csecret_key",
    ],
)  # fmt: skip
def test_paths_outside_do_not_answer(path: str, document: PublicDocument, admin_client: Client) -> None:
    for client in (Client(), admin_client):
        assert client.get(f"/media/{path}").status_code in (301, 302, 404)


@pytest.mark.parametrize("name", ["../secret_key", "/etc/passwd", "no-such-file.png", "images"])
def test_even_a_named_path_outside_does_not_answer(name: str, document: PublicDocument) -> None:
    assert Client().get(publish(document, name)).status_code == 404


def test_guessed_file_name_of_a_document_does_not_answer(document: PublicDocument, file: File) -> None:
    publish(document, file.file.name)
    assert Client().get(f"/documents/{file.pk}/other.pdf").status_code == 404
    assert Client().get("/documents/99999999999999999999/other.pdf").status_code == 404


def test_nginx_can_send_the_file(document: PublicDocument, file: File, settings: Any) -> None:
    settings.MEDIA_ACCEL = "/protected-media/"
    answer = Client().get(publish(document, file.file.name))
    assert answer["X-Accel-Redirect"] == f"/protected-media/{file.file.name}"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content == b""


def test_only_reading_is_answered(document: PublicDocument, file: File) -> None:
    assert Client().post(publish(document, file.file.name)).status_code == 405
    assert Client().head(f"/media/{file.file.name}").status_code == 200
