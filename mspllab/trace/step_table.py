"""Steps ↔ plain values for JSON, what many steps share said once.

A step holds the variables and the whole message before and after it, and the next one
holds most of that again. In the table each stands once, and steps give its number.
"""

from collections.abc import Sequence
from typing import Any

from mspllab.trace.records import ScriptState, ScriptStep, ScriptVariable

Table = dict[str, Any]
Variables = tuple[ScriptVariable, ...]


def step_table(steps: Sequence[ScriptStep]) -> Table:
    """The steps of a run as {"messages", "states", "variables", "steps"}: lists."""
    messages: dict[str, int] = {}
    states: dict[ScriptState, int] = {}
    variables: dict[Variables, int] = {}
    rows = []
    for step in steps:
        row = step._asdict()
        for name in ("variables", "variables_after"):
            row[name] = variables.setdefault(row[name], len(variables))
        for name in ("state", "state_after"):
            row[name] = states.setdefault(row[name], len(states))
        rows.append(row)
    for state in states:
        messages.setdefault(state.message, len(messages))
    return {
        "messages": list(messages),
        "states": [{**s._asdict(), "message": messages[s.message]} for s in states],
        "variables": [[one._asdict() for one in several] for several in variables],
        "steps": rows,
    }


def steps_of(table: Table) -> tuple[ScriptStep, ...]:
    """The steps that `step_table` wrote."""
    states = [_state(fields, table["messages"]) for fields in table["states"]]
    variables = [tuple(map(_variable, several)) for several in table["variables"]]
    return tuple(
        ScriptStep(
            **row
            | {name: variables[row[name]] for name in ("variables", "variables_after")}
            | {name: states[row[name]] for name in ("state", "state_after")}
        )
        for row in table["steps"]
    )


def _state(fields: Table, messages: Sequence[str]) -> ScriptState:
    fork = fields["fork"]
    return ScriptState(
        **fields
        | {
            "message": messages[fields["message"]],
            "targets": tuple(fields["targets"]),
            "fork": None if fork is None else tuple(fork),
        }
    )


def _variable(fields: Table) -> ScriptVariable:
    return ScriptVariable(fields["name"], fields["kind"], _value(fields["value"]))


def _value(value: object) -> object:
    """JSON has lists where records have tuples."""
    return tuple(map(_value, value)) if isinstance(value, list) else value
