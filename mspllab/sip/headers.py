"""Headers: ordered, case-blind, compact forms unfolded, lines kept as written."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from mspllab.sip.grammar import split_list
from mspllab.sip.header_lines import (
    KEYS,
    key_of,
    key_of_line,
    new_line,
    new_lines,
    value_of,
    with_folds,
)
from mspllab.sip.header_names import LISTS
from mspllab.sip.header_shape import EMPTY, Shape
from mspllab.sip.shared import Shared

T = TypeVar("T")

_new = object.__new__


class Headers:
    """The header fields of a message, immutable.

    A shape says which fields there are and where; the lines are kept as written, folds
    and all.  An edit shares what it leaves alone, so that every other line goes out
    byte for byte as it came in.
    """

    __slots__ = ("_lines", "_shape")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        names, lines = new_lines(pairs)
        self._shape = EMPTY.extended(names)
        self._lines = tuple(lines)

    @classmethod
    def parse(cls, text: str) -> "Headers":
        """Read a header block, without the empty line that ends it."""
        return cls.of_lines(text.removesuffix("\r\n").split("\r\n") if text else [])

    @classmethod
    def of_lines(cls, lines: list[str]) -> "Headers":
        """The fields of these lines; a line that is folded may come in several."""
        try:
            keys = [KEYS[line.partition(":")[0]] for line in lines]
        except KeyError:
            # The beginning of a line is no name: it continues the line before, or …
            lines = with_folds(lines)
            keys = [key_of_line(line) for line in lines]
        return _headers(Shape.of(tuple(keys)), lines)

    def get(self, name: str) -> str | None:
        """The first field's value, unfolded and stripped; None where there is none."""
        # Written out, since nothing is asked more often: key_of, then value_of.
        place = self._shape.first.get(KEYS.get(name) or key_of(name))
        if place is None:
            return None
        line = self._lines[place]
        if "\n" in line or "\r" in line:
            return value_of(line)
        return line.partition(":")[2].strip(" \t")

    def first_line(self, key: str) -> str:
        """The first line of the field with this key as written, "" without one."""
        try:
            return self._lines[self._shape.first[key]]
        except KeyError:
            return ""

    def read(self, key: str, values: Shared[T]) -> T:
        """What the first line with this key says; it is "" where there is none."""
        # A look-up that finds something is quickest so, and most do.
        try:
            line = self._lines[self._shape.first[key]]
        except KeyError:
            line = ""
        return values[line]

    def is_repeated(self, key: str) -> bool:
        """Is there more than one field with this key?"""
        return key in self._shape.repeated

    def has_several(self, name: str) -> bool:
        """Are there two values or more?"""
        key = key_of(name)
        if key in self._shape.repeated or "," in self.first_line(key):
            return len(self.values(name)) > 1
        return False

    def all(self, name: str) -> tuple[str, ...]:
        """The value of every field of that name, one entry a field line."""
        key, shape = key_of(name), self._shape
        place = shape.first.get(key)
        if place is None:
            return ()
        if key not in shape.repeated:
            return (value_of(self._lines[place]),)
        pairs = zip(shape.keys, self._lines, strict=True)
        return tuple([value_of(line) for k, line in pairs if k == key])

    def values(self, name: str) -> tuple[str, ...]:
        """Every value: `a, b` on one line counts as two where commas separate."""
        key, shape = key_of(name), self._shape
        if key not in LISTS or key not in shape.first:
            return self.all(name)
        if key not in shape.repeated:
            return self.read(key, _MEMBERS)
        fields = self.all(name)
        if "," not in "".join(fields):
            return fields
        return tuple([value for field in fields for value in split_list(field)])

    def first(self, name: str) -> str | None:
        """The first of `values`; None where there is none."""
        field = self.get(name)
        if field is None or "," not in field or key_of(name) not in LISTS:
            return field
        members = split_list(field)
        return members[0] if members else ""

    @property
    def text(self) -> str:
        """All lines as written, each ending in CRLF."""
        return "\r\n".join(self._lines) + "\r\n" if self._lines else ""

    def under(self, start_line: str) -> str:
        """A message's whole head: start line, all lines as written, the empty line."""
        return "\r\n".join([start_line, *self._lines, "", ""])

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines as written; folded ones contain their line breaks."""
        return self._lines

    @property
    def names(self) -> tuple[str, ...]:
        """Each field's long name in lower case, in order."""
        return self._shape.keys

    def with_(self, name: str, value: str) -> "Headers":
        """Replace the first field of that name and drop its others, or append."""
        key, line = new_line(name, value)
        place = self._shape.first.get(key)
        if place is None:
            return self._inserted(len(self._lines), key, line)
        if key in self._shape.repeated:
            return self.with_all(name, (value,))
        lines = list(self._lines)
        lines[place] = line
        return _headers(self._shape, lines)

    def with_all(self, name: str, values: Iterable[str]) -> "Headers":
        """Replace all fields of that name, at the place of the first, or at the end."""
        key = key_of(name)
        place = self._shape.first.get(key, len(self._lines))
        headers = self.without(name)
        for value in values:
            headers = headers._inserted(place, *new_line(name, value))
            place += 1
        return headers

    def with_first(self, name: str, value: str) -> "Headers":
        """Replace the first value of that name and keep its others."""
        return self.without_first(name).prepended(name, value)

    def added(self, name: str, value: str) -> "Headers":
        """One more field at the end."""
        return self._inserted(len(self._lines), *new_line(name, value))

    def extended(self, pairs: Iterable[tuple[str, str]]) -> "Headers":
        """More fields at the end, several at once."""
        return _extended(self._shape, list(self._lines), pairs)

    def prepended(self, name: str, value: str, *, before: str = "") -> "Headers":
        """One more field before the first of that name, or `before`, or everything."""
        key, line = new_line(name, value)
        place = self._shape.first.get(key)
        if place is None:
            place = self._shape.first.get(key_of(before), 0) if before else 0
        return self._inserted(place, key, line)

    def without(self, name: str) -> "Headers":
        """The same without any field of that name."""
        key = key_of(name)
        if key not in self._shape.first:
            return self
        others = frozenset([k for k in self._shape.keys if k != key])
        places, shape = self._shape.only(others)
        lines = [self._lines[place] for place in places]
        return _headers(shape, lines)

    def without_first(self, name: str) -> "Headers":
        """Drop the first value of that name, and its line if nothing is left on it."""
        key = key_of(name)
        place = self._shape.first.get(key)
        if place is None:
            return self
        shape, lines = self._shape, list(self._lines)
        line = lines[place]
        rest = split_list(value_of(line))[1:] if "," in line and key in LISTS else ()
        if rest:
            lines[place] = f"{line.partition(':')[0]}: {', '.join(rest)}"
        else:
            shape = shape.removed(place)
            del lines[place]
        return _headers(shape, lines)

    def only(
        self,
        keys: frozenset[str],
        more: Iterable[tuple[str, str]] = (),
        instead: tuple[str, str] | None = None,
    ) -> "Headers":
        """The fields with these keys, as written and in their order, `more` behind.

        `instead` takes the place of the first field of its name, if there is one.
        """
        places, shape = self._shape.only(keys)
        all_lines = self._lines
        lines = [all_lines[place] for place in places]
        if instead is not None:
            key, line = new_line(*instead)
            if key in shape.first:
                lines[shape.first[key]] = line
        return _extended(shape, lines, more)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and key_of(name) in self._shape.first

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for line in self._lines:
            yield line.partition(":")[0].rstrip(" \t"), value_of(line)

    def __len__(self) -> int:
        return len(self._lines)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Headers):
            return NotImplemented
        return self._lines == other._lines

    def __hash__(self) -> int:
        return hash(self._lines)

    def __deepcopy__(self, memo: dict[int, object]) -> "Headers":
        return self

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Headers({list(self)!r})"

    def _inserted(self, place: int, key: str, line: str) -> "Headers":
        lines = list(self._lines)
        lines.insert(place, line)
        shape = self._shape.inserted(place, key)
        return _headers(shape, lines)


def _members(line: str) -> tuple[str, ...]:
    return split_list(value_of(line))


_MEMBERS = Shared(_members)


def _headers(shape: Shape, lines: list[str]) -> Headers:
    headers = _new(Headers)
    headers._shape = shape
    headers._lines = tuple(lines)  # keeps no room to grow
    return headers


def _extended(
    shape: Shape, lines: list[str], pairs: Iterable[tuple[str, str]]
) -> Headers:
    names, more = new_lines(pairs)
    return _headers(shape.extended(names), lines + more)
