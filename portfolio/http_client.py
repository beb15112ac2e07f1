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
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

PORTS = {"http": 80, "https": 443}
MOST_SECONDS = 10
MOST_BYTES = 1024 * 1024
MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
KEPT = "!#$%&'()*+,/:;=?@[]~"
"""What stands for itself in an address; other signs than letters and digits are sent in their escaped form"""

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
NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
"""What a look-up says of a name that is not there. Its other errors may pass."""


class Refused(Exception):
    """The address is not one that we ask. The text says why, in words for whoever typed it."""


class Failed(Exception):
    """The other side did not answer in time, or not in a way that can be read."""


class NoSuchHost(Failed):
    """The name servers say that there is no such name."""


@dataclass(frozen=True)
class Answer:
    """What came back. `content` is as it was sent; `url` is where the last redirect led."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def leads_to(self) -> str:
        """Where it redirects to; "" where it does not. It has yet to be checked like any address."""
        location = self.headers.get("location", "")
        if self.status not in REDIRECTS or not location:
            return ""
        target = quote(location.encode("latin-1", "replace"), safe=KEPT)
        try:
            return urljoin(self.url, target)
        except ValueError:
            return target


@dataclass(frozen=True)
class _Wish:
    """How an address is asked. `deadline` is of `time.monotonic`."""

    method: str
    enough: int | None
    deadline: float

    @property
    def seconds_left(self) -> float:
        return max(self.deadline - time.monotonic(), 0)


def fetch(
    url: str, *, method: str = "GET", follow_redirects: bool = False, enough: int | None = None
) -> Answer:
    """Ask `url`, for 10 s and 1 MB at most. Raises Refused or Failed (NoSuchHost where the name is wrong).

    Redirects are followed only on request, five at most, each checked like the first address. Whoever
    needs no more than the first bytes says how many are `enough`: no more is read, and none is too many.
    """
    wish = _Wish(method, enough, time.monotonic() + MOST_SECONDS)
    for _hop in range(MOST_REDIRECTS + 1):
        answer = _ask(url, wish)
        if not follow_redirects or not answer.leads_to:
            return answer
        url = answer.leads_to
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


def _ask(url: str, wish: _Wish) -> Answer:
    parts, port = _checked(url)
    address = _resolved(parts.hostname or "", port, is_usual=port == PORTS[parts.scheme])
    try:
        connection = _connect(parts, address, port, wish)
    except (OSError, ValueError) as error:
        raise Failed(_("It cannot be reached.")) from error
    watch = threading.Timer(wish.seconds_left, _cut, [connection])
    watch.start()
    try:
        return _talk(connection, parts, url, wish)
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
        if isinstance(error, UnicodeError) or error.errno in NO_SUCH_NAME:
            raise NoSuchHost(_("There is no such host: %s.") % host) from error
        raise Failed(_("Just now nobody can tell where %s is.") % host) from error
    addresses = [str(info[4][0]) for info in found]
    if all(f"{address}:{port}" in settings.HTTP_CLIENT_ALLOWED for address in addresses):
        return addresses[0]
    if not is_usual:
        raise Refused(_("Only the usual ports of the web, 80 and 443, can be used."))
    if not all(is_public(address) for address in addresses):
        raise Refused(_("%s is not on the public internet.") % host)
    return addresses[0]


def _connect(parts: SplitResult, address: str, port: int, wish: _Wish) -> http.client.HTTPConnection:
    host = (parts.hostname or "").encode("idna").decode()
    connection = http.client.HTTPConnection(host, port)
    plain = socket.create_connection((address, port), timeout=max(wish.seconds_left, 0.1))
    if parts.scheme == "https":
        try:
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise
    else:
        connection.sock = plain
    return connection


def _talk(connection: http.client.HTTPConnection, parts: SplitResult, url: str, wish: _Wish) -> Answer:
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    agent = f"Groundwork (+{settings.WAGTAILADMIN_BASE_URL})"
    connection.request(
        wish.method, quote(path, safe=KEPT), headers={"User-Agent": agent, "Accept-Encoding": "identity"}
    )
    response = connection.getresponse()
    content = _read(response, wish)
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(url, response.status, headers, content)


def _read(response: http.client.HTTPResponse, wish: _Wish) -> bytes:
    content = b""
    while part := response.read1(65536):
        content += part
        if wish.enough is not None and len(content) >= wish.enough:
            return content[: wish.enough]
        if len(content) > MOST_BYTES:
            raise Failed(_("The answer is larger than 1 MB."))
        if not wish.seconds_left:
            break
    if not wish.seconds_left:
        raise Failed(_("It took longer than 10 seconds."))
    if response.length:
        raise Failed(_("The answer was cut short."))
    return content


def _cut(connection: http.client.HTTPConnection) -> None:
    """End a talk that drips: no single wait for the other side is long, but all of them together are."""
    if connection.sock is not None:
        connection.sock.shutdown(socket.SHUT_RDWR)
