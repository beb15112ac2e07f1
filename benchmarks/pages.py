"""Queries, server CPU and weight of each kind of page, over the sample portfolio.

    python -m benchmarks.pages

Runs in one process against a database of its own that is thrown away. CPU is this process's own
time per request (user and system), the median of 40, so that a busy machine changes it little.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from urllib.parse import urljoin

REQUESTS = 40


def prepare(folder: str) -> None:
    """Point the settings at `folder`, migrate it and load the sample portfolio, in processes of their own."""
    os.environ["GROUNDWORK_VAR"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    for command in ("migrate", "load_sample"):
        subprocess.run([sys.executable, "manage.py", command, "-v", "0"], check=True)  # noqa: S603  (our own)
    import django

    django.setup()


def addresses() -> dict[str, str]:
    """Return one address for each kind of page: the one that says most."""
    from django.db.models import TextField
    from django.db.models.functions import Cast, Length

    from portfolio.publication.models import PublicDocument

    longest = PublicDocument.objects.annotate(size=Length(Cast("body", TextField()))).order_by("size")
    found = {document.kind: document.path for document in longest}
    found["index"] = "/innovations/"
    found["index, filtered"] = "/innovations/?maturity=established&grade=9-12"
    found["library"] = "/library/"
    found["library, words"] = "/library/?locale=rural&q=competency"
    theme = PublicDocument.objects.filter(kind="innovation").first()
    return {**found, "theme": theme.card["themes"][0]["path"]}


def cpu_ms(get: Callable[[], object]) -> float:
    """Return the median CPU milliseconds of one call."""
    taken = []
    for _ in range(REQUESTS):
        start = time.process_time()
        get()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def weight_kb(path: str, html: str, get: Callable[[str], bytes]) -> tuple[float, float]:
    """Return the kilobytes of style, font and script, and those of the pictures a desktop would take."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    linked = {tag["href"] for tag in soup.select("link[rel=stylesheet], link[rel=preload]")}
    linked |= {tag["src"] for tag in soup.select("script[src]")}
    pictures = {_middle(tag) for tag in soup.select("picture")}
    return tuple(sum(len(get(urljoin(path, url))) for url in group) / 1024 for group in (linked, pictures))


def _middle(picture: object) -> str:
    """Return the address of the middle AVIF candidate: what a desktop takes."""
    candidates = [c.split()[0] for c in picture.select_one("source")["srcset"].split(",")]
    return candidates[min(1, len(candidates) - 1)]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        measure()


def measure() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})

    def fetch(url: str) -> bytes:
        answer = client.get(url)
        return b"".join(answer) if answer.streaming else answer.content

    out = sys.stdout.write
    out(f"{'page':<18}{'queries':>8}{'CPU ms':>8}{'HTML kB':>9}{'CSS, fonts kB':>15}{'pictures kB':>13}\n")
    for name, path in addresses().items():
        html = fetch(path).decode()
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        queries = len(captured)  # now: the next request empties the log
        cpu = cpu_ms(lambda path=path: client.get(path))
        linked, pictures = weight_kb(path, html, fetch)
        sizes = f"{len(html) / 1024:>9.1f}{linked:>15.1f}{pictures:>13.1f}"
        out(f"{name:<18}{queries:>8}{cpu:>8.1f}{sizes}\n")


if __name__ == "__main__":
    main()
