"""Every endpoint of the API: what it is for, what it takes and what it answers with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api import parameters as given
from api.collections import COLLECTIONS
from api.components import answer_name, document_name, list_name
from api.parameters import Parameter
from portfolio.publication.filters import NUMBERS, Number
from portfolio.publication.schema import Kind

READ = (200, 304, 400, 401, 403, 429)
"""What anything may be answered with that a browser may keep"""
ONE = (200, 304, 400, 401, 403, 404, 410, 429)


@dataclass(frozen=True)
class Endpoint:
    """One address of the API. `path` begins after `/api/v1`; `answer` names a schema, "" is text."""

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

    @property
    def may_be_kept(self) -> bool:
        return 304 in self.statuses


def endpoints(numbers: Mapping[str, Mapping[str, Number]] = NUMBERS) -> tuple[Endpoint, ...]:
    """Return them all. `numbers` says, by kind, what can be given a range."""
    lists = [_list(collection, numbers) for collection in COLLECTIONS]
    return (OVERVIEW, *lists, *map(_one, COLLECTIONS), RESOLVE, THEMES, CHANGES, PREVIEW, OPENAPI, DOCS)


def _list(collection: str, numbers: Mapping[str, Mapping[str, Number]]) -> Endpoint:
    kinds = COLLECTIONS[collection]
    narrowing = [made for kind in kinds for made in (*given.filters(kind), *given.ranges(kind, numbers))]
    counts = [made for kind in kinds for made in given.facets(kind)]
    return Endpoint(
        path=f"/{collection}",
        name=f"list_{collection}",
        summary=f"List {collection}",
        description=_about_filters(bool(narrowing)),
        parameters=(*_paging(kinds), *_shape("card", kinds), *counts, *narrowing, *given.SINCE),
        answer=list_name(collection),
        has_pages=True,
    )


def _about_filters(has_filters: bool) -> str:
    words = "Cards, newest first. Follow `next` to its end to have them all."
    filters = (
        " Values of one filter are alternatives, filters add up. `not.` before the name of a filter leaves "
        "out instead."
    )
    return words + filters if has_filters else words


def _paging(kinds: Sequence[Kind]) -> tuple[Parameter, ...]:
    sorts = given.SORTS + (("enrollment",) if "district" in kinds else ())
    return (given.limit(given.MOST_ITEMS, 20), given.CURSOR, given.sort(sorts))


def _shape(view: str, kinds: Sequence[Kind]) -> tuple[Parameter, ...]:
    """Return the parameters that say what is given of each document."""
    return (
        given.view(view),
        given.fields(),
        *given.include(kinds),
        given.text_format(),
        given.language(),
    )


def _one(collection: str) -> Endpoint:
    kinds = COLLECTIONS[collection]
    by = given.DISTRICT_ID if "district" in kinds else given.PUBLIC_ID
    singular = document_name(kinds[-1]).lower()
    return Endpoint(
        path=f"/{collection}/{{id}}",
        name=f"get_{singular}",
        summary=f"Get one {singular}",
        description="The whole document. One that was public once and is no longer is answered with 410.",
        parameters=(by, *_shape("full", kinds)),
        answer=answer_name(kinds),
        statuses=ONE,
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
    "ends within 24 hours. What it answers is never kept by caches.",
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
