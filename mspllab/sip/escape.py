"""Percent escapes of URIs (RFC 3261 §19.1.2)."""

import re

from mspllab.sip.grammar import ESCAPE

# reserved = ";" / "/" / "?" / ":" / "@" / "&" / "=" / "+" / "$" / ","
RESERVED = frozenset(";/?:@&=+$,")

_ESCAPES = re.compile(rf"(?:{ESCAPE})+")
_ONE_ESCAPE = re.compile(ESCAPE)
# hnv-unreserved and unreserved: what a header in a URI may hold as it is
_PLAIN = re.compile(r"[^A-Za-z0-9\-_.!~*'()\[\]/?:+$]")


def unescape(text: str) -> str:
    """`text` with every escape decoded, once, as UTF-8."""
    return _ESCAPES.sub(_decoded, text) if "%" in text else text


def escape(text: str) -> str:
    """`text` as it may stand in the value of a header within a URI."""
    return _PLAIN.sub(_escaped, text)


def comparable(text: str) -> str:
    """`text` with those escapes decoded that mean the same decoded (§19.1.4).

    An escaped reserved character is not the same as the character; the case of hex
    digits says nothing.
    """
    return _ONE_ESCAPE.sub(_plain_unless_reserved, text) if "%" in text else text


def _decoded(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "surrogateescape")


def _escaped(found: re.Match[str]) -> str:
    data = found[0].encode("utf-8", "surrogateescape")
    return "".join(f"%{octet:02X}" for octet in data)


def _plain_unless_reserved(found: re.Match[str]) -> str:
    character = chr(int(found[0][1:], 16))
    is_plain = "!" <= character <= "~" and character not in RESERVED
    return character if is_plain else found[0].upper()
