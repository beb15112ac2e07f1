"""The shipped application, which says how many queries a request took to whoever asks for it.

Without the header `X-Count-Queries` it is the shipped application and a look into a dict. BEGIN,
COMMIT and SAVEPOINT are not counted.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from config.wsgi import application as shipped

ASKED = "HTTP_X_COUNT_QUERIES"
ANSWER = "X-Queries"
NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")

StartResponse = Callable[..., Any]


class Counter:
    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.queries += not sql.lstrip().startswith(NOT_QUERIES)
        return execute(sql, *rest)


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    if ASKED not in environ:
        return shipped(environ, start_response)
    counter = Counter()

    def start_and_tell(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, (ANSWER, str(counter.queries))], *rest)

    with connection.execute_wrapper(counter):
        return shipped(environ, start_and_tell)
