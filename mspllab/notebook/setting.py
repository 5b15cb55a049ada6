"""Setting: the keys of a trace's scenario that a branch may write over."""

from collections.abc import Iterator, Mapping
from typing import Any

from mspllab.scenario.language.keys import Kind, Table
from mspllab.scenario.language.schema import SCENARIO
from mspllab.scenario.origin import Origin
from mspllab.trace.trace import Trace

TURNED = frozenset({Kind.NUMBER, Kind.INTEGER, Kind.FLAG})
"""Kinds of what one would like to be otherwise: times, numbers, yes or no."""


def settable(trace: Trace) -> tuple[str, ...]:
    """Dotted keys such as clients.bob.on_call.answer_after; nothing where none can be.

    They are those that the scenario's tables may have, whether or not it gives them.
    """
    origin = trace.origin
    settings = origin.scenario.settings if isinstance(origin, Origin) else None
    return () if settings is None else tuple(_keys(SCENARIO, settings.data, ""))


def _keys(table: Table[Any], there: object, before: str) -> Iterator[str]:
    data = there if isinstance(there, Mapping) else {}
    for name, key in table.keys.items():
        within = data.get(name)
        if key.table is None:
            if key.kind in TURNED:
                yield f"{before}{name}"
        elif key.kind is Kind.TABLE:
            yield from _keys(key.table, within, f"{before}{name}.")
        elif key.kind is Kind.NAMED and isinstance(within, Mapping):
            for word, entry in within.items():
                if "." not in word:
                    yield from _keys(key.table, entry, f"{before}{name}.{word}.")
