"""A transaction's table → its state diagram.

States stand in a column with what can happen to them beside; arrows on the left show
which states follow. Every arrow has a track of its own, so that none hides another.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mspllab.transaction.tables import TABLES, State, Table
from mspllab.views.shapes import (
    HEAD,
    ROW,
    TEXT,
    Arrow,
    Box,
    Label,
    Line,
    Row,
    Shape,
    Span,
)
from mspllab.views.svg import Drawing
from mspllab.views.text_width import text_width

MARGIN = 24.0
TOP = 56.0
PADDING = 9.0
BOX = 110.0
"""Width of a state."""
APART = 16.0
TRACK = 14.0
"""Between two arrows."""
PORT = 10.0
"""Between the ends of two arrows at one state."""
START = "start"
"""What the state before the first one is called."""


class Place(NamedTuple):
    """Where a state stands."""

    top: float
    height: float
    rows: tuple[Row, ...]
    """What can happen in it."""


class Track(NamedTuple):
    """An arrow from one state to another, and the column it runs in."""

    before: State
    after: State
    column: int


def draw_state_machine(name: str) -> Drawing:
    """The machine called `name` in a trace: "INVITE client" …; KeyError for others."""
    table = TABLES[name]
    places = _places(table)
    tracks = _tracks(table, tuple(places))
    left = MARGIN + TRACK * (1 + max(track.column for track in tracks))
    shapes: list[Shape] = [
        Label(MARGIN, 30, ((Span(f"{name} transaction", "title"),),))
    ]
    for state, place in places.items():
        shapes += _state(state, place, left)
    for track in tracks:
        shapes += _arrow(track, tracks, places, left)
    last = list(places.values())[-1]
    widths = [_width(row) for place in places.values() for row in place.rows]
    return Drawing(
        left + BOX + 2 * PADDING + max(widths) + MARGIN,
        last.top + last.height + MARGIN,
        tuple(shapes),
        f"{name} transaction",
        _described(table),
    )


def _states(table: Table) -> list[State]:
    """In the order of the table, the end last."""
    found = dict.fromkeys(
        state for (before, _), (after, _) in table.items() for state in (before, after)
    )
    del found[State.TERMINATED]
    return [*found, State.TERMINATED]


def _places(table: Table) -> dict[State, Place]:
    places: dict[State, Place] = {}
    top = TOP
    for state in _states(table):
        rows = tuple(_events(state, table))
        ports = sum(state in pair for pair in _pairs(table))
        height = max(ROW * len(rows) + PADDING, PORT * (ports + 1), 2 * ROW)
        places[state] = Place(top, height, rows)
        top += height + APART
    return places


def _events(state: State, table: Table) -> Iterator[Row]:
    """A row for everything that can happen in `state`."""
    for (before, event), (after, actions) in table.items():
        if before is not state:
            continue
        spans = [Span(event.value, "strong")]
        if actions:
            spans.append(Span(", ".join(action.value for action in actions)))
        if after is not before:
            spans.append(Span(f"→ {after.value}", "key"))
        yield tuple(spans)


def _width(row: Row) -> float:
    return sum(text_width(span.text, TEXT, span.role == "strong") + 4 for span in row)


def _pairs(table: Table) -> tuple[tuple[State, State], ...]:
    """Every change of state, once."""
    return tuple(
        dict.fromkeys(
            (before, after)
            for (before, _), (after, _) in table.items()
            if before != after
        )
    )


def _tracks(table: Table, order: tuple[State, ...]) -> list[Track]:
    """Short arrows near the states, longer ones farther out."""
    number = {state: k for k, state in enumerate(order)}
    by_length = sorted(
        _pairs(table), key=lambda pair: abs(number[pair[0]] - number[pair[1]])
    )
    return [Track(*pair, column) for column, pair in enumerate(by_length)]


def _state(state: State, place: Place, left: float) -> Iterator[Shape]:
    name = state.value or START
    yield Box(left, place.top, BOX, place.height, "head-client", 10.0)
    middle = place.top + place.height / 2 + HEAD / 2 - 2
    yield Label(left + BOX / 2, middle, ((Span(name, "name"),),), "middle")
    if place.rows:
        top = place.top + (place.height - ROW * len(place.rows)) / 2 + TEXT - 1
        yield Label(left + BOX + PADDING, top, place.rows)


def _arrow(
    track: Track, tracks: list[Track], places: Mapping[State, Place], left: float
) -> Iterator[Shape]:
    x = left - TRACK * (track.column + 1)
    begin = _port(track.before, track, tracks, places)
    end = _port(track.after, track, tracks, places)
    yield Line(((left, begin), (x, begin), (x, end)), "edge")
    yield Arrow(0, (x, end), (left, end), "edge")


def _port(
    state: State, track: Track, tracks: list[Track], places: Mapping[State, Place]
) -> float:
    """Height at which an arrow meets a state; each has one of its own."""
    meeting = [one for one in tracks if state in (one.before, one.after)]
    place = places[state]
    return place.top + place.height * (meeting.index(track) + 1) / (len(meeting) + 1)


def _described(table: Table) -> str:
    rows = [
        f"in {before.value or START}, {event.value} leads to {after.value}"
        for (before, event), (after, _) in table.items()
        if before != after
    ]
    return f"State diagram: {'; '.join(rows)}."
