"""What completes a search that is being typed."""

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse

from api.answers import SuggestedEntry, Suggestions
from api.delivery import answer, is_known, not_modified
from api.endpoints import IN_A_BROWSER
from api.questions import Asked, MovedOn
from api.search import in_turn, is_ahead
from portfolio.publication.documents import entries
from portfolio.publication.encoding import BASE, encode
from portfolio.publication.stored import Read, Row
from search.library import told_mark
from search.suggestions import Suggested, suggested

Tell = Callable[[str, Suggested], object]


def suggest(asked: Asked) -> HttpResponse:
    return _suggest(asked, _told)


def suggest_to_browser(asked: Asked) -> HttpResponse:
    response = _suggest(asked, _told_to_browser)
    if response.content:
        response["Content-Type"] = IN_A_BROWSER.media_type
    return response


def _suggest(asked: Asked, tell: Tell) -> HttpResponse:
    """Answer in at most four queries."""
    query, text = entries(asked.site.id, asked.question.language), asked.values["q"]
    keys = [*query.kinds, f"site-{asked.site.id}"]
    if asked.has_tag:
        asked = asked.at_the_end()
        if is_known(asked.request, tag := asked.tag(*asked.at, told_mark(asked.at))):
            return not_modified(tag, keys)
    found = suggested(asked.at, text, query)
    if is_ahead(asked, found.at):
        raise MovedOn(found.at)
    asked.confirm(Read(found.read_at, [row for row, _title in found.entries]), len(found.entries))
    return answer(encode(tell(text, found)), asked.site.base, asked.tag(*asked.at, told_mark(asked.at)), keys)


def _told(text: str, found: Suggested) -> Suggestions:
    return {
        "before": found.before,
        "words": list(found.words),
        "entries": [_entry(row, title) for row, title in found.entries],
    }


def _entry(row: Row, title: str) -> SuggestedEntry:
    return {"id": row.id, "kind": row.kind, "title": title, "url": f"{BASE}{row.path}", "path": row.path}


def _told_to_browser(text: str, found: Suggested) -> list[object]:
    """Return what was typed, the searches that it may become, words on each, and the address of each."""
    searches = [f"{found.before}{word}" for word in found.words]
    return [text, searches, [], []]


VIEWS: dict[str, Callable[[Asked], HttpResponse]] = {
    "suggest": partial(in_turn, suggest),
    "suggest_to_browser": partial(in_turn, suggest_to_browser),
}
