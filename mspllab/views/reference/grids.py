"""Grids of the reference: levels and conversions, from their tables."""

from collections.abc import Iterator

from mspllab.applications.vocabulary import VOCABULARY, vocabulary_for
from mspllab.errors import ScriptError
from mspllab.mspl.values import CONVERSIONS, float_text
from mspllab.mspl.vocabulary import Constant, Kind, Level
from mspllab.views.reference.section import Grid

YES, NO, ENDS = "✓", "·", "✗"
WANTED = (Kind.STRING, Kind.INTEGER, Kind.FLOAT, Kind.BOOL, Kind.COLLECTION)


class _Message:
    """An object such as sipRequest, where it is there."""


SAMPLES: dict[str, object] = {
    '"bob"': "bob",
    '"12"': "12",
    '"12 "': "12 ",
    '"1.5"': "1.5",
    '"false"': "false",
    '""': "",
    "12": 12,
    "0": 0,
    "1.5": 1.5,
    "-1.9": -1.9,
    "true": True,
    "false": False,
    "null": None,
    "StandardMethod.Invite": VOCABULARY.constants["StandardMethod"]["Invite"],
    "StandardHeader.CallID": VOCABULARY.constants["StandardHeader"]["CallID"],
    'Split("a,b", ",")': ("a", "b"),
    "sipRequest": _Message(),
}
"""A value as a script writes it → what it is at run time."""


def conversions() -> Grid:
    """What becomes of values where another type is wanted, tried out here and now."""
    head = ("value", *(kind.value for kind in WANTED))
    rows = [
        (written, *(_converted(value, kind) for kind in WANTED))
        for written, value in SAMPLES.items()
    ]
    return Grid(head, tuple(rows))


def _converted(value: object, kind: Kind) -> str:
    try:
        return _written(CONVERSIONS[kind](value))
    except ScriptError:
        return f"{ENDS} ends the run"


def _written(value: object) -> str:
    """A value as a script would write it."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case float():
            return float_text(value)
        case tuple() | list():
            return f"of {', '.join(map(_written, value))}"
        case Constant():
            return str(value)
    return "null" if value is None else str(value)


def levels() -> Grid:
    """The names that not every level has, and who has them."""
    rows = [*_functions(), *_variables(), *_fields(), *_members()]
    head = ("name", *(str(level) for level in Level))
    return Grid(head, tuple(row for row in rows if NO in row), is_marked=True)


def _marks(name: str, known: list[bool]) -> tuple[str, ...]:
    return (name, *(YES if one else NO for one in known))


def _functions() -> Iterator[tuple[str, ...]]:
    for name in VOCABULARY.functions:
        forms = [(level, vocabulary_for(level).functions[name]) for level in Level]
        known = [form.since <= level <= form.until for level, form in forms]
        yield _marks(name, known)


def _variables() -> Iterator[tuple[str, ...]]:
    for name, variable in VOCABULARY.variables.items():
        yield _marks(name, [variable.since <= level for level in Level])


def _fields() -> Iterator[tuple[str, ...]]:
    heirs = ("Request", "Response")
    inherited = VOCABULARY.classes["Message"]
    for cls, fields in VOCABULARY.classes.items():
        for name, field in fields.items():
            if cls not in heirs or name not in inherited:
                known = [field.since <= level <= field.until for level in Level]
                yield _marks(f"{cls}.{name}", known)


def _members() -> Iterator[tuple[str, ...]]:
    lists = [vocabulary_for(level).constants for level in Level]
    for name in VOCABULARY.constants:
        members = dict.fromkeys(member for one in lists for member in one[name])
        for member in members:
            yield _marks(f"{name}.{member}", [member in one[name] for one in lists])
