"""What a cached answer costs behind nginx, as shipped, against a file of the same size.

nginx runs with docker/nginx/site.conf.template; a second server in it, with the same certificate,
gives the file. CPU is nginx's and the application's together.
"""

import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.addresses import CACHED, Operation
from benchmarks.client import Answer, Place, UnfitError, get_once, prepare, repeat
from benchmarks.server import Running, free_port, running
from tests import nginx
from tests.services import NGINX

HOST = "portfolio.localhost"
FILE = "answer.json"
FILE_SERVER = """
server {{ listen 127.0.0.1:{port} ssl; server_name {host}; root {folder}/files;
    ssl_certificate {folder}/tls/fullchain.pem; ssl_certificate_key {folder}/tls/privkey.pem; }}
"""
ROUNDS = 5
"""Cached answer and file are measured in turns, so that a busy minute falls on both"""


@dataclass(frozen=True)
class Cached:
    """CPU milliseconds for a cached answer and for the file, `kb` each; or why it was not cached."""

    kb: float = 0
    cached_ms: float = 0
    file_ms: float = 0
    cannot: str = ""

    @property
    def ratio(self) -> float:
        return self.cached_ms / self.file_ms


def measure_cached(web: Running, times: int, connections: int) -> dict[str, Cached]:
    """Measure each of `CACHED`. Where there is no nginx, say what brings it."""
    if NGINX.find() is None:
        return {name: Cached(cannot=f"{NGINX.absence}.") for name in CACHED}
    with before(web) as (proxy, site, files, folder):
        race = Race(web, proxy, site, files, folder / "files", times, connections)
        return {what: race.run(path) for what, path in CACHED.items()}


@contextmanager
def before(web: Running) -> Iterator[tuple[Running, Place, Place, Path]]:
    """Run nginx before `web`, as shipped: the program, the site, the server of files, and its folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        ports = {"WEB": web.port, "HTTP": free_port(), "HTTPS": free_port()}
        file_port = free_port()
        more = FILE_SERVER.format(port=file_port, host=HOST, folder=folder)
        command = [str(NGINX.require()), *nginx.configure(folder, HOST, ports, more)]
        tls = ssl.create_default_context(cafile=str(folder / "tls/fullchain.pem"))
        site, files = Place(ports["HTTPS"], HOST, tls), Place(file_port, HOST, tls)
        with running(command, ports["HTTPS"]) as proxy:
            yield proxy, site, files, folder


@dataclass(frozen=True)
class Race:
    web: Running
    proxy: Running
    site: Place
    files: Place
    folder: Path
    times: int
    connections: int

    def run(self, path: str) -> Cached:
        get_once(self.site, path)
        answer = get_once(self.site, path)
        if answer.status != 200 or answer.headers["X-Cache"] != "HIT":
            state = answer.headers["X-Cache"] or "no word of a cache"
            return Cached(cannot=f"It answers {answer.status} with {state} at {path}.")
        self._write_file(answer)
        try:
            return self._in_turns(path, len(answer.body))
        except UnfitError as reason:
            return Cached(cannot=f"It {reason}.")

    def _write_file(self, answer: Answer) -> None:
        self.folder.mkdir(exist_ok=True)
        (self.folder / FILE).write_bytes(answer.body)

    def _in_turns(self, path: str, size: int) -> Cached:
        cached = file = 0.0
        for _ in range(ROUNDS):
            cached += self._cpu(self.site, path)
            file += self._cpu(self.files, f"/{FILE}")
        done = ROUNDS * self.times / 1000
        return Cached(kb=size / 1024, cached_ms=cached / done, file_ms=file / done)

    def _cpu(self, place: Place, path: str) -> float:
        prepared = prepare(place, Operation([(path,)]))
        before = self.web.cpu() + self.proxy.cpu()
        repeat(place, prepared, self.times, self.connections)
        return self.web.cpu() + self.proxy.cpu() - before
