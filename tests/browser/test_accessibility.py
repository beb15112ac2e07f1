"""axe finds nothing on any kind of page, on a phone and a desktop, light and dark."""

from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from portfolio.publication.models import PublicDocument
from tests import factories
from tests.browser.axe import assert_sound

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)

OTHER_ADDRESSES = (
    "/innovations/?maturity=stopped",
    "/no-such-page/",
    "/account/login/",
    "/x/researchlinks/",
    "/innovations/co-taught-algebra/",  # mixed evidence
    "/innovations/home-visits-before-kindergarten/",  # out of date
    "/innovations/math-lab-instead-of-repeating/",  # retracted
    "/es/",
    "/es/library/",
    "/es/innovaciones/programa-de-lenguaje-dual/",
)


def one_of_each_kind() -> list[str]:
    """The address of one page of each kind, and of the fullest innovation."""
    addresses = {
        document.kind: document.path for document in PublicDocument.objects.order_by("-pk") if document.path
    }
    theme = PublicDocument.objects.filter(kind="innovation").first().card["themes"][0]
    return [*addresses.values(), theme["path"], *OTHER_ADDRESSES]


def test_axe_finds_nothing(live_server: Any, chromium: "Browser", settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    factories.make_roots()
    call_command("load_sample", verbosity=0)
    assert_sound(chromium, live_server.url, one_of_each_kind())
