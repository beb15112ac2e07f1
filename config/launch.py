"""`make run`: make the portfolio ready on this machine, then run web server and worker until told to end."""

import ipaddress
import os
import socket
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, CommandError, call_command

from config.processes import Together

READY_WITHIN = 60
"""Seconds that the web server has to answer before we say where it is."""


class Refused(Exception):
    """The portfolio cannot start like this; the text says why and what to do."""


class Address(NamedTuple):
    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        everywhere = self.host in ("0.0.0.0", "::")  # noqa: S104  (compared, not bound)
        host = "localhost" if everywhere else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def main() -> int:
    try:
        return launch()
    except (Refused, CommandError, ImproperlyConfigured) as refusal:
        sys.stderr.write(f"Groundwork did not start. {refusal}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped before it had started.\n")
        return 130


def launch() -> int:
    """Run it, and return the exit code. Raises Refused."""
    address = address_from_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("BASE_URL", address.url)
    refuse_busy(address)
    prepare()
    servers = Together({"web server": web_server(address), "worker": worker()})
    code = servers.run(lambda are_well: announce(address, are_well))
    say(f"Groundwork stopped: its {servers.ended_first} ended." if code else "Groundwork has stopped.")
    return code


def address_from_environment() -> Address:
    host = os.environ.get("HOST", "").strip() or "127.0.0.1"
    port = os.environ.get("PORT", "").strip() or "8000"
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise Refused(f"PORT is {port!r}; it must be a number from 1 to 65535, such as 8000.")
    return Address(host.strip("[]"), int(port))


def refuse_busy(address: Address) -> None:
    """Find out before anything else is done whether the address can be had."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except PermissionError as error:
        raise Refused(f"Port {address.port} needs more rights. Try PORT=8000 make run.") from error
    except socket.gaierror as error:
        raise Refused(f"HOST {address.host!r} is not an address of this machine.") from error
    except OSError as error:
        raise Refused(
            f"{address.host} port {address.port} cannot be used ({error.strerror}); is something else "
            f"running there? Try PORT={address.port + 1} make run."
        ) from error


def prepare() -> None:
    """Check the settings, bring the database up to date and, where it is empty, fill it with the sample."""
    import django

    django.setup()
    BaseCommand().check()
    from django.db import transaction

    from home.models import HomePage

    say("Preparing the database …")
    call_command("migrate", interactive=False, verbosity=0)
    if not HomePage.objects.exists():
        say("First run: loading the sample portfolio, which takes a minute or two …")
        with transaction.atomic():  # stopped halfway, it is loaded from the start the next time
            call_command("load_sample")
    call_command("publication", "flush", verbosity=0)


def web_server(address: Address) -> list[str]:
    from django.conf import settings

    reload = ["--reload"] if settings.DEBUG else []
    for folder in ("config", "home", "portfolio") if settings.DEBUG else ():
        reload += ["--reload-paths", folder]
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", address.host, "--port", str(address.port), "--blocking-threads", "4"),
        *("--log-level", "warning", "--workers-kill-timeout", "10", *reload),
        "config.wsgi:application",
    ]


def worker() -> list[str]:
    return [sys.executable, "manage.py", "worker"]


def announce(address: Address, are_well: Callable[[], bool]) -> None:
    """Wait for the web server, then say where it is and how the first administrator gets in."""
    if not answers(address, are_well):
        return
    say(f"\nGroundwork is running at {address.url}/  (Ctrl-C ends it)")
    if not address.is_loopback and "ALLOWED_HOSTS" not in os.environ:
        say("Other machines are turned away until ALLOWED_HOSTS names the address they use.")
    call_command("first_admin")
    sys.stdout.flush()  # a pipe keeps it back otherwise, and whoever waits for the link never sees it


def answers(address: Address, are_well: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + READY_WITHIN
    while are_well() and time.monotonic() < deadline:
        try:
            with socket.create_connection(address, timeout=1):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
