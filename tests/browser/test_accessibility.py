"""axe finds nothing on any kind of page, on a phone and a desktop, light and dark."""

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from portfolio.publication.models import PublicDocument
from tests import factories

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
VIEWS = [
    {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
]
OTHER_ADDRESSES = (
    "/innovations/?maturity=stopped",
    "/no-such-page/",
    "/account/login/",
    "/x/researchlinks/",
    "/innovations/co-taught-algebra/",  # mixed evidence
    "/innovations/home-visits-before-kindergarten/",  # out of date
    "/innovations/math-lab-instead-of-repeating/",  # retracted
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
    found = {}
    for view in VIEWS:
        context = chromium.new_context(**view)
        page = context.new_page()
        for address in one_of_each_kind():
            page.goto(f"{live_server.url}{address}")
            violations = Axe().run(page, options=RULES).response["violations"]
            if violations:
                seen = [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in violations]
                found[f"{address} at {view['viewport']['width']}"] = seen
        context.close()

    assert not found
