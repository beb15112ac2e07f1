"""Keeps a copy of everything public on a Groundwork site in one SQLite file, and follows its changes.

    python mirror.py https://portfolio.example.org --into portfolio.sqlite3 --every 60

It needs nothing but Python 3.11. Stop it whenever you like: the documents and the place in the log that
they belong to are written together, so it goes on from where it was. One file is for one site.
"""

import argparse
import json
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

TABLES = """
CREATE TABLE IF NOT EXISTS document (
    id TEXT, locale TEXT, kind TEXT, sequence INTEGER, content TEXT, PRIMARY KEY (id, locale)
);
CREATE TABLE IF NOT EXISTS place (epoch TEXT, sequence INTEGER, tag TEXT);
"""
PATIENCE = 30
"""Seconds to wait where the site does not say how long"""


class Answer(NamedTuple):
    status: int
    content: bytes
    tag: str = ""
    """The header ETag"""
    retry_after: str = ""


Fetch = Callable[[str, dict[str, str]], Answer]
"""From a path and headers to what the site answers"""


class NotUnderstood(Exception):
    """The site answered with something that waiting does not mend."""


class Place(NamedTuple):
    """How far the copy is. `tag` is that of the answer "nothing new since", where that was the last."""

    epoch: str = ""
    sequence: int = 0
    tag: str = ""


@dataclass
class Mirror:
    """A copy in `file` of what `fetch` reaches."""

    file: sqlite3.Connection
    fetch: Fetch
    at_once: int = 100
    wait: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self.file.executescript(TABLES)

    def catch_up(self) -> int:
        """Take in all that is new; return how many changes that were. Raises NotUnderstood, OSError."""
        taken = 0
        while True:
            place = self.place()
            answer = self._ask(place)
            if answer.status == 304:
                return taken
            if answer.status == 409:  # the log has begun anew, as after a restored backup
                self._forget()
                continue
            changes = json.loads(answer.content)
            self._take_in(place, changes, answer.tag)
            taken += len(changes["items"])
            if not changes["more"]:
                return taken

    def place(self) -> Place:
        row = self.file.execute("SELECT epoch, sequence, tag FROM place").fetchone()
        return Place(*row) if row else Place()

    def _ask(self, place: Place) -> Answer:
        query = {"after": place.sequence, "documents": "full", "limit": self.at_once}
        if place.epoch:
            query["epoch"] = place.epoch
        headers = {"If-None-Match": place.tag} if place.tag else {}
        while True:
            answer = self.fetch(f"/api/v1/changes?{urlencode(query)}", headers)
            if answer.status in (200, 304) or (answer.status == 409 and place.epoch):
                return answer
            if answer.status not in (429, 503):
                raise NotUnderstood(f"{answer.status}: {answer.content[:500].decode(errors='replace')}")
            self.wait(int(answer.retry_after) if answer.retry_after.isdecimal() else PATIENCE)

    def _take_in(self, place: Place, changes: dict[str, Any], tag: str) -> None:
        """Write documents and place in one transaction: a crash leaves both as they were."""
        is_same_question = (place.epoch, place.sequence) == (changes["epoch"], changes["next"])
        with self.file:
            for change in changes["items"]:
                self._write(change)
            self._stand_at(Place(changes["epoch"], changes["next"], tag if is_same_question else ""))

    def _write(self, change: dict[str, Any]) -> None:
        key = change["id"], change["locale"]
        if change["state"] == "live":
            row = *key, change["kind"], change["sequence"], json.dumps(change["document"])
            self.file.execute("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)", row)
        else:
            self.file.execute("DELETE FROM document WHERE id = ? AND locale = ?", key)

    def _stand_at(self, place: Place) -> None:
        self.file.execute("DELETE FROM place")
        self.file.execute("INSERT INTO place VALUES (?, ?, ?)", place)

    def _forget(self) -> None:
        with self.file:
            self.file.execute("DELETE FROM document")
            self.file.execute("DELETE FROM place")


def fetch_from(site: str, key: str = "") -> Fetch:
    """Return what fetches from `site`. It follows no redirect, so that a key goes nowhere else."""
    address = urlsplit(site)
    connect = HTTPSConnection if address.scheme == "https" else HTTPConnection
    authorization = {"Authorization": f"Bearer {key}"} if key else {}

    def fetch(path: str, headers: dict[str, str]) -> Answer:
        connection = connect(address.netloc, timeout=60)
        try:
            connection.request("GET", path, headers=headers | authorization)
            response = connection.getresponse()
            told = response.headers.get("ETag", ""), response.headers.get("Retry-After", "")
            return Answer(response.status, response.read(), *told)
        finally:
            connection.close()

    return fetch


def follow(mirror: Mirror, seconds: float) -> None:
    """Catch up, again and again. A site that is away is asked again."""
    while True:
        try:
            tell(mirror, mirror.catch_up())
        except (OSError, HTTPException) as error:
            sys.stderr.write(f"Not reached, trying again: {error}\n")
        time.sleep(seconds)


def tell(mirror: Mirror, taken: int) -> None:
    if taken:
        sys.stdout.write(f"{taken} changes, now at {mirror.place().sequence}\n")
        sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description="Keep a copy of what is public on a Groundwork site.")
    parser.add_argument("site", help="its address, such as https://portfolio.example.org")
    parser.add_argument("--into", required=True, metavar="FILE", help="the SQLite file to keep it in")
    parser.add_argument("--key", default="", help="an API key (gwk_…), if you have one")
    how_often = parser.add_mutually_exclusive_group()
    how_often.add_argument("--once", action="store_true", help="catch up and end (the default)")
    how_often.add_argument("--every", type=float, metavar="SECONDS", help="go on following")
    asked = parser.parse_args()
    mirror = Mirror(sqlite3.connect(asked.into), fetch_from(asked.site, asked.key))
    try:
        follow(mirror, asked.every) if asked.every else tell(mirror, mirror.catch_up())
    except (NotUnderstood, OSError, HTTPException) as error:
        sys.exit(f"The copy is as it was. {error}")
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
