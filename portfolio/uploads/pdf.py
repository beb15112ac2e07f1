"""Whether a PDF has a structure tree, without which a screen reader reads it in any order."""

import re
import zlib

OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
CATALOG = re.compile(rb"/Type\s*/Catalog\b")
STRUCTURE = re.compile(rb"/StructTreeRoot\b")
MARKED = re.compile(rb"/Marked\s+true\b")
MOST_UNPACKED = 8 * 1024 * 1024


def is_tagged(content: bytes) -> bool | None:
    """Return whether the PDF says it is tagged (ISO 32000-1, 14.8); None where its catalog cannot be read."""
    text = content + _unpacked_objects(content)
    if not CATALOG.search(text):
        return None
    return bool(STRUCTURE.search(text) and MARKED.search(text))


def _unpacked_objects(content: bytes) -> bytes:
    parts, room = [], MOST_UNPACKED
    for match in OBJECT_STREAM.finditer(content):
        try:
            part = zlib.decompressobj().decompress(content[match.end() :], max(room, 1))
        except zlib.error:  # encrypted, or packed in another way
            continue
        parts.append(part)
        room -= len(part)
        if room <= 0:
            break
    return b"".join(parts)
