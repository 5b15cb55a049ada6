"""Settings → Scenario, by the tables of `schema.py`; every complaint has a place."""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, replace
from typing import TypeVar

from mspllab.errors import ScenarioError, UsageError
from mspllab.lync.plan import Step
from mspllab.scenario.files import stem
from mspllab.scenario.language.consistency import complaints
from mspllab.scenario.language.keys import Key, Kind, Table
from mspllab.scenario.language.nearest import listed, what_there_is
from mspllab.scenario.language.positions import KeyPath
from mspllab.scenario.language.schema import SCENARIO
from mspllab.scenario.language.settings import Settings
from mspllab.scenario.language.values import Unfit, read_value
from mspllab.scenario.scenario import Scenario

T = TypeVar("T")
ReadText = Callable[[str], str]
"""A path as the scenario has it → the text of that file; UsageError if unreadable."""


def read(settings: Settings, *, read_text: ReadText) -> Scenario:
    """The scenario that `settings` describe.

    Raises:
        ScenarioError: they describe none; names the place and the nearest right word.
    """
    reader = _Reader(settings)
    scenario = reader.table((), settings.data, SCENARIO)
    for path, message in complaints(scenario):
        raise settings.error(message, path, of_value=True)
    return replace(
        scenario,
        title=scenario.title or stem(settings.path),
        timeline=reader.with_messages(scenario.timeline, read_text),
        path=settings.path,
        settings=settings,
    )


class _Reader:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def table(
        self, path: KeyPath, value: object, table: Table[T], name: str | None = None
    ) -> T:
        """What the table at `path` becomes; `name` is that of a table with a name."""
        if not isinstance(value, dict):
            raise self._error(f"{table.what} is a table of keys", path, of_value=True)
        for key in value:
            if key not in table.keys:
                hint = what_there_is(key, table.keys)
                message = f'{table.what} has no key "{key}"{hint}'
                raise self._error(message, (*path, key))
        fields: dict[str, object] = {} if name is None else {"name": name}
        for key_name, key in table.keys.items():
            if key_name in value:
                inner = (*path, key_name)
                fields[key.field or key_name] = self._value(inner, key, value[key_name])
            elif table.default(key_name) is MISSING:
                message = f'{table.what} needs "{key_name}": {key.doc}'
                raise self._error(message, path, of_value=True)
        return table.cls(**fields)

    def with_messages(
        self, timeline: tuple[Step, ...], read_text: ReadText
    ) -> tuple[Step, ...]:
        """The steps, with the texts of their messages in place of the files' names."""
        steps = enumerate(timeline)
        return tuple(
            self._with_message(number, step, read_text) for number, step in steps
        )

    def _with_message(self, number: int, step: Step, read_text: ReadText) -> Step:
        if step.message is None:
            return step
        try:
            return replace(step, message=read_text(step.message))
        except UsageError as error:
            path = ("timeline", number, "message")
            raise self._error(str(error), path, of_value=True) from error

    def _value(self, path: KeyPath, key: Key, value: object) -> object:
        if key.table is not None:
            return self._tables(path, key, key.table, value)
        try:
            found = read_value(key, value)
        except Unfit as error:
            where = (*path, *error.inside)
            message = f"{_dotted(where)}: {error}"
            raise self._error(message, where, of_value=True) from error
        if key.names:
            self._check_names(path, key, found)
        return found

    def _tables(
        self, path: KeyPath, key: Key, table: Table[T], value: object
    ) -> T | tuple[T, ...]:
        match key.kind, value:
            case Kind.TABLE, _:
                return self.table(path, value, table)
            case Kind.LIST, list():
                entries = enumerate(value)
                return tuple(
                    self.table((*path, n), entry, table) for n, entry in entries
                )
            case Kind.NAMED, dict():
                return tuple(
                    self.table((*path, name), entry, table, name)
                    for name, entry in value.items()
                )
        name = _dotted(path)
        example = f"[[{name}]]" if key.kind is Kind.LIST else f"[{name}.NAME]"
        message = f"{name} is written as tables, {example}"
        raise self._error(message, path, of_value=True)

    def _check_names(self, path: KeyPath, key: Key, found: object) -> None:
        data = self._settings.data
        known = [name for section in key.names for name in data.get(section, {})]
        for where, name in _names_in(path, found):
            is_free = key.kind in FREE and (":" in name or name in key.words)
            if name not in known and not is_free:
                what = listed([one_of(section) for section in key.names], "or")
                hint = what_there_is(name, known)
                message = f'there is no {what} called "{name}"{hint}'
                raise self._error(message, where, of_value=True)

    def _error(
        self, message: str, path: KeyPath, *, of_value: bool = False
    ) -> ScenarioError:
        return self._settings.error(message, path, of_value=of_value)


FREE = (Kind.PARTY, Kind.PARTIES)
"""Kinds that may hold a URI, or a word of their own, instead of a name."""


def one_of(section: str) -> str:
    """What a single table of a section is called: "voice policy"."""
    plain = section.replace("_", " ")
    if plain.endswith("ies"):
        return f"{plain[:-3]}y"
    return plain.removesuffix("s")


def _names_in(path: KeyPath, found: object) -> Iterator[tuple[KeyPath, str]]:
    """Each name in a value that is a name or a list of names, and where it stands."""
    if isinstance(found, str):
        yield path, found
    elif isinstance(found, tuple):
        yield from (((*path, number), name) for number, name in enumerate(found))


def _dotted(path: KeyPath) -> str:
    return ".".join(str(step) for step in path)
