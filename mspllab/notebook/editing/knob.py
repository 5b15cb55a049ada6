"""Knob: a setting of a scenario, to be turned; its control goes by its kind."""

from collections.abc import Mapping
from typing import Any

import ipywidgets

from mspllab.errors import UsageError
from mspllab.scenario.language.keys import Key, Kind, Table
from mspllab.scenario.language.nearest import what_there_is
from mspllab.scenario.language.schema import SCENARIO
from mspllab.scenario.language.settings import split_key
from mspllab.scenario.scenario import Scenario

NEVER = "never"
STEPS = 100
"""How many steps a slider has at the least."""
OFTEN = 10.0
"""Where a slider for seconds ends, unless its value is near that or beyond."""


class Knob:
    """One setting with its control."""

    def __init__(self, scenario: Scenario, name: str) -> None:
        self.name = name
        self.key = key_of(scenario, name)
        self.start = _value(scenario, name, self.key)
        self._control = _control(self.key, self.start, name)
        self._never = ipywidgets.Checkbox(
            value=self.start is None, description=NEVER, indent=False
        )
        self._never.layout.width = "80px"
        may_be_never = self.key.words == (NEVER,) or self.key.otherwise == NEVER
        parts = [self._control, self._never] if may_be_never else [self._control]
        self.widget = ipywidgets.HBox(parts)

    @property
    def value(self) -> object:
        """What it is turned to; None: never."""
        return None if self._never.value else self._control.value

    @value.setter
    def value(self, value: object) -> None:
        self._never.value = value is None
        if value is not None:
            self._control.value = value

    @property
    def setting(self) -> dict[str, object]:
        """What has to be written over the scenario; nothing where it is as it was."""
        if self.value == self.start:
            return {}
        return {self.name: self._written()}

    def _written(self) -> object:
        # Where nothing is written it never happens; else the word has to be.
        if self.value is None and self.key.words == (NEVER,):
            return NEVER
        return self.value


def key_of(scenario: Scenario, name: str) -> Key:
    """What the language of scenarios says about a dotted key.

    Raises:
        UsageError: there is no such key, or it is none of a single value.
    """
    table: Table[Any] = SCENARIO
    words = list(split_key(name) or ())
    key: Key | None = None
    there: Any = scenario.settings.data if scenario.settings is not None else {}
    while words:
        word = words.pop(0)
        key = table.keys.get(word)
        if key is None:
            hint = what_there_is(word, tuple(table.keys))
            raise UsageError(f"{name}: {table.what} has no key {word!r}{hint}")
        there = _within(there, word)
        if key.table is not None and words:
            table = key.table
            if key.kind is not Kind.TABLE:
                there = _entry(name, there, words.pop(0))
    if key is None or key.table is not None:
        raise UsageError(f"{name!r} is no single setting; name a key within it")
    return key


def _entry(name: str, there: object, word: str) -> object:
    """The named or numbered entry, which must be there already."""
    if isinstance(there, list):
        if word.isdecimal() and int(word) < len(there):
            return there[int(word)]
        raise UsageError(f"{name}: there are {len(there)} entries, and no {word!r}")
    known = tuple(there) if isinstance(there, Mapping) else ()
    if word not in known:
        raise UsageError(f"{name}: there is no {word!r}{what_there_is(word, known)}")
    return _within(there, word)


def _within(there: object, word: str) -> object:
    return there.get(word) if isinstance(there, Mapping) else None


def _value(scenario: Scenario, name: str, key: Key) -> object:
    """What stands now: written in the file, or the default."""
    there: Any = scenario.settings.data if scenario.settings is not None else {}
    words = split_key(name) or ()
    table: Table[Any] = SCENARIO
    default: object = None
    for word in words:
        found = (
            table.keys.get(word) if isinstance(there, Mapping | type(None)) else None
        )
        if found is not None:
            default = table.default(word)
            table = found.table or table
        is_list = isinstance(there, list)
        there = there[int(word)] if is_list else _within(there, word)
    value = default if there is None else there
    if key.words == (NEVER,) and value == NEVER:
        return None
    return float(value) if key.kind is Kind.NUMBER and isinstance(value, int) else value


def _control(key: Key, value: object, name: str) -> Any:  # noqa: ANN401
    label = " ".join(name.split(".")[-3:]).replace("_", " ").replace(" on call", "")
    how: dict[str, Any] = {
        "description": label,
        "tooltip": f"{name}: {key.doc}",
        "style": {"description_width": "260px"},
        "layout": {"width": "620px"},
    }
    match key.kind:
        case Kind.FLAG:
            return ipywidgets.Checkbox(value=bool(value), **how)
        case Kind.NUMBER:
            now = value if isinstance(value, float) else key.least
            most = key.most if key.most is not None else max(OFTEN, 2 * now)
            step = 0.1 if most >= OFTEN else most / STEPS
            ends = {"min": key.least, "max": most, "step": step}
            return ipywidgets.FloatSlider(
                value=now, readout_format=".2f", **ends, **how
            )
        case Kind.INTEGER:
            most = key.most if key.most is not None else 1_000_000
            now = value if isinstance(value, int) else int(key.least)
            return ipywidgets.BoundedIntText(
                value=now, min=int(key.least), max=int(most), **how
            )
    if key.words and key.kind is Kind.TEXT:
        options = [*key.words] if value else ["", *key.words]
        return ipywidgets.Dropdown(value=value or "", options=options, **how)
    return ipywidgets.Text(value="" if value is None else str(value), **how)
