"""Address: display name, URI and parameters (From, To, Contact; RFC 3261 §20.10)."""

import re
from typing import Final

from mspllab.sip import complaints
from mspllab.sip.grammar import BARE_URI, PARAMS, QUOTED, SWS, quote, unquote
from mspllab.sip.params import NO_PARAMS, Params
from mspllab.sip.shared import Shared
from mspllab.sip.uri import OtherUri, Uri, parse_uri

# name-addr = [ display-name ] LAQUOT addr-spec RAQUOT *( SEMI generic-param )
# display-name = *(token LWS) / quoted-string; tokens are read generously.
_NAME_ADDR = re.compile(
    rf'(?:({QUOTED}){SWS}|([^"<>,;]*+))<([^<>"]+)>({PARAMS}){SWS}'
).fullmatch
# addr-spec *( SEMI generic-param )
_ADDR_SPEC = re.compile(rf"({BARE_URI})({PARAMS}){SWS}").fullmatch


class Address:
    """A name-addr or addr-spec with its header parameters; a value, never changed.

    Written again it keeps the spelling it was read with, and two are equal when name,
    URI and parameters are, however they were spelt.
    """

    __slots__ = ("_head", "display_name", "params", "uri")

    def __init__(
        self, display_name: str, uri: Uri, params: Params = NO_PARAMS, head: str = ""
    ) -> None:
        self.display_name: Final = display_name
        """Without quotes and escapes; "" where there is none."""
        self.uri: Final = uri
        self.params: Final = params
        """Header parameters, those outside the angle brackets: tag, epid, expires …"""
        self._head: Final = head
        """Everything before the parameters, as written; "": to be composed."""

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read one address; "*" gives the wildcard of a Contact."""
        return _ADDRESSES[text]

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
        params = self.params.with_(name, value)
        return Address(self.display_name, self.uri, params, self._head)

    def without_param(self, name: str) -> "Address":
        """The same without one header parameter."""
        params = self.params.without(name)
        return Address(self.display_name, self.uri, params, self._head)

    def __str__(self) -> str:
        return f"{self._head or self._composed()}{self.params}"

    def __repr__(self) -> str:
        return f"Address.parse({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Address):
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def __deepcopy__(self, memo: dict[int, object]) -> "Address":
        return self

    def _parts(self) -> tuple[str, Uri, Params]:
        return self.display_name, self.uri, self.params

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
    known = Params.trusted(params) if params else NO_PARAMS
    return Address(shown, parse_uri(uri), known, text[: match.start(4)])


_ADDRESSES = Shared(_read)


def _read_bare(text: str) -> Address:
    match = _ADDR_SPEC(text)
    if match is None:
        if text == "*":
            return Address("", OtherUri("", "*"))
        raise complaints.of_address(text)
    uri, params = match.groups()
    return Address("", parse_uri(uri), Params.trusted(params), uri)
