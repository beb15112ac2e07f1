"""The one way out: for every address that comes from users, documents or remote answers.

A name is resolved once, every address it has must be a public one, and the connection goes to the
address that was checked: nothing is looked up again in between. No proxy, cookie or credential is
used. `HTTP_CLIENT_ALLOWED` names `address:port` pairs that are exempt, for tests.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

PORTS = {"http": 80, "https": 443}
MOST_SECONDS = 10
MOST_BYTES = 1024 * 1024
MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)

IPV6_PUBLIC = ipaddress.IPv6Network("2000::/3")
"""All that is handed out so far (RFC 4291). Mapped, NAT64, site-local and the like lie outside it."""
NOT_PUBLIC = [
    ipaddress.ip_network(text)
    for text in (
        *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
]
"""Beside what `ipaddress` calls not global, which varies with Python's version (IANA special registries)."""


class Refused(Exception):
    """The address is not one that we ask. The text says why, in words for whoever typed it."""


class Failed(Exception):
    """The other side did not answer in time, or not in a way that can be read."""


@dataclass(frozen=True)
class Answer:
    """What came back. `content` is as it was sent; `url` is where the last redirect led."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes


def fetch(url: str, *, method: str = "GET", follow_redirects: bool = False) -> Answer:
    """Ask `url`, for 10 s and 1 MB at most. Raises Refused or Failed.

    Redirects are followed only on request, five at most, each checked like the first address.
    """
    deadline = time.monotonic() + MOST_SECONDS
    for _hop in range(MOST_REDIRECTS + 1):
        answer = _ask(url, method, deadline)
        target = answer.headers.get("location")
        if not follow_redirects or answer.status not in REDIRECTS or not target:
            return answer
        url = urljoin(url, target)
    raise Failed(_("It leads on from one address to the next without end."))


def is_public(address: str) -> bool:
    """Whether an IP address is one that the whole internet can reach, and no way round to one that is not."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed not in IPV6_PUBLIC:
        return False
    listed = any(parsed in network for network in NOT_PUBLIC if network.version == parsed.version)
    return parsed.is_global and not parsed.is_multicast and not listed


def _ask(url: str, method: str, deadline: float) -> Answer:
    parts, port = _checked(url)
    address = _resolved(parts.hostname or "", port, is_usual=port == PORTS[parts.scheme])
    try:
        connection = _connect(parts, address, port, deadline)
    except (OSError, ValueError) as error:
        raise Failed(_("It cannot be reached.")) from error
    watch = threading.Timer(max(deadline - time.monotonic(), 0), _cut, [connection])
    watch.start()
    try:
        return _talk(connection, parts, method, url, deadline)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Failed(_("It did not answer in a way that can be read.")) from error
    finally:
        watch.cancel()
        connection.close()


def _checked(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(_("This is not a web address.")) from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise Refused(_("Only addresses that begin with http:// or https:// can be used."))
    if parts.username is not None or parts.password is not None:
        raise Refused(_("The address holds a name or password. Take it out."))
    if any(ord(character) <= 32 or ord(character) == 127 for character in url):
        raise Refused(_("The address holds a space or a control character."))
    return parts, port or PORTS[parts.scheme]


def _resolved(host: str, port: int, *, is_usual: bool) -> str:
    """Return the address to connect to, from the one look-up there is."""
    try:
        found = socket.getaddrinfo(host.encode("idna").decode(), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Failed(_("There is no such host: %s.") % host) from error
    addresses = [str(info[4][0]) for info in found]
    if all(f"{address}:{port}" in settings.HTTP_CLIENT_ALLOWED for address in addresses):
        return addresses[0]
    if not is_usual:
        raise Refused(_("Only the usual ports of the web, 80 and 443, can be used."))
    if not all(is_public(address) for address in addresses):
        raise Refused(_("%s is not on the public internet.") % host)
    return addresses[0]


def _connect(parts: SplitResult, address: str, port: int, deadline: float) -> http.client.HTTPConnection:
    host = (parts.hostname or "").encode("idna").decode()
    connection = http.client.HTTPConnection(host, port)
    plain = socket.create_connection((address, port), timeout=max(deadline - time.monotonic(), 0.1))
    if parts.scheme == "https":
        try:
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise
    else:
        connection.sock = plain
    return connection


def _talk(
    connection: http.client.HTTPConnection, parts: SplitResult, method: str, url: str, deadline: float
) -> Answer:
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    agent = f"Groundwork (+{settings.WAGTAILADMIN_BASE_URL})"
    connection.request(method, path, headers={"User-Agent": agent, "Accept-Encoding": "identity"})
    response = connection.getresponse()
    content = _read(response, deadline)
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(url, response.status, headers, content)


def _read(response: http.client.HTTPResponse, deadline: float) -> bytes:
    content = b""
    while part := response.read1(65536):
        content += part
        if len(content) > MOST_BYTES:
            raise Failed(_("The answer is larger than 1 MB."))
        if time.monotonic() >= deadline:
            break
    if time.monotonic() >= deadline:
        raise Failed(_("It took longer than 10 seconds."))
    if response.length:
        raise Failed(_("The answer was cut short."))
    return content


def _cut(connection: http.client.HTTPConnection) -> None:
    """End a talk that drips: no single wait for the other side is long, but all of them together are."""
    if connection.sock is not None:
        connection.sock.shutdown(socket.SHUT_RDWR)
