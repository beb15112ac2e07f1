"""Every address of the site from the URL conf, an example of each, and what an answer amounts to."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import get_resolver

from tests.security.addresses import BROKEN_ON_PURPOSE, _patterns, _reversed, fillings

TABLE = Path(__file__).parent / "routes.csv"
ROLES = ("anonymous", "communicator", "staff", "administrator")
NOBODY = 4_000_001
"""A number that nothing has."""

EXAMPLES = {
    r"^account/(?:email|confirm-email|signup|password/set|login/code)/.*$": "/account/signup/",
    r"^(?:[a-z-]+/)?_util/login/$": "/es/_util/login/",
    r"^((?:[\w\-]+/)*)$": "/",
    "account/link/<str:token>/": "/account/link/x/",
    r"account/^confirm-email/(?P<key>[-:\w]+)/$": "/account/confirm-email/x/",
    r"account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "/account/password/reset/key/1-x/",
    "media/<path:name>": "/media/original_images/none.png",
    "documents/<int:document_id>/<str:filename>": "/documents/4000001/none.pdf",
    "contact/<uuid:entry>/": "/contact/6f2f5d2c-8d0f-4d53-9c0a-3d3c9b7f1f11/",
    "contact/<uuid:entry>/sent/": "/contact/6f2f5d2c-8d0f-4d53-9c0a-3d3c9b7f1f11/sent/",
    "sitemap-<section>.xml": "/sitemap-none.xml",
    "themes/<slug:slug>/": "/themes/none/",
    "plans/<uuid:entry>.<str:form>": "/plans/6f2f5d2c-8d0f-4d53-9c0a-3d3c9b7f1f11.md",
    "progress/on/<uuid:playbook>/": "/progress/on/6f2f5d2c-8d0f-4d53-9c0a-3d3c9b7f1f11/",
    "progress/<slug:token>/": "/progress/none/",
    "x/researchlinks/cite/<uuid:entry>.<str:form>": (
        "/x/researchlinks/cite/6f2f5d2c-8d0f-4d53-9c0a-3d3c9b7f1f11.bib"
    ),
    "x/researchlinks/works.<str:form>": "/x/researchlinks/works.bib",
    "x/researchlinks/works/<uuid:public_id>/": (
        "/x/researchlinks/works/6f2f5d2c-8d0f-4d53-9c0a-3d3c9b7f1f11/"
    ),
    "x/sample_plugin/partners/<uuid:public_id>/": (
        "/x/sample_plugin/partners/6f2f5d2c-8d0f-4d53-9c0a-3d3c9b7f1f11/"
    ),
    r"admin/^.*/$": "/admin/no-such-page/",
}


@dataclass(frozen=True)
class Route:
    pattern: str
    address: str
    """An example of it, where what it asks for does not exist."""
    has_arguments: bool

    @property
    def row(self) -> str:
        """Its own row of the table; for the admin's routes to one thing, their screen's."""
        if self.has_arguments and self.pattern.startswith("admin/"):
            return f"admin/{self.pattern.split('/')[1]}/*"
        return self.pattern


def every_route() -> list[Route]:
    found = {}
    for name, pattern, arguments in _patterns(get_resolver(), (), ""):
        if name not in BROKEN_ON_PURPOSE and pattern not in found:
            found[pattern] = Route(pattern, _example(name, pattern, arguments), bool(arguments))
    return list(found.values())


def _example(name: str, pattern: str, arguments: set[str]) -> str:
    if pattern in EXAMPLES:
        return EXAMPLES[pattern]
    if not arguments:
        return "/" + re.sub(r"[\^$]|\.\*", "", pattern)
    filled = next(filter(None, (_reversed(name, filling) for filling in fillings(arguments, NOBODY))), None)
    if filled is None:
        raise AssertionError(f"Give an example of {pattern} in tests/security/routes.py")
    return filled


def outcome(answer: Any) -> str:
    """Say in a word what the answer amounts to."""
    where = answer.get("Location", "")
    if where.startswith(("/account/login/", "/admin/login/")):
        return "sign-in"
    if where == "/admin/" or answer.status_code == 403:
        return "refused"
    if 300 <= answer.status_code < 400:
        return "leads-on"
    words = {200: "opens", 400: "unclear", 404: "nothing", 405: "post-only", 410: "over"}
    return words.get(answer.status_code, str(answer.status_code))


def table() -> dict[str, dict[str, str]]:
    """Return the reviewed table: what each role may expect, by row."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["route"]: row for row in csv.DictReader(file)}


def rows(routes: list[Route]) -> Iterator[str]:
    yield from dict.fromkeys(route.row for route in routes)
