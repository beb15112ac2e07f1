"""Documents as bytes, and the one thing that is not in them: the address of their site.

Stored JSON holds a mark wherever an address of this site begins. It is replaced when the bytes go out:
by nothing for our own pages, by scheme and host for other sites. So a site that changes its host
recompiles nothing, and no answer repeats a host that a request has made up.
"""

import json
from typing import Any

BASE = "\x01"
"""Stands for the site's scheme and host while a document is compiled"""
_ESCAPED, _MARK = json.dumps(BASE)[1:-1].encode(), BASE.encode()
"""The same in JSON, and as it is stored: one byte, which no JSON has and which is found at once"""


def encode(value: Any) -> bytes:
    """Return `value` as compact JSON in UTF-8, to be read and sent through `with_base`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return text.replace(_ESCAPED, _MARK)


def with_base(stored: bytes | memoryview, base: str) -> bytes:
    """Return stored JSON as JSON, with the addresses under `base`, "https://example.org" or "" """
    return bytes(stored).replace(_MARK, base.encode())


def decode_marked(stored: bytes | memoryview) -> Any:
    """Return a value that still has the mark, to be encoded again."""
    return json.loads(bytes(stored).replace(_MARK, _ESCAPED))


def decode(stored: bytes | memoryview, base: str = "") -> Any:
    return json.loads(with_base(stored, base))
