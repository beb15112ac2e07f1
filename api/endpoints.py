"""Every endpoint of the API: what it is for, what it takes and what it answers with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api import parameters as given
from api.collections import Kinds, collections
from api.components import answer_name, list_name
from api.parameters import Parameter
from portfolio.extensions import registry
from portfolio.publication.documents import ENTRY_KINDS
from portfolio.publication.filters import Number

ROOT = "/api/v1"
READ = (200, 304, 400, 401, 403, 429)
"""What anything may be answered with that a browser may keep"""
ONE = (200, 304, 400, 401, 403, 404, 410, 429)
ANYWHERE = (405, 503)
"""What every address may answer with besides: it was not asked with GET, or the database is away"""

NumbersOf = Callable[[str], Mapping[str, Number]]


@dataclass(frozen=True, eq=False)
class Endpoint:
    """One address of the API. `path` begins after `/api/v1`; `answer` names a schema, "" is text.

    Each is equal to itself alone, so that what was read for one can be kept by it.
    """

    path: str
    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...] = ()
    answer: str = ""
    statuses: tuple[int, ...] = READ
    media_type: str = "application/json"
    has_pages: bool = False
    """Whether `Link: rel="next"` leads on"""
    is_timed: bool = False
    """Whether `Server-Timing` says how long it took"""

    @property
    def may_be_kept(self) -> bool:
        return 304 in self.statuses


def endpoints(numbers: NumbersOf = given.numbers_of) -> tuple[Endpoint, ...]:
    """Return them all. `numbers` says of a kind what can be given a range."""
    known = collections()
    lists = [_list(collection, kinds, numbers) for collection, kinds in known.items()]
    single = [_one(collection, kinds) for collection, kinds in known.items()]
    rest = (RESOLVE, THEMES, CHANGES, PREVIEW, OPENAPI, DOCS)
    return (OVERVIEW, *lists, _search(numbers), SUGGEST, IN_A_BROWSER, *single, *rest)


def _list(collection: str, kinds: Kinds, numbers: NumbersOf) -> Endpoint:
    narrowing = [made for kind in kinds for made in (*given.filters(kind), *given.ranges(numbers(kind)))]
    counts = [made for kind in kinds for made in given.facets(kind)]
    return Endpoint(
        path=f"/{collection}",
        name=f"list_{collection}",
        summary=f"List {collection}",
        description=_about_filters(bool(narrowing)),
        parameters=(*_paging(kinds), *_shape("card", kinds), *counts, *narrowing, *given.SINCE),
        answer=list_name(kinds),
        has_pages=True,
    )


def _about_filters(has_filters: bool) -> str:
    words = "Cards, newest first. Follow `next` to its end to have them all."
    filters = (
        " Values of one filter are alternatives, filters add up. `not.` before the name of a filter leaves "
        "out instead."
    )
    return words + filters if has_filters else words


def _paging(kinds: Kinds) -> tuple[Parameter, ...]:
    words = given.words("Words to search for: only what says them, the best first.")
    return (words, given.limit(given.MOST_ITEMS, 20), given.CURSOR, given.sort(given.sorts(kinds)))


def _search(numbers: NumbersOf) -> Endpoint:
    kinds = [kind for each in collections().values() for kind in each]
    narrowing = [made for kind in kinds for made in (*given.filters(kind), *given.ranges(numbers(kind)))]
    of_all = given.count_of(["kind", given.LANGUAGE])
    counts = [of_all, *(made for kind in kinds for made in given.facets(kind))]
    return Endpoint(
        path="/search",
        name="search",
        summary="Search in all of it",
        description="Cards of what says the words, the best first, with the places that say them. Words are "
        "compared without capitals, accents and endings; one that nobody wrote is put right, which `query` "
        "tells; what stands in quotes stands side by side. No character is an operator. It takes what the "
        "lists of the kinds take. Where nothing is found, `instead` says what less would bring. "
        f"It goes on to {given.MOST_HITS:,} hits; what is published meanwhile may move them.",
        parameters=given.together([
            given.words("Words to search for. Without any: all there is."), given.kind(kinds, ENTRY_KINDS),
            given.limit(given.MOST_ITEMS, 20), given.CURSOR, given.best_first(ENTRY_KINDS), given.fields(),
            given.language(), *counts, *narrowing, *given.SINCE,
        ]),
        answer="SearchAnswer",
        has_pages=True,
        is_timed=True,
    )  # fmt: skip


def _shape(view: str, kinds: Kinds) -> tuple[Parameter, ...]:
    """Return the parameters that say what is given of each document."""
    return (
        given.view(view),
        given.fields(),
        *given.include(kinds),
        given.text_format(),
        given.language(),
    )


def _one(collection: str, kinds: Kinds) -> Endpoint:
    by = given.DISTRICT_ID if "district" in kinds else given.PUBLIC_ID
    singular = kinds[-1].replace("_", " ")
    leads_on = any(kind.succeeded_by for _, kind in registry.kinds() if kind.name in kinds)
    but = "; where it was made one with another, with 301, which leads to that one" if leads_on else ""
    return Endpoint(
        path=f"/{collection}/{{id}}",
        name=f"get_{kinds[-1]}",
        summary=f"Get one {singular}",
        description="The whole document. One that was public once and is no longer is answered with 410"
        f"{but}.",
        parameters=(by, *_shape("full", kinds)),
        answer=answer_name(kinds),
        statuses=(*ONE, 301) if leads_on else ONE,
    )


_TYPED = (given.typed(), given.language())
SUGGEST = Endpoint(
    path="/suggest",
    name="suggest",
    summary="Complete what is being typed",
    description="Words that the last one may become, each of which a public entry has right now, and entries "
    "that answer what is typed so far.",
    parameters=_TYPED,
    answer="Suggestions",
)
IN_A_BROWSER = Endpoint(
    path="/suggest/opensearch",
    name="suggest_to_browser",
    summary="Complete what is being typed, in a browser",
    description="The searches that what is typed may become, as browsers take them "
    "(OpenSearch suggestions 1.1).",
    parameters=_TYPED,
    answer="OpenSearchSuggestions",
    media_type="application/x-suggestions+json",
)
OVERVIEW = Endpoint(
    path="/",
    name="get_overview",
    summary="See what is here",
    description="The collections and how many documents each holds, how far the log of changes has come, and "
    "where all else is.",
    parameters=(given.language(),),
    answer="Overview",
)
RESOLVE = Endpoint(
    path="/resolve",
    name="resolve_path",
    summary="Get the document at a path",
    description="For a front end that is asked for a path and has to know what is there. A page that has "
    "moved is answered with a redirect to its new path.",
    parameters=(given.PATH, given.view("full"), given.fields(), given.text_format()),
    answer="DocumentAnswer",
    statuses=(200, 301, 304, 400, 401, 403, 404, 410, 429),
)
THEMES = Endpoint(
    path="/themes",
    name="list_themes",
    summary="List themes",
    description="What entries are about, as a tree. A filter by a theme finds what is about its parts too.",
    parameters=(given.language(),),
    answer="Themes",
)
CHANGES = Endpoint(
    path="/changes",
    name="list_changes",
    summary="Follow what changes",
    description="One ordered log of what was published, changed and withdrawn, in all languages, with the "
    "latest of each document. Begin at 0; go on from `next`, with the `epoch` you were told; take away what "
    "is `gone`. You then hold what is public, no more and no less. Where the log has begun anew you get 409: "
    "forget all, and begin at 0.",
    parameters=(given.AFTER, given.EPOCH, given.limit(given.MOST_CHANGES, 100), given.DOCUMENTS),
    answer="Changes",
    statuses=(200, 304, 400, 401, 403, 409, 429),
    has_pages=True,
)
PREVIEW = Endpoint(
    path="/preview/{token}",
    name="get_preview",
    summary="Preview one draft",
    description="The draft that an editor's link leads to, as it would be if it were published now. The link "
    "ends within 24 hours. What it answers is never kept by caches. A picture whose sizes are not made "
    "yet is left out: they are being made from then on, so ask again in a few seconds.",
    parameters=(given.TOKEN, given.text_format()),
    answer="PreviewAnswer",
    statuses=(200, 400, 401, 403, 404, 429),
)
OPENAPI = Endpoint(
    path="/openapi.json",
    name="get_openapi",
    summary="Get this description",
    description="OpenAPI 3.1, to make clients from.",
    answer="Description",
)
DOCS = Endpoint(
    path="/docs",
    name="get_docs",
    summary="Read this description",
    description="The same as a page.",
    media_type="text/html",
)
