"""What nginx writes down of requests: nothing where the address is a key."""

import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests import nginx
from tests.deploy.conftest import HOST, kill_group, listens, wait_for
from tests.postgresql import free_port
from tests.services import NGINX

KEY = "s3cret-" * 6


class Logged:
    """An nginx with no application behind it, so that each request is an error, too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.http, self.https = free_port(), free_port()
        ports = {"WEB": free_port(), "HTTP": self.http, "HTTPS": self.https}
        log = str(folder / "access.log")
        self.command = [str(NGINX.require()), *nginx.configure(folder, HOST, ports, access_log=log)]

    def status(self, path: str, *, plain: bool = False, length: int = 0) -> int:
        with closing(HTTPConnection(HOST)) as connection:
            connection.sock = socket.create_connection(
                ("127.0.0.1", self.http if plain else self.https), timeout=20
            )
            if not plain:
                trusted = ssl.create_default_context(cafile=str(self.folder / "tls/fullchain.pem"))
                connection.sock = trusted.wrap_socket(connection.sock, server_hostname=HOST)
            connection.request("GET", path, headers={"Host": HOST, "Content-Length": str(length)})
            return connection.getresponse().status

    def written(self) -> str:
        return "".join((self.folder / name).read_text() for name in ("access.log", "error.log"))


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logged]:
    served = Logged(tmp_path_factory.mktemp("nginx"))
    with (served.folder / "error.log").open("ab") as log:
        process = subprocess.Popen(served.command, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_for(lambda: listens(served.https), "The start of nginx")
        yield served
    finally:
        process.terminate()
        process.wait(20)
        kill_group(process.pid)


@pytest.mark.parametrize(
    "path",
    [
        "/progress/{key}/",
        "/es/progress/{key}/link/",
        "/api/v1/preview/{key}/",
        "/account/link/{key}/",
        "/account/password/reset/key/1-{key}/",
    ],
)
def test_an_address_that_is_a_key_is_written_down_nowhere(logged: Logged, path: str) -> None:
    assert logged.status(path.format(key=KEY)) == 503
    assert logged.status(path.format(key=KEY), plain=True) == 301
    assert logged.status(path.format(key=KEY), length=100_000_000) == 413

    assert KEY not in logged.written()


def test_what_goes_wrong_at_other_addresses_is_written_down(logged: Logged) -> None:
    assert logged.status("/innovations/") == 503
    assert logged.status("/account/", length=100_000_000) == 413

    for path in ("/innovations/", "/account/"):
        assert f"GET {path} " in logged.written()
