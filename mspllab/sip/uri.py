"""URIs: SipUri, TelUri, OtherUri, and when two are equal (RFC 3261 §19.1, RFC 3966)."""

import re
from typing import NamedTuple

from mspllab.errors import ParseError
from mspllab.sip import complaints
from mspllab.sip.escape import comparable, unescape
from mspllab.sip.grammar import (
    ESCAPE,
    HOST,
    MAX_PORT,
    PASSWORD,
    URI_HEADERS,
    URI_PARAMS,
    USER,
)
from mspllab.sip.params import NO_PARAMS, Params
from mspllab.sip.shared import Shared

# SIP-URI = "sip:" [ userinfo ] hostport uri-parameters [ headers ]
_SIP_URI = re.compile(
    rf"([Ss][Ii][Pp][Ss]?):(?:({USER})(?::({PASSWORD}))?@)?"
    rf"({HOST})(?::([0-9]{{1,5}}))?({URI_PARAMS})({URI_HEADERS})?"
).fullmatch
# absoluteURI = scheme ":" ( hier-part / opaque-part )
_ABSOLUTE_URI = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(\S+)").fullmatch
# telephone-subscriber = global-number / local-number, with visual separators
_TEL = re.compile(rf"[Tt][Ee][Ll]:(\+?[0-9A-Fa-f*#\-.()]+)({URI_PARAMS})").fullmatch
_BAD_ESCAPE = re.compile(rf"%(?!{ESCAPE[1:]})").search


class SipUri(NamedTuple):
    """sip:user:password@host:port;uri-parameters?headers (§19.1.1)."""

    scheme: str
    """"sip" or "sips", in lower case."""
    user: str | None
    """As written, escapes included; None where there is none."""
    password: str | None
    host: str
    """As written; an IPv6 address keeps its brackets."""
    port: int | None = None
    """None where none is written, which is not the same as 5060 (rule 26)."""
    params: Params = NO_PARAMS
    headers: str = ""
    """What follows the "?", as written; "" where there is none."""

    @classmethod
    def parse(cls, text: str) -> "SipUri":
        """Read a sip: or sips: URI; ParseError for anything else."""
        uri = parse_uri(text)
        if not isinstance(uri, SipUri):
            raise ParseError("URI", text, expected="sip: or sips:", column=1)
        return uri

    @property
    def user_at_host(self) -> str:
        """User and host as written: "bob@lab.example"; the host alone without user."""
        return self.host if self.user is None else f"{self.user}@{self.host}"

    @property
    def host_port(self) -> str:
        """The host, with ":port" where one is written."""
        return self.host if self.port is None else f"{self.host}:{self.port}"

    def with_param(self, name: str, value: str | None = None) -> "SipUri":
        """The same with one URI parameter set."""
        return self._replace(params=self.params.with_(name, value))

    def without_param(self, name: str) -> "SipUri":
        """The same without one URI parameter."""
        params = self.params.without(name)
        return self if params is self.params else self._replace(params=params)

    def __str__(self) -> str:
        password = "" if self.password is None else f":{self.password}"
        user = "" if self.user is None else f"{self.user}{password}@"
        headers = f"?{self.headers}" if self.headers else ""
        return f"{self.scheme}:{user}{self.host_port}{self.params}{headers}"


class TelUri(NamedTuple):
    """tel:number;parameters (RFC 3966)."""

    number: str
    """As written, visual separators included: "+1-206-555-0142"."""
    params: Params = NO_PARAMS

    @classmethod
    def parse(cls, text: str) -> "TelUri":
        """Read a tel: URI; ParseError for anything else."""
        uri = parse_uri(text)
        if not isinstance(uri, TelUri):
            raise ParseError("URI", text, expected="tel:", column=1)
        return uri

    @property
    def scheme(self) -> str:
        """Always "tel"."""
        return "tel"

    @property
    def digits(self) -> str:
        """The number without visual separators, in lower case."""
        return self.number.translate(_SEPARATORS).lower()

    @property
    def user_at_host(self) -> str:
        """The digits; a telephone number has no host."""
        return self.digits

    @property
    def is_global(self) -> bool:
        """Does it begin with "+"?  Local numbers need a phone-context (§5.1.5)."""
        return self.number.startswith("+")

    def as_sip(self, host: str) -> SipUri:
        """The SIP URI for this number at `host` (RFC 3261 §19.1.6).

        The whole subscriber, parameters and all, becomes the user part.  Two equal tel
        URIs may so give SIP URIs that are not equal.
        """
        user = f"{self.number}{self.params}"
        return SipUri("sip", user, None, host, params=Params([("user", "phone")]))

    def __str__(self) -> str:
        return f"tel:{self.number}{self.params}"


# visual-separator = "-" / "." / "(" / ")"
_SEPARATORS = {ord(separator): None for separator in "-.()"}


class OtherUri(NamedTuple):
    """A URI of a scheme this package does not look into: scheme ":" rest."""

    scheme: str
    """In lower case; "" only for the "*" of a Contact."""
    rest: str

    @property
    def user_at_host(self) -> str:
        """The rest, as written: nothing is known of its inside."""
        return self.rest

    def __str__(self) -> str:
        return f"{self.scheme}:{self.rest}" if self.scheme else self.rest


Uri = SipUri | TelUri | OtherUri


def parse_uri(text: str) -> Uri:
    """Read a URI of any scheme; values are shared between equal texts."""
    return _URIS[text]


def _read(text: str) -> Uri:
    match = _SIP_URI(text)
    if match is None:
        return _read_other(text)
    scheme, user, password, host, port, params, headers = match.groups()
    if "%" in text and _BAD_ESCAPE(text):
        raise complaints.of_escape(text)
    number = int(port) if port else None
    if number is not None and number > MAX_PORT:
        raise complaints.of_port("SIP URI", text, match.start(5))
    return SipUri(
        scheme.lower(),
        user,
        password,
        host,
        number,
        Params.trusted(params) if params else NO_PARAMS,
        headers[1:] if headers else "",
    )


_URIS = Shared(_read)


def _read_other(text: str) -> Uri:
    if text[:5].lower().startswith(("sip:", "sips:")):
        raise complaints.of_sip_uri(text)
    match = _ABSOLUTE_URI(text)
    if match is None:
        raise complaints.of_uri(text)
    scheme, rest = match[1].lower(), match[2]
    if scheme == "tel":
        return _read_tel(text)
    return OtherUri(scheme, rest)


def _read_tel(text: str) -> TelUri:
    match = _TEL(text)
    if match is None:
        raise ParseError(
            "tel URI", text, expected="a telephone number, such as tel:+12065550142"
        )
    return TelUri(match[1], Params.trusted(match[2]))


_NEVER_ONE_SIDED = frozenset({"user", "ttl", "method", "maddr", "transport"})
"""§19.1.4; `transport` by its worked example, which the list of the text leaves out."""


def rfc3261_equal(a: Uri | str, b: Uri | str) -> bool:
    """Are these the same URI by §19.1.4, or by RFC 3966 §4 for tel: URIs?

    Not transitive: parameters that only one side has are ignored, a few excepted.
    """
    one, other = _typed(a), _typed(b)
    if isinstance(one, SipUri) and isinstance(other, SipUri):
        return _sip_equal(one, other)
    if isinstance(one, TelUri) and isinstance(other, TelUri):
        return _tel_equal(one, other)
    return type(one) is type(other) and str(one) == str(other)


def aor_key(uri: Uri | str) -> str:
    """What a registrar files an address of record under (§10.3 step 5).

    "user@host": parameters, port, password and headers removed, escapes decoded, the
    host in lower case; of a telephone number its digits.
    """
    return _KEYS[uri] if isinstance(uri, str) else _key_of(uri)


def _key(text: str) -> str:
    return _key_of(parse_uri(text))


def _key_of(uri: Uri) -> str:
    if not isinstance(uri, SipUri):
        return uri.user_at_host
    if uri.user is None:
        return uri.host.lower()
    return f"{unescape(uri.user)}@{uri.host.lower()}"


_KEYS = Shared(_key)


def _typed(uri: Uri | str) -> Uri:
    return parse_uri(uri) if isinstance(uri, str) else uri


def _sip_equal(a: SipUri, b: SipUri) -> bool:
    return (
        a.scheme == b.scheme
        and _same_userinfo(a, b)
        and a.host.lower() == b.host.lower()
        and a.port == b.port
        and _params_agree(a.params, b.params)
        and _headers(a.headers) == _headers(b.headers)
    )


def _same_userinfo(a: SipUri, b: SipUri) -> bool:
    # Case counts here, and an absent user is not an empty one (rules 24, 26).
    return (a.user is None) == (b.user is None) and (
        comparable(f"{a.user}:{a.password}") == comparable(f"{b.user}:{b.password}")
    )


def _params_agree(a: Params, b: Params) -> bool:
    one, other = _case_blind(a), _case_blind(b)
    if any(one[name] != other[name] for name in one.keys() & other.keys()):
        return False
    return not (one.keys() ^ other.keys()) & _NEVER_ONE_SIDED


def _case_blind(params: Params) -> dict[str, str]:
    return {_blind(name): _blind(value or "") for name, value in params}


def _headers(text: str) -> list[tuple[str, str]]:
    """Name and value of each, sorted: order does not matter (rule 28)."""
    pairs = [pair.partition("=") for pair in text.split("&")]
    return sorted([(_blind(name), _blind(value)) for name, _, value in pairs])


def _blind(text: str) -> str:
    return comparable(text).lower()


def _tel_equal(a: TelUri, b: TelUri) -> bool:
    # RFC 3966 §4: digits alike ("+" included), parameters alike in any order
    return a.digits == b.digits and _case_blind(a.params) == _case_blind(b.params)
