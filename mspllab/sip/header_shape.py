"""Shape: which fields a header has, in which order; shared by all that look alike.

Most messages have one of a few shapes.  Where a field stands is worked out once for
each shape, and an edit that changes the shape finds the new one at hand.
"""

from typing import Final, NamedTuple

from mspllab.sip.header_lines import new_key

_MOST_SHAPES = 1024
"""Shapes kept; then all are forgotten, which is cheaper than to choose."""

_MOST_FIELDS = 64
_MOST_EDITS = 64
"""Beyond these a shape is made anew each time; only hostile messages go there."""


class Shape:
    """The keys of a header's fields, in order."""

    __slots__ = ("_edits", "_extensions", "_selections", "first", "keys", "repeated")

    def __init__(self, keys: tuple[str, ...]) -> None:
        self.keys: Final = keys
        self.first: Final = {
            key: place for place, key in reversed(tuple(enumerate(keys)))
        }
        """Key → place of the first field that has it."""
        self.repeated: Final = {
            key for place, key in enumerate(keys) if self.first[key] != place
        }
        """Keys of which there is more than one field."""
        self._edits: dict[tuple[int, str], Shape] = {}
        self._extensions: dict[tuple[str, ...], Shape] = {}
        self._selections: dict[frozenset[str], Selection] = {}

    @staticmethod
    def of(keys: tuple[str, ...]) -> "Shape":
        """The shape with these keys."""
        shape = _SHAPES.get(keys)
        if shape is None:
            shape = Shape(keys)
            if len(_SHAPES) >= _MOST_SHAPES:
                _SHAPES.clear()
            if len(keys) <= _MOST_FIELDS:
                _SHAPES[keys] = shape
        return shape

    def inserted(self, place: int, key: str) -> "Shape":
        """The shape with one more field at `place`."""
        shape = self._edits.get((place, key))
        if shape is None:
            keys = (*self.keys[:place], key, *self.keys[place:])
            shape = self._remembered((place, key), Shape.of(keys))
        return shape

    def extended(self, names: tuple[str, ...]) -> "Shape":
        """The shape with fields of these names behind; BuildError for what is none."""
        shape = self._extensions.get(names)
        if shape is None:
            shape = Shape.of((*self.keys, *map(new_key, names)))
            if len(self._extensions) >= _MOST_EDITS:
                self._extensions.clear()
            if shape.keys in _SHAPES:
                self._extensions[names] = shape
        return shape

    def removed(self, place: int) -> "Shape":
        """The shape without the field at `place`."""
        shape = self._edits.get((place, ""))
        if shape is None:
            keys = (*self.keys[:place], *self.keys[place + 1 :])
            shape = self._remembered((place, ""), Shape.of(keys))
        return shape

    def only(self, wanted: frozenset[str]) -> "Selection":
        """The places of fields with the keys `wanted`, and the shape they make."""
        selection = self._selections.get(wanted)
        if selection is None:
            places = tuple(p for p, key in enumerate(self.keys) if key in wanted)
            shape = Shape.of(tuple([self.keys[place] for place in places]))
            selection = Selection(places, shape)
            if len(self._selections) < _MOST_EDITS and shape.keys in _SHAPES:
                self._selections[wanted] = selection
        return selection

    def _remembered(self, edit: tuple[int, str], shape: "Shape") -> "Shape":
        if len(self._edits) < _MOST_EDITS and shape.keys in _SHAPES:
            self._edits[edit] = shape
        return shape

    def __reduce__(self) -> tuple[object, ...]:
        return Shape.of, (self.keys,)


class Selection(NamedTuple):
    """Some fields of a shape, in their order."""

    places: tuple[int, ...]
    shape: Shape


_SHAPES: dict[tuple[str, ...], Shape] = {}

EMPTY = Shape(())
"""No fields at all."""
