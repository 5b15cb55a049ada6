"""Bytes of a manifest or a data file → text."""

import codecs

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""What a file may begin with, a mark or the < of XML → the encoding it then has."""


def marked_encoding(data: bytes) -> str | None:
    """The encoding that the file's first bytes announce."""
    return next((name for mark, name in MARKS if data.startswith(mark)), None)


def decoded(data: bytes, encoding: str | None = None) -> str:
    """The text without a byte order mark; UTF-8 where nothing else is said.

    Raises:
        UnicodeDecodeError: the bytes are not in that encoding.
        LookupError: there is no such encoding.
    """
    name = marked_encoding(data) or encoding or "utf-8"
    return data.decode(name).removeprefix("\ufeff")
