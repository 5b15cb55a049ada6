"""Statement: one step of a recorded script run, and what it changed, as plain data."""

from collections.abc import Iterator
from typing import Any

from mspllab.trace.records import ScriptState, ScriptStep, ScriptVariable
from mspllab.views.captions.reading import printable

Change = tuple[str, str | None, str | None]
"""What, before and after; None where there is none."""
LONGEST = 60
"""Characters of a value in a sentence; the table has all of it."""
WORDS = {
    "outcome": "the outcome is {}",
    "response": "the answer is {}",
    "targets": "it will go to {}",
    "fork": "the fork goes to {}",
    "retarget": "the target is {}",
    "endpoint": "the endpoint is {}",
}
"""Field of a script's state → how a sentence says that it has changed."""


def statement_entry(step: ScriptStep) -> dict[str, Any]:
    """Line, variables before and after, what else changed, and that in words."""
    variables = list(_variables(step))
    changes = [*_state_changes(step.state, step.state_after), *_header_changes(step)]
    entry = {
        "line": step.line,
        "from": step.column,
        "function": printable(step.function),
        "variables": variables,
        "did": [(name, before, after) for name, before, after in changes],
        "then": "; ".join(_words(step, variables, changes)),
    }
    return {key: value for key, value in entry.items() if value}


def _variables(step: ScriptStep) -> Iterator[Change]:
    before = {one.name: one for one in step.variables}
    after = {one.name: one for one in step.variables_after}
    for name in dict.fromkeys([*before, *after]):
        yield printable(name), _value(before.get(name)), _value(after.get(name))


def _value(variable: ScriptVariable | None) -> str | None:
    return None if variable is None else printable(_shown(variable.value))


def _shown(value: object) -> str:
    """A value as a script would write it, as far as it has a way to."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case tuple():
            return ", ".join(map(_shown, value)) or "nothing"
    return str(value)


def _state_changes(before: ScriptState, after: ScriptState) -> Iterator[Change]:
    for name in WORDS:
        old, new = _words_of(before, name), _words_of(after, name)
        if old != new:
            yield name, old, new


def _words_of(state: ScriptState, name: str) -> str | None:
    value = getattr(state, name)
    if isinstance(value, tuple):
        value = ", ".join(value)
    return printable(value) if value else None


def _header_changes(step: ScriptStep) -> Iterator[Change]:
    """Header lines that the statement added, took away or wrote otherwise."""
    before, after = _lines(step.state), _lines(step.state_after)
    gone = [line for line in before if line not in after]
    for line in after:
        if line not in before:
            name = _name(line)
            old = next((one for one in gone if _name(one) == name), None)
            if old is not None:
                gone.remove(old)
            yield name, old and _rest(old), _rest(line)
    for line in gone:
        yield _name(line), _rest(line), None


def _lines(state: ScriptState) -> dict[str, None]:
    head = state.message.partition("\r\n\r\n")[0]
    return dict.fromkeys(printable(line) for line in head.split("\r\n"))


def _name(line: str) -> str:
    """Name of a header line; a start line goes by its own."""
    name, colon, _ = line.partition(":")
    return "start line" if not colon or " " in name.strip() else name.strip()


def _rest(line: str) -> str:
    return line if _name(line) == "start line" else line.partition(":")[2].strip()


def _words(
    step: ScriptStep, variables: list[Change], changes: list[Change]
) -> Iterator[str]:
    for name, before, after in variables:
        if after is not None and before != after:
            yield f"{name} is {_short(after)}"
    for name, _, after in changes:
        gone = "there is none" if name in WORDS else "it is taken away"
        said = WORDS.get(name, f"{name} is {{}}")
        yield said.format(_short(after)) if after else f"{name}: {gone}"
    if step.state_after.logged > step.state.logged:
        yield "the log has a line more"
    if step.error:
        yield f"the run ends: {printable(step.error)}"


def _short(text: str | None) -> str:
    text = text or "none"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
