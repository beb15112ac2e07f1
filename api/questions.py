"""Requests that have been understood, and what is kept of them.

What an address asks is the same whoever asks it, so it is read once and kept for who asks it next. What
it is answered with is not kept: each answer is read from the log, and says which position of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path

from api.asking import asked as values_of
from api.delivery import etag_of
from api.endpoints import Endpoint
from api.problems import Problem
from portfolio.publication.positions import START, Position, position
from portfolio.publication.sites import PublicSite, site_for
from portfolio.publication.stored import Part, Read

Values = Mapping[str, Any]
MOST_KEPT = 1000
"""Questions that a process remembers; then it begins anew"""
LONGEST_KEPT = 500
"""Characters of a question that is remembered; longer ones are read each time"""
PLACES = ("cursor", "after", "epoch")
"""Parameters that say where to go on"""
TRIES = 5
"""How often an answer is put together before we give up on the log standing still meanwhile"""


@dataclass(frozen=True, eq=False)
class Question:
    """What an address asks. The same question is the same object for as long as it is kept."""

    values: Values
    path: str
    others: str
    """Its query without the place to go on from, encoded"""

    @property
    def language(self) -> str:
        return str(self.values.get("lang", ""))

    @property
    def wants_included(self) -> bool:
        return "include" in self.values

    @cached_property
    def part(self) -> Part:
        """What is to be read of each document"""
        body = "card"
        if self.values.get("view") == "full":
            body = "markdown" if self.values.get("format") == "markdown" else "full"
        return Part(body, relations=self.wants_included)

    @cached_property
    def told(self) -> str:
        """The same for equal questions, and for no others"""
        told = sorted((name, str(value)) for name, value in self.values.items())
        return blake2b(repr((self.path, told)).encode(), digest_size=16).hexdigest()

    def leading_on(self, **to: object) -> str:
        """Return path and query of the same question with `to` as the place to go on from."""
        return f"{self.path}?{'&'.join(filter(None, (self.others, urlencode(to))))}"


class MovedOn(Exception):
    """The log went on while an answer was put together; `at` is where it is by now."""

    def __init__(self, at: Position) -> None:
        super().__init__(f"The log is at {at} by now.")
        self.at = at


class _Heard:
    """The last position that this process was told of: whether it holds is told with what is read."""

    at = START


@dataclass(frozen=True)
class Asked:
    """A question, the site it is asked of, and the position of the log that the answer is to be true of.

    That is at first the last one that this process was told of. Whoever reads documents is told the real
    one with them, and goes on from there, or raises MovedOn: so that no statement is spent on asking.
    """

    request: HttpRequest
    question: Question
    site: PublicSite
    at: Position
    is_told: bool = False
    """Whether the position was read for this very answer"""

    @property
    def values(self) -> Values:
        return self.question.values

    @property
    def has_tag(self) -> bool:
        return "HTTP_IF_NONE_MATCH" in self.request.META

    def tag(self, *parts: object) -> str:
        """Return the tag of an answer to this question that follows from `parts`."""
        return etag_of(self.site.base, self.question.told, *parts)

    def at_position(self, at: Position) -> "Asked":
        """Return the same at a position that was just read."""
        if at == self.at:
            return self if self.is_told else replace(self, is_told=True)
        _Heard.at = at
        return replace(self, site=_site(self.request, at), at=at, is_told=True)

    def at_the_end(self) -> "Asked":
        """Return the same at where the log ends now, which takes a query."""
        return self.at_position(position())

    def confirm(self, read: Read, wanted: int) -> None:
        """Raise MovedOn where what was read is not true of our position.

        It still is at a later one if all `wanted` documents are there and none of them has changed since.
        """
        is_same = read.at == self.at
        are_same = len(read.rows) == wanted and all(row.sequence <= self.at.sequence for row in read.rows)
        if not is_same and not (self.is_told and are_same and read.at.epoch == self.at.epoch):
            raise MovedOn(read.at)


def answered(
    endpoint: Endpoint,
    answers: Callable[[Asked], HttpResponse],
    request: HttpRequest,
    in_path: Mapping[str, str],
) -> HttpResponse:
    """Answer a request, and anew where the log has gone on meanwhile. Raises Problem."""
    question = _question(endpoint, request, in_path)
    asked = _presumed(request, question)
    for _ in range(TRIES):
        try:
            return answers(asked)
        except MovedOn as moved:
            asked = asked.at_position(moved.at)
    raise Problem(503, "Very much is being published just now.", headers={"Retry-After": "1"})


def _presumed(request: HttpRequest, question: Question) -> Asked:
    at = _Heard.at
    site = site_for(request.get_host(), at.epoch) if at.epoch else None
    if site is None:
        at = _Heard.at = position()
        site = _site(request, at)
    return Asked(request, question, site, at)


def _site(request: HttpRequest, at: Position) -> PublicSite:
    site = site_for(request.get_host(), at.epoch)
    if site is None:
        raise Problem(404, "No site has been set up here yet.")
    return site


_kept: dict[tuple[Endpoint, str, str], Question] = {}


def _question(endpoint: Endpoint, request: HttpRequest, in_path: Mapping[str, str]) -> Question:
    """Return what is asked, as it was read before where it was. Raises Problem."""
    key = (endpoint, request.path, request.META.get("QUERY_STRING", ""))
    question = _kept.get(key)
    if question is None:
        question = _read(endpoint, request, in_path)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        if len(key[1]) + len(key[2]) <= LONGEST_KEPT:
            _kept[key] = question
    return question


def _read(endpoint: Endpoint, request: HttpRequest, in_path: Mapping[str, str]) -> Question:
    given = request.GET.lists()
    others = [(name, value) for name, values in given for value in values if name not in PLACES]
    values = values_of(endpoint.parameters, request.GET, in_path)
    return Question(values, escape_uri_path(request.path), urlencode(others))
