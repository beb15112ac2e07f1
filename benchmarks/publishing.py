"""What our compiling adds to one publish.

    python -m benchmarks.publishing

Publishes entries of the database that the settings name, one at a time, as the editor does: a new
revision, in a transaction. Ours is what comes from the transaction's end on: its commit, whatever
that calls, and a flush. Prints one line of JSON: medians, in milliseconds.
"""

import json
import os
import statistics
import sys
import time
from typing import Any

PUBLISHED = 30


def flush() -> None:
    """Bring what was noted up to date, as the middleware does after a request."""
    from portfolio.publication import log

    log.flush()


def publish(page: Any, number: int) -> tuple[float, float, float]:
    """Publish a change of `page`; return milliseconds of Wagtail's CPU, of ours, and of our time."""
    from django.db import transaction

    started = time.process_time()
    with transaction.atomic():
        page.summary = f"Changed for the {number}th time, to see what a publish costs."
        page.save_revision().publish()
        published, clock = time.process_time(), time.perf_counter()
    flush()
    ours, our_time = time.process_time() - published, time.perf_counter() - clock
    return (published - started) * 1000, ours * 1000, our_time * 1000


def measure() -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from portfolio.models import InnovationPage

    pages = list(InnovationPage.objects.order_by("-pk")[: PUBLISHED + 1])
    publish(pages.pop(), 0)
    taken = [publish(page, number) for number, page in enumerate(pages, 1)]
    with CaptureQueriesContext(connection) as captured:
        publish(pages[0], len(taken) + 1)
    wagtail, ours, our_time = (round(statistics.median(column), 1) for column in zip(*taken, strict=True))
    return {
        "wagtail_cpu_ms": wagtail,
        "our_cpu_ms": ours,
        "our_time_ms": our_time,
        "queries": len(captured),
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    import django

    django.setup()
    sys.stdout.write(f"{json.dumps(measure())}\n")


if __name__ == "__main__":
    main()
