"""Whether many who search at once hold up everyone else.

    python -m benchmarks.flood --documents 20000 --clients 50

Made-up documents as benchmarks/search.py has them, and docker/web's server with its own two processes
and four threads each. One reader asks for one document after another, fifty times a second at most, first
alone, then while so many clients search, each asking again once it is answered, or when it was told to
come again. They search for the commonest word of all, and then for that and another word each time. That is
done behind nginx as shipped, where those who search for the same wait for one answer, and without it, where
every one of them is answered anew. Before, it is said what a search alone takes.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from multiprocessing.sharedctypes import SynchronizedArray
from urllib.parse import urlencode

from benchmarks.api import python, run_json, say
from benchmarks.client import Place, Timing, UnfitError, get
from benchmarks.proxy import HOST, before
from benchmarks.search import FACETS, SEED, made_up_words, texts
from benchmarks.server import Running, web_server

PROCESSES, THREADS = 2, 4
"""As docker/web starts them unless it is told otherwise"""
PAUSE = 0.02
READ = 1_000
"""Documents that the one reader asks for in turns: more than a cache would still have"""
DIFFERENT = 2_000
"""Searches that are asked in turns, each with the commonest word and one more"""
SEARCHED = 400
SETTLES = 3.0
"""Seconds in which the server answers what its clients asked before they left"""
WARM = 40
"""Requests that are not timed, so that each process knows the documents"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--times", type=int, default=300, help="how often the one reader asks")
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fill:
        fill(options.documents)
        return
    with tempfile.TemporaryDirectory() as folder:
        environment = {"GROUNDWORK_VAR": folder, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
        say(f"{options.documents:,} documents: filling the database")
        python(environment, "manage.py", "migrate", "-v", "0")
        environment["ALLOWED_HOSTS"] = f"localhost {HOST}"
        made = run_json(
            environment, "-m", "benchmarks.flood", "--fill", "--documents", str(options.documents)
        )
        with web_server(environment, THREADS, PROCESSES) as server:
            own = Place(server.port)
            measure_one(server, own, made["others"])
            with before(server) as (_proxy, site, _files, _folder):
                measure("behind nginx, the same", site, [made["word"]], made["ids"], options)
                measure("behind nginx, each something else", site, made["others"], made["ids"], options)
            measure("without nginx, the same", own, [made["word"]], made["ids"], options)
            measure("without nginx, each something else", own, made["others"], made["ids"], options)


def fill(documents: int) -> None:
    """Make the documents and their index; print the commonest word and the document to ask for."""
    import django

    django.setup()
    from portfolio.publication.models import PublicDocument
    from search import scratch, segments

    rng = random.Random(SEED)  # noqa: S311  (the same documents each time)
    vocabulary = made_up_words(rng)
    scratch.publish(texts(rng, vocabulary, documents))
    segments.rebuild()
    ids = PublicDocument.objects.order_by("pk").values_list("id", flat=True)[:READ]
    others = [f"{vocabulary[0]} {word}" for word in vocabulary[200 : 200 + DIFFERENT]]
    sys.stdout.write(json.dumps({"word": vocabulary[0], "others": others, "ids": list(map(str, ids))}) + "\n")


def measure(
    where: str, place: Place, texts: Sequence[str], ids: Sequence[str], options: argparse.Namespace
) -> None:
    facets = ",".join(FACETS)
    searches = [f"/api/v1/search?{urlencode({'q': text, 'facets': facets})}" for text in texts]
    details = [f"/api/v1/innovations/{each}" for each in ids]
    found = json.loads(asked_once(place, searches[0]))["total"]
    for paths in (searches, details):
        timed(place, paths, WARM, pause=0)
    alone = timed(place, details, options.times)
    with flooded(place, searches, options.clients) as told:
        timed(place, details, WARM)
        earlier, begun = told[:], time.perf_counter()
        beside = timed(place, details, options.times)
        seconds = time.perf_counter() - begun
        answered, refused = (now - before for now, before in zip(told[:], earlier, strict=True))
    sys.stdout.write(
        f"{where}: “{texts[0]}” is in {found:,} documents; {options.clients} clients: "
        f"{answered / seconds:.0f} searches/s, {refused / seconds:.0f} more told to come again\n"
        f"a document, nobody searching  {_in_ms(alone)}\n"
        f"a document, beside them       {_in_ms(beside)}\n"
        f"p95 is {beside.percentile_ms(95) / alone.percentile_ms(95):.1f} times what it is alone\n"
    )


def measure_one(server: Running, place: Place, texts: Sequence[str]) -> None:
    """Say what a search with three facets takes of the server, each for something else."""
    facets = ",".join(list(FACETS)[:3])
    searches = [f"/api/v1/search?{urlencode({'q': text, 'facets': facets})}" for text in texts]
    timed(place, searches, WARM, pause=0)
    begun = server.cpu()
    asked = timed(place, searches[WARM : WARM + SEARCHED], SEARCHED, pause=0)
    cpu = 1000 * (server.cpu() - begun) / SEARCHED
    sys.stdout.write(f"a search with three facets, alone  {_in_ms(asked)}  CPU {cpu:.2f} ms\n")


def _in_ms(timing: Timing) -> str:
    return f"p50 {timing.percentile_ms(50):6.1f} ms  p95 {timing.percentile_ms(95):6.1f} ms"


def asked_once(place: Place, path: str) -> bytes:
    connection = place.connect()
    try:
        answer = get(place, connection, path)
    finally:
        connection.close()
    if answer.status != 200:
        raise UnfitError(f"answers {answer.status} at {path}")
    return answer.body


def timed(place: Place, paths: Sequence[str], times: int, pause: float = PAUSE) -> Timing:
    """Ask for one after another over one connection. Raises UnfitError for anything but an answer."""
    connection = place.connect()
    latencies, begun = [], time.perf_counter()
    for path in islice(cycle(paths), times):
        asked = time.perf_counter()
        answer = get(place, connection, path)
        latencies.append(time.perf_counter() - asked)
        if answer.status != 200:
            raise UnfitError(f"answers {answer.status} at {path}")
        time.sleep(pause)
    connection.close()
    return Timing(sorted(latencies), time.perf_counter() - begun)


@contextmanager
def flooded(place: Place, paths: Sequence[str], clients: int) -> Iterator["SynchronizedArray[int]"]:
    """Search with so many clients until the end of the block, in a process of their own.

    Gives how many searches were answered, and how many were told to come again.
    """
    told: SynchronizedArray[int] = multiprocessing.Array("q", 2)
    process = multiprocessing.Process(target=search_on, args=(place, paths, clients, told, os.getpid()))
    process.start()
    try:
        yield told
    finally:
        process.terminate()
        process.join()
        time.sleep(SETTLES)


def search_on(
    place: Place, paths: Sequence[str], clients: int, told: "SynchronizedArray[int]", parent: int
) -> None:
    """Ask with so many clients for as long as the process that began it is there."""
    asked = cycle(paths)

    def client() -> None:
        connection = place.connect()
        while os.getppid() == parent:
            try:
                answer = get(place, connection, next(asked))
            except (OSError, http.client.HTTPException):
                connection = place.connect()
                continue
            if answer.status in (200, 503):
                with told.get_lock():
                    told[answer.status == 503] += 1
            time.sleep(int(answer.headers["Retry-After"] or 0))

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
