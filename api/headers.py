"""The headers that answers carry.

The limits are told as in draft-ietf-httpapi-ratelimit-headers-11 (May 2026): `RateLimit-Policy` says
how many requests there may be in how many seconds, `RateLimit` how many are left and for how long.
"""

from typing import Any


def _header(description: str, example: str | int) -> dict[str, Any]:
    kind = "integer" if isinstance(example, int) else "string"
    return {"description": description, "schema": {"type": kind}, "example": example}


HEADERS = {
    "RateLimit-Policy": _header(
        "How many requests (`q`) you may make in how many seconds (`w`), by the name of the limit.",
        '"anonymous";q=600;w=60',
    ),
    "RateLimit": _header(
        "How many requests you have left (`r`), and in how many seconds there will be more (`t`).",
        '"anonymous";r=597;t=42',
    ),
    "Retry-After": _header("In how many seconds to try again.", 42),
    "WWW-Authenticate": _header("How a key is sent.", 'Bearer realm="api", error="invalid_token"'),
    "ETag": _header(
        "A strong tag of these bytes. Send it back as `If-None-Match` to get 304 while nothing has changed.",
        '"2f9c0b5d7a1e"',
    ),
    "Cache-Control": _header(
        "How long caches may keep it.", "public, max-age=0, s-maxage=2, stale-while-revalidate=3"
    ),
    "Surrogate-Key": _header("Tags by which a cache in front can drop it.", "innovation:7d1f innovations"),
    "Vary": _header("What the answer depends on besides the address.", "Authorization"),
    "Link": _header("Where the list goes on.", '</api/v1/stories?cursor=eyJ>; rel="next"'),
    "Server-Timing": _header("How long the search took, in milliseconds (`dur`).", "search;dur=3.4"),
    "Location": _header("The answer for the new path.", "/api/v1/resolve?path=/stories/the-van/"),
}

LIMITS = ("RateLimit-Policy", "RateLimit")
KEEPING = ("ETag", "Cache-Control", "Surrogate-Key", "Vary")


def headers_of(status: int, may_be_kept: bool = False, has_pages: bool = False) -> tuple[str, ...]:
    """Return the names of the headers of an answer with this status."""
    more = {301: ("Location",), 401: ("WWW-Authenticate",), 429: ("Retry-After",)}.get(status, ())
    kept = KEEPING if may_be_kept else ("Cache-Control",)
    return (*kept, *(("Link",) if has_pages and status == 200 else ()), *more, *LIMITS)


def header_ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/headers/{name}"}
