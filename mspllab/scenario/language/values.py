"""Single values of a scenario: from what TOML gives to what the dataclasses want.

Each function raises `Unfit` with a sentence that says what was expected and what was
found; `reader.py` adds the place.
"""

import re
from collections.abc import Callable
from functools import partial
from math import inf, isfinite
from typing import TypeVar

from mspllab.applications.installable import Installable
from mspllab.errors import ParseError
from mspllab.scenario.language.elements import NEVER
from mspllab.scenario.language.keys import Key, Kind
from mspllab.scenario.language.nearest import did_you_mean, either
from mspllab.sim.datagram import Endpoint
from mspllab.sip.address import Address
from mspllab.sip.grammar import token
from mspllab.sip.header_lines import key_of
from mspllab.sip.uri import parse_uri

V = TypeVar("V")

WRITTEN_BY_THE_PHONE = frozenset(
    (
        *("via", "from", "to", "call-id", "cseq", "contact"),
        *("content-type", "content-length"),
    )
)
"""Headers of which a call has one, and its own."""

HOST = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*"
)
ENDPOINT = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:]+)\]|(?P<host>[^:\s]+)):(?P<port>\d+)")
LIKE_AN_IPV4_ADDRESS = re.compile(r"[0-9.]+")
HIGHEST_PORT = 65535
LONGEST_SHOWN = 40
"""Characters of a wrong value that an error repeats."""


HANDLER = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")
"""A module and a function in it."""


class Unfit(Exception):
    """A value is not what its key may hold.

    Args:
        sentence: what was expected and what was found.
        inside: where within the value, from outside in; () for the whole.
    """

    def __init__(self, sentence: str, *inside: str | int) -> None:
        super().__init__(sentence)
        self.inside = inside


def read_value(key: Key, value: object) -> object:
    """`value`, if it is what `key` may hold, as the dataclass wants it; else Unfit."""
    return READERS[key.kind](key, value)


def _text(key: Key, value: object) -> str:
    if not isinstance(value, str):
        raise _unexpected(either(key.words) if key.words else "a text", value)
    if key.words and value not in key.words:
        raise _unexpected(either(key.words), value, did_you_mean(value, key.words))
    if not value and not key.otherwise:
        raise _unexpected("a text", value)
    return value


def _manifest(key: Key, value: object) -> str | Installable:
    return value if isinstance(value, Installable) else _text(key, value)


def _number(key: Key, value: object) -> float | str | None:
    if isinstance(value, str) and value in key.words:
        return None if key.words == NEVER else value
    if not isinstance(value, int | float) or isinstance(value, bool):
        hint = did_you_mean(value, key.words) if isinstance(value, str) else ""
        raise _unexpected(_range(key, "a number"), value, hint)
    return float(_within(key, value, "a number"))


def _integer(key: Key, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _unexpected(_range(key, "a whole number"), value)
    return int(_within(key, value, "a whole number"))


def _within(key: Key, value: float, what: str) -> float:
    most = inf if key.most is None else key.most
    if not (isfinite(value) and key.least <= value <= most):
        raise _unexpected(_range(key, what), value)
    return value


def _range(key: Key, what: str) -> str:
    most = "up" if key.most is None else f"to {key.most:g}"
    words = f", or {either(key.words)}" if key.words else ""
    return f"{what} from {key.least:g} {most}{words}"


def _flag(key: Key, value: object) -> bool:
    if not isinstance(value, bool):
        raise _unexpected("true or false", value)
    return value


def _texts(key: Key, value: object) -> tuple[str, ...]:
    entries = enumerate(_entries("texts", value))
    return tuple(_inside(number, _text, key, entry) for number, entry in entries)


def _integers(key: Key, value: object) -> tuple[int, ...]:
    entries = enumerate(_entries("whole numbers", value))
    return tuple(_inside(number, _integer, key, entry) for number, entry in entries)


def _entries(what: str, value: object) -> list[object] | tuple[object, ...]:
    if not isinstance(value, list | tuple):
        raise _unexpected(f"a list of {what}, in square brackets", value)
    return value


def _uri(key: Key, value: object) -> str:
    if not isinstance(value, str):
        raise _unexpected("a URI such as sip:bob@lab.example", value)
    if value in key.words:
        return value
    try:
        parse_uri(value)
    except ParseError as error:
        raise Unfit(str(error)) from error
    return value


def _address(key: Key, value: object) -> str:
    if not isinstance(value, str) or "<" not in value:
        return _uri(key, value)
    try:
        Address.parse(value)
    except ParseError as error:
        raise Unfit(str(error)) from error
    return value


def _addresses(key: Key, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (_address(key, value),)
    entries = enumerate(_entries("URIs", value))
    return tuple(_inside(number, _address, key, entry) for number, entry in entries)


def _party(key: Key, value: object) -> str:
    """A URI, or a name that `reader.py` looks for among those there are."""
    if isinstance(value, str) and value and ":" not in value:
        return value
    return _uri(key, value)


def _parties(key: Key, value: object) -> tuple[str, ...]:
    entries = enumerate(_entries("names and URIs", value))
    return tuple(_inside(number, _party, key, entry) for number, entry in entries)


def _number_text(key: Key, value: object) -> str:
    if not isinstance(value, str) or not _IS_NUMBER(value):
        raise _unexpected("a telephone number such as +14255550199", value)
    return value


def _pattern(key: Key, value: object) -> str:
    """A regular expression that is found, or not found, in a moment."""
    if not isinstance(value, str) or not value:
        raise _unexpected("a regular expression such as '^(\\d{4})$'", value)
    try:
        re.compile(value)
    except (re.error, OverflowError) as error:
        raise Unfit(f"{_shown(value)} is no regular expression: {error}") from error
    if _REPEATS_TWICE(value):
        raise Unfit(
            f"{_shown(value)} repeats what repeats already, and may take for ever"
        )
    return value


_IS_NUMBER = re.compile(r"\+?[0-9*#]+").fullmatch
_REPEATS_TWICE = re.compile(r"[+*}][^()]*\)+[+*{]").search


def _host(key: Key, value: object) -> str:
    if not isinstance(value, str) or not _is_host(value):
        raise _unexpected("a host name or an IP address", value)
    return value


def _endpoint(key: Key, value: object) -> Endpoint:
    match = ENDPOINT.fullmatch(value) if isinstance(value, str) else None
    host = (match["v6"] or match["host"]) if match else ""
    if match is None or not _is_host(host):
        raise _unexpected('an address and a port such as "192.0.2.90:50877"', value)
    port = int(match["port"])
    if not 1 <= port <= HIGHEST_PORT:
        raise _unexpected(f"a port from 1 to {HIGHEST_PORT}", port)
    return Endpoint(host, port)


def _is_host(text: str) -> bool:
    if LIKE_AN_IPV4_ADDRESS.fullmatch(text):
        parts = text.split(".")
        return len(parts) == 4 and all(part and int(part) <= 255 for part in parts)
    return HOST.fullmatch(text) is not None


def _headers(key: Key, value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise _unexpected('a table such as { Subject = "Lunch" }', value)
    return tuple(
        (name, _inside(name, partial(_header, name), key, text))
        for name, texts in value.items()
        for text in (texts if isinstance(texts, list | tuple) else [texts])
    )


def _header(name: str, key: Key, value: object) -> str:
    if not token(name):
        raise Unfit(f'"{name}" is no name of a header')
    if key_of(name) in WRITTEN_BY_THE_PHONE:
        raise Unfit(f"the phone writes {name} itself")
    text = _text(key, value)
    if "\r" in text or "\n" in text:
        raise _unexpected("one line", text)
    return text


def _handlers(key: Key, value: object) -> tuple[tuple[str, object], ...]:
    if not isinstance(value, dict):
        raise _unexpected('a table such as { OnInvite = "calls:on_invite" }', value)
    return tuple(
        (name, _inside(name, _handler, key, target)) for name, target in value.items()
    )


def _handler(key: Key, value: object) -> object:
    if callable(value):
        return value
    if not isinstance(value, str) or not HANDLER.fullmatch(value):
        raise _unexpected('a function, as in "module:function"', value)
    return value


def _switches(key: Key, value: object) -> tuple[tuple[str, bool], ...]:
    if not isinstance(value, dict):
        raise _unexpected("a table such as { epid_in_to = false }", value)
    for name in value:
        if name not in key.words:
            hint = did_you_mean(name, key.words)
            raise Unfit(f'there is no switch "{name}"{hint}', name)
    return tuple((name, _inside(name, _flag, key, on)) for name, on in value.items())


def _inside(
    step: str | int, read: Callable[[Key, object], V], key: Key, value: object
) -> V:
    """`read` for a value that stands within another; an error says where."""
    try:
        return read(key, value)
    except Unfit as error:
        raise Unfit(str(error), step, *error.inside) from error


def _unexpected(expected: str, value: object, hint: str = "") -> Unfit:
    return Unfit(f"expected {expected}, found {_shown(value)}{hint}")


def _shown(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            cut = value[: LONGEST_SHOWN - 3] + "..."
            return f'"{value if len(value) <= LONGEST_SHOWN else cut}"'
        case list() | tuple():
            return "a list"
        case dict():
            return "a table"
    return str(value)


READERS: dict[Kind, Callable[[Key, object], object]] = {
    Kind.TEXT: _text,
    Kind.MANIFEST: _manifest,
    Kind.NUMBER: _number,
    Kind.INTEGER: _integer,
    Kind.FLAG: _flag,
    Kind.TEXTS: _texts,
    Kind.INTEGERS: _integers,
    Kind.URI: _uri,
    Kind.ADDRESS: _address,
    Kind.ADDRESSES: _addresses,
    Kind.PARTY: _party,
    Kind.PARTIES: _parties,
    Kind.NUMBER_TEXT: _number_text,
    Kind.PATTERN: _pattern,
    Kind.HOST: _host,
    Kind.ENDPOINT: _endpoint,
    Kind.HEADERS: _headers,
    Kind.HANDLERS: _handlers,
    Kind.FUNCTION: _handler,
    Kind.SWITCHES: _switches,
}
