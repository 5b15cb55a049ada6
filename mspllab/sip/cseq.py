"""CSeq: sequence number and method (RFC 3261 §20.16)."""

import re
from typing import NamedTuple

from mspllab.errors import ParseError
from mspllab.sip.grammar import TOKEN
from mspllab.sip.shared import Shared

LIMIT = 2**31
"""Sequence numbers stay below this (§8.1.1.5)."""
_DIGITS = len(str(LIMIT))

# CSeq = "CSeq" HCOLON 1*DIGIT LWS Method
_CSEQ = re.compile(rf"([0-9]+)[ \t]+({TOKEN})").fullmatch


class CSeq(NamedTuple):
    """The number that orders requests in a dialog, and the request's method."""

    number: int
    method: str

    @classmethod
    def parse(cls, text: str) -> "CSeq":
        """Read `1 INVITE`."""
        return _CSEQS[text]

    def __str__(self) -> str:
        return f"{self.number} {self.method}"


def _read(text: str) -> CSeq:
    match = _CSEQ(text)
    if match is None:
        raise ParseError("CSeq", text, expected='a number and a method, "1 INVITE"')
    digits, method = match.groups()
    if len(digits) > _DIGITS:
        digits = digits.lstrip("0") or "0"
    if len(digits) > _DIGITS or int(digits) >= LIMIT:
        raise ParseError("CSeq", text, expected="a number below 2**31", column=1)
    return CSeq(int(digits), method)


_CSEQS = Shared(_read)
