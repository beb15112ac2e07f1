from collections.abc import Callable
from typing import Any

import pytest

from portfolio.publication.catalog import RELEVANCE, Query, Ranked
from portfolio.publication.positions import position
from search import scratch, segments
from search.engines import Engine, Wanted
from search.engines.embedded import Embedded
from search.library import understood
from search.scratch import Made

ENGINES: dict[str, Callable[[], Engine]] = {"database": Embedded}


class Library:
    """Documents in the log, and an engine that is asked for them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def publish(self, *documents: Made, locale: str = "en", packed: bool = True) -> None:
        """Publish; with `packed`, into a segment, else as a process finds them at once."""
        scratch.publish(documents, locale)
        if packed:
            segments.bring_up_to_date(at_least=1)

    def find(
        self, text: str, *, start: int = 0, limit: int = 20, facets: tuple[str, ...] = (), **query: Any
    ) -> Ranked:
        usual: dict[str, Any] = {"site_id": scratch.SITE, "kinds": ("innovation",), "locale": "en"}
        asked = Query(**{**usual, "sort": RELEVANCE, **query})
        at = position()
        return self.engine.find(at, asked, understood(at, text, asked.locale), Wanted(start, limit, facets))


@pytest.fixture(params=sorted(ENGINES))
def library(request: pytest.FixtureRequest, db: None) -> Library:
    return Library(ENGINES[request.param]())
