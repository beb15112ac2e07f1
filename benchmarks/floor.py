"""The floor: a bare Django view that joins 20 stored rows of bytes, and what it reads.

No API on this stack can be cheaper: it parses nothing, filters nothing and has no middleware.
"""

import json

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

ROWS = 20
TABLE = "CREATE TABLE bench_row (id integer PRIMARY KEY, kind varchar(30), place integer, body {blob})"
INDEX = "CREATE INDEX bench_row_by_place ON bench_row (kind, place)"
SELECT = "SELECT body FROM bench_row WHERE kind = %s ORDER BY place DESC LIMIT %s"


def store_rows(documents: list[dict[str, object]]) -> None:
    """Put the first `ROWS` a list would show, and as many again, in a table of their own."""
    blob = "bytea" if connection.vendor == "postgresql" else "blob"
    rows = [(n, "innovation", n, json.dumps(document).encode()) for n, document in enumerate(documents)]
    with connection.cursor() as cursor:
        cursor.execute(TABLE.format(blob=blob))
        cursor.execute(INDEX)
        cursor.executemany("INSERT INTO bench_row (id, kind, place, body) VALUES (%s, %s, %s, %s)", rows)


def joined(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(SELECT, ["innovation", ROWS])
        rows = cursor.fetchall()
    body = b'{"items":[' + b",".join(bytes(row[0]) for row in rows) + b"]}"
    return HttpResponse(body, content_type="application/json")


urlpatterns = [path("bench/floor", joined)]
