"""Digest: challenges, and the credentials that answer them (RFC 2617, RFC 8760).

The digests are computed, not pretended; MD5 and SHA-256, with and without their "-sess"
variants, and all three ways to protect a request: none, "auth" and "auth-int".
"""

import hashlib
import re
from typing import NamedTuple

from mspllab.errors import BuildError, ParseError
from mspllab.sip.grammar import QUOTED, SWS, TOKEN, quote, unquote

_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}

ALGORITHMS = ("MD5", "MD5-SESS", "SHA-256", "SHA-256-SESS")
"""What can be computed here, in capitals; weaker ones first."""

QOPS = ("auth", "auth-int")
"""Ways to protect a request: its request line, or its body as well."""

# auth-param = token EQUAL ( token / quoted-string ), a comma between two of them
_PARAM = re.compile(
    rf"({TOKEN}){SWS}={SWS}({QUOTED}|[^\s,\"]++){SWS}(?:,[ \t,]*+|$)"
).match
_SCHEME = re.compile(rf"({TOKEN})(?:[ \t]++|$)").match


class Challenge(NamedTuple):
    """What a server asks for, in WWW-Authenticate or Proxy-Authenticate."""

    realm: str
    """Whose user name and password are meant."""
    nonce: str
    algorithm: str = "MD5"
    """As written; digests are case-blind about it."""
    qop: tuple[str, ...] = ()
    """What the server accepts of `QOPS`; () from before RFC 2617."""
    opaque: str | None = None
    """To be sent back as it is."""
    is_stale: bool = False
    """Only the nonce was wrong: the same password may be tried once more."""

    @classmethod
    def parse(cls, text: str) -> "Challenge":
        """Read the value of a field; ParseError where it is no Digest challenge."""
        values = _values("challenge", text, ("realm", "nonce"))
        offered = values.get("qop", "").split(",")
        return cls(
            values["realm"],
            values["nonce"],
            values.get("algorithm", "MD5"),
            tuple([name.strip().lower() for name in offered if name.strip()]),
            values.get("opaque"),
            values.get("stale", "").lower() == "true",
        )

    @property
    def is_understood(self) -> bool:
        """Can it be answered here: a known algorithm, and a known qop or none?"""
        known = not self.qop or any(name in QOPS for name in self.qop)
        return known and self.algorithm.upper() in ALGORITHMS

    def __str__(self) -> str:
        parts = [f"realm={quote(self.realm)}", f"nonce={quote(self.nonce)}"]
        if self.opaque is not None:
            parts.append(f"opaque={quote(self.opaque)}")
        if self.is_stale:
            parts.append("stale=TRUE")
        parts.append(f"algorithm={self.algorithm}")
        if self.qop:
            parts.append(f'qop="{",".join(self.qop)}"')
        return f"Digest {', '.join(parts)}"


class Credentials(NamedTuple):
    """The answer to a challenge, in Authorization or Proxy-Authorization."""

    username: str
    realm: str
    nonce: str
    uri: str
    """The Request-URI when the credentials were made; proxies may change it later."""
    response: str
    """The digest, in lower-case hex digits."""
    algorithm: str = "MD5"
    qop: str | None = None
    nonce_count: int = 0
    """How often this nonce has been used, this time included; 0 without qop."""
    cnonce: str | None = None
    opaque: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Credentials":
        """Read the value of a field; ParseError where it has no such credentials."""
        needed = ("username", "realm", "nonce", "uri", "response")
        values = _values("credentials", text, needed)
        return cls(
            values["username"],
            values["realm"],
            values["nonce"],
            values["uri"],
            values["response"],
            values.get("algorithm", "MD5"),
            values["qop"].lower() if "qop" in values else None,
            _count(text, values.get("nc", "0")),
            values.get("cnonce"),
            values.get("opaque"),
        )

    def fits(self, password: str, method: str, body: bytes = b"") -> bool:
        """Do they prove that their sender knows `password`?"""
        if self.algorithm.upper() not in ALGORITHMS or self.qop not in (None, *QOPS):
            return False
        return self.response.lower() == _digest(self, password, method, body)

    def __str__(self) -> str:
        parts = [
            f"username={quote(self.username)}",
            f"realm={quote(self.realm)}",
            f"nonce={quote(self.nonce)}",
            f"uri={quote(self.uri)}",
            f'response="{self.response}"',
            f"algorithm={self.algorithm}",
        ]
        if self.cnonce is not None:
            parts.append(f"cnonce={quote(self.cnonce)}")
        if self.opaque is not None:
            parts.append(f"opaque={quote(self.opaque)}")
        if self.qop is not None:
            parts += [f"qop={self.qop}", f"nc={self.nonce_count:08x}"]
        return f"Digest {', '.join(parts)}"


def answer(
    challenge: Challenge,
    *,
    username: str,
    password: str,
    method: str,
    uri: str,
    cnonce: str,
    nonce_count: int = 1,
    body: bytes = b"",
) -> Credentials:
    """The credentials that answer `challenge`; BuildError where nobody could.

    `cnonce` comes from the client's own chance and is used where the challenge has a
    qop; "auth" is taken where there is a choice.
    """
    if not challenge.is_understood:
        raise BuildError(f"a challenge that cannot be answered: {challenge}")
    is_session = challenge.algorithm.upper().endswith("-SESS")
    unsigned = Credentials(
        username,
        challenge.realm,
        challenge.nonce,
        uri,
        "",
        challenge.algorithm,
        next((name for name in QOPS if name in challenge.qop), None),
        nonce_count if challenge.qop else 0,
        cnonce if challenge.qop or is_session else None,
        challenge.opaque,
    )
    return unsigned._replace(response=_digest(unsigned, password, method, body))


def is_digest(text: str) -> bool:
    """Is this field's value of the Digest scheme, and not of one nobody knows?"""
    scheme = _SCHEME(text.strip(" \t"))
    return scheme is not None and scheme[1].lower() == "digest"


def _digest(it: Credentials, password: str, method: str, body: bytes) -> str:
    """request-digest (RFC 2617 §3.2.2.1; RFC 8760 §2.3 for other hashes than MD5)."""
    name = it.algorithm.upper()
    hashed = _HASHES[name.removesuffix("-SESS")]

    def h(*parts: str | None) -> str:
        text = ":".join([part or "" for part in parts])
        return hashed(text.encode("utf-8", "surrogateescape")).hexdigest()

    secret = h(it.username, it.realm, password)
    if name.endswith("-SESS"):
        secret = h(secret, it.nonce, it.cnonce)
    if it.qop == "auth-int":
        deed = h(method, it.uri, hashed(body).hexdigest())
    else:
        deed = h(method, it.uri)
    if it.qop is None:
        return h(secret, it.nonce, deed)
    count = f"{it.nonce_count:08x}"
    return h(secret, it.nonce, count, it.cnonce, it.qop, deed)


def _values(what: str, text: str, needed: tuple[str, ...]) -> dict[str, str]:
    """The parameters after "Digest" by name, without their quotes."""
    if not is_digest(text):
        raise ParseError(what, text, expected='"Digest" and parameters', column=1)
    text = text.strip(" \t")
    position, values = len("Digest"), {}
    position += len(text[position:]) - len(text[position:].lstrip(" \t,"))
    while position < len(text):
        found = _PARAM(text, position)
        name = "" if found is None else found[1].lower()
        if found is None or name in values:
            expected = 'parameters such as nonce="…", each once, between commas'
            raise ParseError(what, text, expected=expected, column=position + 1)
        values[name] = unquote(found[2])
        position = found.end()
    for name in needed:
        if name not in values:
            raise ParseError(what, text, expected=f"a parameter {name}=")
    return values


_EIGHT_HEX_DIGITS = re.compile("[0-9A-Fa-f]{1,8}").fullmatch


def _count(text: str, digits: str) -> int:
    if not _EIGHT_HEX_DIGITS(digits):
        raise ParseError("credentials", text, expected="eight hex digits after nc=")
    return int(digits, 16)
