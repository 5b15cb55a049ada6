"""Address: display name, URI and parameters (From, To, Contact; RFC 3261 §20.10)."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from mspllab.sip import complaints
from mspllab.sip.grammar import BARE_URI, PARAMS, QUOTED, SWS, quote, unquote
from mspllab.sip.params import NO_PARAMS, Params
from mspllab.sip.uri import OtherUri, Uri, parse_uri

_SHARED = 4096
_LONG = 1024

# name-addr = [ display-name ] LAQUOT addr-spec RAQUOT *( SEMI generic-param )
# display-name = *(token LWS) / quoted-string; tokens are read generously.
_NAME_ADDR = re.compile(
    rf'(?:({QUOTED})|([^"<>,;]*)){SWS}<([^<>"]+)>({PARAMS}){SWS}'
).fullmatch
# addr-spec *( SEMI generic-param )
_ADDR_SPEC = re.compile(rf"({BARE_URI})({PARAMS}){SWS}").fullmatch


@dataclass(frozen=True, slots=True)
class Address:
    """A name-addr or addr-spec with its header parameters."""

    display_name: str
    """Without quotes and escapes; "" where there is none."""
    uri: Uri
    params: Params = NO_PARAMS
    """Header parameters, those outside the angle brackets: tag, epid, expires …"""
    _head: str = field(default="", init=False, repr=False, compare=False)
    """Everything before the parameters, as written."""

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read one address; "*" gives the wildcard of a Contact."""
        return _remembered(text) if len(text) <= _LONG else _read(text)

    @property
    def tag(self) -> str | None:
        """The tag parameter, which names one side of a dialog (§19.3)."""
        return self.params.get("tag")

    @property
    def is_wildcard(self) -> bool:
        """Is it the "*" of a Contact that removes all bindings (§10.2.2)?"""
        return isinstance(self.uri, OtherUri) and not self.uri.scheme

    def with_tag(self, tag: str) -> "Address":
        """The same with this tag."""
        return self.with_param("tag", tag)

    def with_param(self, name: str, value: str | None = None) -> "Address":
        """The same with one header parameter set; all else stays as written."""
        return self._with_params(self.params.with_(name, value))

    def without_param(self, name: str) -> "Address":
        """The same without one header parameter."""
        return self._with_params(self.params.without(name))

    def _with_params(self, params: Params) -> "Address":
        copy = Address(self.display_name, self.uri, params)
        object.__setattr__(copy, "_head", self._head)
        return copy

    def __str__(self) -> str:
        return f"{self._head or self._composed()}{self.params}"

    def _composed(self) -> str:
        if self.is_wildcard:
            return "*"
        name = f"{quote(self.display_name)} " if self.display_name else ""
        return f"{name}<{self.uri}>"


def _read(text: str) -> Address:
    match = _NAME_ADDR(text)
    if match is None:
        return _read_bare(text)
    quoted, name, uri, params = match.groups()
    shown = unquote(quoted) if quoted else name.strip(" \t")
    address = Address(shown, parse_uri(uri), Params.trusted(params))
    object.__setattr__(address, "_head", text[: match.start(4)])
    return address


_remembered = lru_cache(_SHARED)(_read)


def _read_bare(text: str) -> Address:
    match = _ADDR_SPEC(text)
    if match is None:
        if text == "*":
            return Address("", OtherUri("", "*"))
        raise complaints.of_address(text)
    address = Address("", parse_uri(match[1]), Params.trusted(match[2]))
    object.__setattr__(address, "_head", match[1])
    return address
