"""Settings: what a TOML text says, overridden here and there, and where it says it."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from mspllab.errors import Place, ScenarioError
from mspllab.scenario.language.positions import KeyPath, Spot, find_positions

OVERRIDES = "<overrides>"
"""What an error calls the text of the overrides in place of a file name."""
WHAT_IS_WRONG = {
    "Invalid value": "a value is missing here, or is text without quotation marks",
    "Illegal character '\\n'": "the text is not closed at the end of its line",
    "Cannot overwrite a value": "this key has been given a value before",
}
"""What `tomllib` says → what helps the author."""
TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def value_in(text: str) -> object:
    """The value that somebody has typed as TOML; what TOML cannot read is a text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (tomllib.TOMLDecodeError, RecursionError):
        return text


class Settings:
    """The parsed text of a scenario; every key knows the place where it was written.

    Overriding makes a new one: the overrides become a second text, a line each, so
    that an error in one of them is shown just as an error in the file.
    """

    def __init__(self, data: dict[str, Any], text: str, path: str) -> None:
        self.data = data
        """Tables are dictionaries, arrays are lists, as `tomllib` makes them."""
        self.path = path
        """The file it was read from, as the user named it."""
        self._text = text
        self._overrides: tuple[str, ...] = ()
        self._overridden: dict[KeyPath, tuple[int, KeyPath]] = {}

    @classmethod
    def parse(cls, text: str, path: str) -> "Settings":
        """Read TOML.

        Raises:
            ScenarioError: `text` is no TOML; names line and column.
        """
        try:
            return cls(tomllib.loads(text), text, path)
        except tomllib.TOMLDecodeError as error:
            raise _syntax_error(str(error), text, path) from None
        except RecursionError:
            message = "brackets are nested too deeply to be read"
            raise ScenarioError(message, Place(path, 1, 1)) from None

    def with_overrides(self, overrides: Mapping[str, object]) -> "Settings":
        """A copy in which some values are others.

        Args:
            overrides: {dotted key: value}; "clients.alice.profile", or with a number
                for an element of an array, "timeline.0.to". None takes the key away.

        Raises:
            ScenarioError: a key is no key, or leads through something without keys.
        """
        changed = Settings(_copied(self.data), self._text, self.path)
        changed._overrides = (
            *self._overrides,
            *(f"{key} = {_toml(value)}" for key, value in overrides.items()),
        )
        changed._overridden = dict(self._overridden)
        first = len(self._overrides)
        for number, (key, value) in enumerate(overrides.items(), start=first):
            changed._override(number, key, value)
        return changed

    def place(self, path: KeyPath, *, of_value: bool = False) -> Place:
        """Where the key at `path` stands, or its value, or what it should stand in."""
        overridden = self._overridden.get(path[: self._depth(path)])
        if overridden is not None:
            number, written = overridden
            inside = (*written, *path[self._depth(path) :])
            return _place(self._overrides[number], OVERRIDES, inside, of_value, number)
        return _place(self._text, self.path, path, of_value)

    def error(
        self, message: str, path: KeyPath, *, of_value: bool = False
    ) -> ScenarioError:
        """An error that shows the place of `path`."""
        return ScenarioError(message, self.place(path, of_value=of_value))

    def _depth(self, path: KeyPath) -> int:
        """Length of the longest beginning of `path` that was overridden."""
        lengths = range(len(path), 0, -1)
        return next((n for n in lengths if path[:n] in self._overridden), 0)

    def _override(self, number: int, key: str, value: object) -> None:
        names = split_key(key)
        if names is None:
            place = Place(OVERRIDES, number + 1, 1, self._overrides[number], len(key))
            raise ScenarioError(
                f"{key!r} is no key; write one as in clients.alice.profile", place
            )
        path: KeyPath = ()
        table: Any = self.data
        for depth, name in enumerate(names[:-1]):
            step = self._step(number, names[: depth + 1], table, name)
            path = (*path, step)
            if isinstance(table, dict) and step not in table:
                table[step] = {}
                self._overridden[path] = (number, names[: depth + 1])
            table = table[step]
        last = self._step(number, names, table, names[-1])
        self._overridden[*path, last] = (number, names)
        if value is None:
            _remove(table, last)
        else:
            table[last] = value

    def _step(
        self, number: int, names: tuple[str, ...], table: object, name: str
    ) -> str | int:
        """`name` as a key of the table or a number within the array; else an error."""
        if isinstance(table, dict):
            return name
        if isinstance(table, list) and name.isdecimal() and int(name) < len(table):
            return int(name)
        what = ".".join(names[:-1])
        message = (
            f"{what} has {_counted(len(table))}, not {name!r}"
            if isinstance(table, list)
            else f"{what} is a single value and has no {name!r} in it"
        )
        line = self._overrides[number]
        raise ScenarioError(message, _place(line, OVERRIDES, names, False, number))


def _copied(value: Any) -> Any:  # noqa: ANN401 - whatever TOML can say
    """Tables and lists anew, all the way down; what is in them as it is."""
    if isinstance(value, dict):
        return {key: _copied(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_copied(one) for one in value]
    return value


def split_key(text: str) -> tuple[str, ...] | None:
    """The names in a dotted key; None where `text` is no key."""
    try:
        value: Any = tomllib.loads(f"{text} = 0")
    except tomllib.TOMLDecodeError:
        return None
    names = []
    while isinstance(value, dict):
        if len(value) != 1:
            return None
        ((name, value),) = value.items()
        names.append(name)
    return tuple(names)


def _remove(table: dict[str | int, Any] | list[Any], key: str | int) -> None:
    if isinstance(table, dict):
        table.pop(key, None)
    elif isinstance(key, int):
        del table[key]


def _counted(entries: int) -> str:
    if entries == 0:
        return "no entries"
    return "one entry, number 0" if entries == 1 else f"entries 0 to {entries - 1}"


def _toml(value: object) -> str:
    """`value` as a person would have written it in the file."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return _quoted(value)
        case list() | tuple():
            return f"[{', '.join(_toml(entry) for entry in value)}]"
        case dict():
            pairs = (f"{_toml_key(key)} = {_toml(v)}" for key, v in value.items())
            return f"{{ {', '.join(pairs)} }}"
    return _quoted(str(value))


def _toml_key(key: object) -> str:
    plain = re.fullmatch(r"[A-Za-z0-9_-]+", str(key))
    return str(key) if plain else _quoted(str(key))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _place(
    text: str, name: str, path: KeyPath, of_value: bool, line_above: int = 0
) -> Place:
    spots = find_positions(text)
    found = next((n for n in range(len(path), 0, -1) if path[:n] in spots), 0)
    if not found:
        return Place(name, 1 + line_above, 1)
    spot: Spot = spots[path[:found]]
    # What is missing is missing from the table that was found, so that is shown.
    start, end = spot.value if of_value and found == len(path) else spot.key
    return place_at(text, name, start, end - start, line_above)


def place_at(
    text: str, name: str, offset: int, length: int = 1, line_above: int = 0
) -> Place:
    """The place of the character at `offset` of `text`."""
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[begin : end if end >= 0 else len(text)].rstrip("\r")
    number = 1 + text.count("\n", 0, offset) + line_above
    return Place(name, number, offset - begin + 1, line, max(1, length))


def _syntax_error(message: str, text: str, path: str) -> ScenarioError:
    match = TOML_PLACE.search(message)
    sentence = TOML_PLACE.sub("", message)
    sentence = WHAT_IS_WRONG.get(sentence, sentence)
    if match is None or match[1] is None:
        return ScenarioError(sentence, place_at(text, path, len(text.rstrip())))
    lines = text.split("\n")
    line, column = int(match[1]), int(match[2])
    shown = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    return ScenarioError(sentence, Place(path, line, column, shown))
