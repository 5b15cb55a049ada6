"""TextFile: a manifest's text with all that must be known to write its bytes again."""

import codecs
import re
from typing import NamedTuple

from mspllab.applications.reading.elements import LARGEST, encoding_of, unreadable
from mspllab.errors import Place

MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LONE_CR = re.compile(r"\r(?!\n)")


class TextFile(NamedTuple):
    """The text of a file, and how it was written."""

    text: str
    """Lines end in LF or CR LF, as they do in the file."""
    encoding: str
    mark: bytes
    """The byte order mark, or nothing."""
    line_end: str
    """What most of its lines end in."""

    @classmethod
    def decode(cls, data: bytes, path: str) -> "TextFile":
        """The file with this content.

        Raises:
            ManifestError: it cannot be text, or is far too long.
        """
        encoding = encoding_of(data, path)
        mark = next((one for one in MARKS if data.startswith(one)), b"")
        text = data[len(mark) :].decode(encoding)
        if len(text) > LARGEST:
            message = f"the file has {len(text):,} characters"
            raise unreadable(message, Place(path, 1, 1))
        if LONE_CR.search(text) and "\n" not in text:
            return cls(text.replace("\r", "\n"), encoding, mark, "\r")
        text = LONE_CR.sub("\n", text)
        windows = text.count("\r\n")
        line_end = "\r\n" if 2 * windows > text.count("\n") else "\n"
        return cls(text, encoding, mark, line_end)

    def encode(self, text: str) -> bytes:
        """The bytes of a file like this one, but with another text."""
        if self.line_end == "\r":
            text = text.replace("\n", "\r")
        return self.mark + text.encode(self.encoding)

    def own_lines(self, text: str) -> str:
        """New text, whose lines end in LF, with the line ends of this file."""
        return text.replace("\n", "\r\n") if self.line_end == "\r\n" else text
