"""A PostgreSQL server of the tests' own, from the programs found on this machine."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

UNSAFE_BUT_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def private_server(initdb: Path) -> Iterator[str]:
    """Run a server in a folder of its own; yield the DATABASE_URL of an empty database on it.

    PostgreSQL refuses to run as root; there, the `postgres` user of Debian's package runs it.
    """
    folder = Path(tempfile.mkdtemp(prefix="groundwork-postgresql-"))
    if os.getuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    port = free_port()
    pg_ctl = [str(initdb.with_name("pg_ctl")), "-D", str(folder / "data"), "-w", "-s"]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {UNSAFE_BUT_QUICK}"
    try:
        _run([str(initdb), "-D", str(folder / "data"), "-U", "groundwork", "-A", "trust", "-E", "UTF8"])
        _run([*pg_ctl, "-l", str(folder / "log"), "-o", options, "start"])
        yield f"postgres://groundwork@127.0.0.1:{port}/postgres"
    finally:
        _run([*pg_ctl, "-m", "immediate", "stop"], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str) -> str:
    """Make an empty database on the server that the DATABASE_URL `server` names; return its own URL."""
    name = f"groundwork_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"


def _run(command: list[str], check: bool = True) -> None:
    user = "postgres" if os.getuid() == 0 else None
    done = subprocess.run(
        command, user=user, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if check and done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}:\n{done.stdout}")
