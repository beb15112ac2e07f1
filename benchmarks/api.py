"""Our API and Wagtail's own, side by side, on the same content and in one run.

    python -m benchmarks.api --entries 1000 --entries 10000

For each number of entries: a database of its own in a folder that is thrown away (`--folder` keeps
and reuses it), docker/web's server with one worker over `benchmarks.settings`, and a client that
keeps its connections. CPU is user and system time of the server's processes, as the kernel counts
it, for each operation. `--json` writes every figure to a file.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import addresses
from benchmarks.addresses import Content, Entry
from benchmarks.client import Place
from benchmarks.measuring import Figures, measure
from benchmarks.proxy import HOST, measure_cached
from benchmarks.report import Run, text_of
from benchmarks.server import ROOT, Running, web_server

REPORT = "filled.json"
ENTRIES = [1_000, 10_000]

Environment = Mapping[str, str]


def main() -> None:
    options = arguments()
    runs = []
    for entries in options.entries or ENTRIES:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(options.folder or scratch) / str(entries)
            run = measure_at(entries, folder, options)
        sys.stdout.write(f"{text_of(run)}\n")
        sys.stdout.flush()
        runs.append(run)
    if options.json:
        options.json.write_text(json.dumps([asdict(run) for run in runs], indent=2) + "\n")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure our API and Wagtail's on the same content.")
    parser.add_argument("--entries", type=int, action="append", help="how many, more than once: 1000, 10000")
    parser.add_argument("--requests", type=int, default=400, help="operations of each kind at most")
    parser.add_argument("--connections", type=int, default=1, help="that the client keeps at once")
    parser.add_argument("--threads", type=int, default=4, help="blocking threads of the server's worker")
    parser.add_argument("--folder", type=Path, help="keep the databases here, and reuse what is there")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    return parser.parse_args()


def measure_at(entries: int, folder: Path, options: argparse.Namespace) -> Run:
    environment = {
        "GROUNDWORK_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "ALLOWED_HOSTS": f"localhost {HOST}",
    }
    say(f"{entries:,} entries: filling the database")
    run = Run(filled(entries, folder, environment))
    sample = [Entry(page_id, public_id) for page_id, public_id in run.filled["sample"]]
    content = Content(sample, run.filled["documents"])
    with web_server(environment, options.threads) as server:
        for name, table in addresses.CONTESTANTS.items():
            run.figures[name] = measure_each(name, server, table(content), options)
            run.memory_mb[name] = server.memory()
        say("a cached answer, behind nginx")
        run.cached = measure_cached(server, options.requests, options.connections)
    with web_server({**environment, "BENCH_BARE": "1"}, options.threads) as server:
        name = addresses.FLOOR
        run.figures[name] = measure_each(name, server, addresses.floor(content), options)
    say("publishing")
    run.publish = run_json(environment, "-m", "benchmarks.publishing")
    return run


def measure_each(
    name: str, server: Running, table: addresses.Table, options: argparse.Namespace
) -> dict[str, Figures]:
    figures = {}
    for operation, how in table.items():
        say(f"{name}: {addresses.OPERATIONS[operation]}")
        figures[operation] = measure(server, Place(server.port), how, options.requests, options.connections)
    return figures


def filled(entries: int, folder: Path, environment: Environment) -> dict[str, Any]:
    """Fill a new database in `folder`, or take the one that is there; return what it was made of."""
    report = folder / REPORT
    if not report.exists():
        folder.mkdir(parents=True)
        python(environment, "manage.py", "migrate", "-v", "0")
        made = run_json(environment, "-m", "benchmarks.content", "--entries", str(entries))
        report.write_text(json.dumps(made))
    return dict(json.loads(report.read_text()))


def run_json(environment: Environment, *command: str) -> dict[str, Any]:
    return dict(json.loads(python(environment, *command).splitlines()[-1]))


def python(environment: Environment, *command: str) -> str:
    """Run this Python with the database's environment to its end; return what it printed."""
    whole: Sequence[str] = [sys.executable, *command]
    done = subprocess.run(  # noqa: S603  (our own)
        whole, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def say(what: str) -> None:
    """Tell whoever waits what is going on, apart from the figures."""
    sys.stderr.write(f"… {what}\n")


if __name__ == "__main__":
    main()
