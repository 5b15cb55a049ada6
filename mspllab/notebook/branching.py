"""Branching: what the player's panel asks for, as a branch to be shown below it."""

from collections.abc import Mapping
from typing import Any

from mspllab.errors import MspllabError, UsageError
from mspllab.scenario.alteration import line
from mspllab.scenario.branch import Change, branch
from mspllab.scenario.language.settings import value_in
from mspllab.scenario.origin import Origin
from mspllab.scenario.tampering import delay, header, lose
from mspllab.trace.trace import Trace
from mspllab.views.branching import asked as told_change
from mspllab.views.branching import sentence
from mspllab.views.playback.page import page_of

Answer = dict[str, Any]
"""The `change` and the first difference, `said`, in words; where there is one, `pages`,
both runs, and `part`, the number of its message. Or else `trouble`."""


def can_branch(trace: Trace) -> bool:
    """Whether the trace knows what it was played from."""
    return isinstance(trace.origin, Origin)


def branched(trace: Trace, asked: Mapping[str, Any]) -> Answer:
    """What becomes of `trace` with the change that the panel asks for.

    Args:
        trace: the one in the player.
        asked: `what` ("lose", "delay", "header", "line" or "setting"); `n`, the number
            of the message, `at`, the second; `script`, the path of the manifest whose
            line is changed; and the fields as they were typed: `seconds`, `name`,
            `key`, `value`, `line`, `text`.
    """
    try:
        found = branch(trace, _moment(asked), _change(asked))
    except MspllabError as error:
        return {"trouble": str(error).splitlines()[0]}
    said = {"change": told_change(found), "said": sentence(found)}
    if found.difference is None:
        return said
    pages = [page_of(found.original), page_of(found.changed)]
    return {**said, "pages": pages, "part": found.difference.n}


def _moment(asked: Mapping[str, Any]) -> int | float | None:
    """A message is the moment itself; a setting counts from the present second on."""
    at = float(asked.get("at", 0))
    match asked.get("what"):
        case "setting":
            return at
        case "line":
            n: int | None = asked.get("n")
            return at if n is None else n
    return None


def _change(asked: Mapping[str, Any]) -> Change:
    n: Any = asked.get("n")
    value = str(asked.get("value", ""))
    match asked.get("what"):
        case "lose":
            return lose(n)
        case "delay":
            return delay(n, _seconds(str(asked.get("seconds", ""))))
        case "header":
            return header(n, str(asked.get("name", "")).strip(), value.strip() or None)
        case "line":
            text = str(asked.get("text", ""))
            return line(str(asked.get("script", "")), _number(asked), text)
        case "setting":
            return {str(asked.get("key", "")).strip(): value_in(value.strip())}
        case what:
            raise UsageError(
                f"{what!r} is no change: lose, delay, header, line or setting"
            )


def _number(asked: Mapping[str, Any]) -> int:
    text = str(asked.get("line", "")).strip()
    if not text.isdecimal():
        raise UsageError(f"a line is a number such as 13, not {text!r}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        message = f"a delay is a number of seconds such as 0.5, not {text!r}"
        raise UsageError(message) from None
