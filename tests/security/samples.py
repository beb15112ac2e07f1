"""Files to upload, good and bad, made on the spot."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image


def photo(width: int = 60, height: int = 40, kind: str = "JPEG", **options: Any) -> bytes:
    target = io.BytesIO()
    Image.effect_noise((64, 64), 90).resize((width, height)).convert("RGB").save(target, kind, **options)
    return target.getvalue()


def photo_with_gps(orientation: int = 6) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "CANARYCAMERA"
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 26.0, 46.0), 3: "W", 4: (79.0, 58.0, 56.0)})
    return photo(exif=exif.tobytes(), comment=b"CANARYCOMMENT")


def png(width: int, height: int) -> bytes:
    """A PNG of which only the header is true."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 64))
        + chunk(b"IEND", b"")
    )


def archive(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return target.getvalue()


def docx(**more: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"} | more)


def odt(**more: bytes) -> bytes:
    return archive(**{"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"} | more)


def pdf(*, tagged: bool, packed: bool = False) -> bytes:
    structure = b"/MarkInfo << /Marked true >> /StructTreeRoot 3 0 R" if tagged else b""
    catalog = b"<< /Type /Catalog /Pages 2 0 R %b >>" % structure
    if not packed:
        return b"%PDF-1.4\n1 0 obj\n" + catalog + b"\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
    stream = zlib.compress(b"1 0 " + catalog)
    return (
        b"%%PDF-1.7\n4 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n"
        % len(stream)
        + stream
        + b"\nendstream\nendobj\n%%EOF\n"
    )
