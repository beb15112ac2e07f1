"""Pictures and files: each district has a shelf and words of its own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from portfolio.models import File, Picture
from portfolio.tenancy.onboarding import onboard
from tests.factories import DistrictFactory, PictureFactory

pytestmark = pytest.mark.django_db


def test_upload_lands_in_the_districts_own_collection(writer, space, client):
    picture = SimpleUploadedFile(
        "bridge.png", get_test_image_file().file.getvalue(), content_type="image/png"
    )
    form = {"title": "Bridge", "description": "A bridge of paper", "file": picture, "people_shown": "none"}
    answer = client.post(reverse("wagtailimages:add"), form)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Picture.objects.get().collection == space.collection
    text = SimpleUploadedFile("guide.txt", b"one line")
    client.post(
        reverse("wagtaildocs:add"), {"title": "Guide", "file": text, "language": "en", "people_shown": "none"}
    )
    assert File.objects.get().collection == space.collection


def test_tags_are_offered_from_ones_own_pictures(writer, space, client):
    other = onboard(DistrictFactory(name="Hilltop")).space
    for collection, tag in ((space.collection, "bridge"), (other.collection, "briefing")):
        PictureFactory(collection=collection).tags.add(tag)
    answer = client.get(reverse("wagtailadmin_tag_autocomplete"), {"term": "bri"})
    assert answer.json() == ["bridge"]
    assert "briefing" not in client.get(reverse("wagtailimages:index")).content.decode()
