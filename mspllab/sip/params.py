"""Params: the ;name=value list of URIs, Via and addresses (RFC 3261 §7.3.1)."""

import re
from collections.abc import Iterable, Iterator

from mspllab.errors import BuildError
from mspllab.sip import complaints
from mspllab.sip.grammar import PARAMS, QUOTED, quote, quoted_string, unquote

_WHOLE = re.compile(rf"{PARAMS}[ \t]*").fullmatch
# One parameter of a list already known to be well formed.
_PIECE = re.compile(rf";(?>(?:{QUOTED}|[^;\"])*)")
_NEEDS_QUOTES = re.compile(r'[\s;,"<>]|^$').search


_new = object.__new__


class Params:
    """Parameters in order; names are case-blind, a flag's value is None.

    The text is kept as written, so that adding one parameter leaves the others as they
    were, byte for byte.  Two lists are equal when names (case-blind) and values agree
    in the same order.
    """

    __slots__ = ("_text", "_values")

    def __init__(self, items: Iterable[tuple[str, str | None]] = ()) -> None:
        self._text = "".join(_written(name, value) for name, value in items)
        self._values: dict[str, str | None] | None = None

    @classmethod
    def parse(cls, text: str) -> "Params":
        """Read `;name=value;flag`; "" is no parameters at all."""
        if not _WHOLE(text):
            raise complaints.of_params(text)
        return cls.trusted(text)

    @classmethod
    def trusted(cls, text: str) -> "Params":
        """The same of a text that a larger expression has already found well formed."""
        if not text:
            return NO_PARAMS
        params = _new(Params)
        params._text = text
        params._values = None
        return params

    @property
    def items(self) -> tuple[tuple[str, str | None], ...]:
        """Names and values as written, quotes and all, in order."""
        return tuple(_pairs(self._text))

    def get(self, name: str) -> str | None:
        """The value, without quotes; None where it is absent or a flag."""
        values = self._values
        return (self._by_name() if values is None else values).get(name.lower())

    def has(self, name: str) -> bool:
        """Is it there, with or without a value?"""
        return name.lower() in self._by_name()

    def with_(self, name: str, value: str | None = None) -> "Params":
        """Set `name`, in its place or at the end; values that need quotes get them."""
        new = _written(name, value)
        if not self.has(name):
            return Params.trusted(self._text + new)
        return self._spliced(name, new)

    def without(self, name: str) -> "Params":
        """The same without `name`."""
        return self._spliced(name, "") if self.has(name) else self

    def repeated(self) -> str | None:
        """The first name that stands here twice, which §7.3.1 forbids; else None."""
        seen: set[str] = set()
        for name, _ in _pairs(self._text):
            if name.lower() in seen:
                return name
            seen.add(name.lower())
        return None

    def __iter__(self) -> Iterator[tuple[str, str | None]]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Params.parse({self._text!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Params):
            return NotImplemented
        return self._text == other._text or self._folded() == other._folded()

    def __hash__(self) -> int:
        return hash(self._folded())

    def __deepcopy__(self, memo: dict[int, object]) -> "Params":
        return self

    def _folded(self) -> tuple[tuple[str, str | None], ...]:
        return tuple((name.lower(), value) for name, value in _pairs(self._text))

    def _by_name(self) -> dict[str, str | None]:
        values = self._values
        if values is None:
            # Backwards: of a name that stands twice the first value counts.
            values = self._values = {
                name.lower(): value and unquote(value)
                for name, value in reversed(_pairs(self._text))
            }
        return values

    def _spliced(self, name: str, new: str) -> "Params":
        key, placed = name.lower(), False
        kept = [self._text[: self._text.index(";")]]
        for piece in _pieces(self._text):
            if piece.partition("=")[0].strip(" \t").lower() != key:
                kept.append(f";{piece}")
            elif not placed:
                kept.append(new)
                placed = True
        return Params.trusted("".join(kept).rstrip(" \t"))


NO_PARAMS = Params()


def _pieces(text: str) -> list[str]:
    """The parameters of a well-formed text, without their semicolons."""
    if '"' in text:
        return [match[1:] for match in _PIECE.findall(text)]
    return text.split(";")[1:]


def _pairs(text: str) -> list[tuple[str, str | None]]:
    """Names and values as written of a well-formed text."""
    parts = [piece.partition("=") for piece in _pieces(text)]
    return [
        (name.strip(" \t"), value.strip(" \t") if equals else None)
        for name, equals, value in parts
    ]


def _written(name: str, value: str | None) -> str:
    if value is None:
        return f";{name}"
    if "\n" in value or "\r" in value:
        raise BuildError(f"parameter {name}: a value cannot hold a line break")
    if _NEEDS_QUOTES(value) and not quoted_string(value):
        value = quote(value)
    return f";{name}={value}"
