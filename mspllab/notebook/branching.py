"""Branching: what the player's panel asks for, as a branch to be shown below it."""

from collections.abc import Mapping
from typing import Any

from mspllab.errors import MspllabError, UsageError
from mspllab.scenario.branch import Change, branch
from mspllab.scenario.language.settings import value_in
from mspllab.scenario.origin import Origin
from mspllab.scenario.tampering import delay, header, lose
from mspllab.trace.trace import Trace
from mspllab.views.branching import draw_branch, sentence
from mspllab.views.svg import render_svg

Answer = dict[str, str]
"""`said`, the first difference in words, and `svg`, the ladders; or `trouble`."""


def can_branch(trace: Trace) -> bool:
    """Whether the trace knows what it was played from."""
    return isinstance(trace.origin, Origin)


def branched(trace: Trace, asked: Mapping[str, Any]) -> Answer:
    """What becomes of `trace` with the change that the panel asks for.

    Args:
        trace: the one in the player.
        asked: `what` ("lose", "delay", "header" or "setting"); `n`, the number of the
            message, or `at`, the second, where a setting is changed; and the fields as
            they were typed: `seconds`, `name`, `key`, `value`.
    """
    try:
        found = branch(trace, _moment(asked), _change(asked))
    except MspllabError as error:
        return {"trouble": str(error).splitlines()[0]}
    return {"said": sentence(found), "svg": render_svg(draw_branch(found))}


def _moment(asked: Mapping[str, Any]) -> float | None:
    """A message is the moment itself; a setting counts from the present second on."""
    return float(asked.get("at", 0)) if asked.get("what") == "setting" else None


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
        case "setting":
            return {str(asked.get("key", "")).strip(): value_in(value.strip())}
        case what:
            raise UsageError(f"{what!r} is no change: lose, delay, header or setting")


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        message = f"a delay is a number of seconds such as 0.5, not {text!r}"
        raise UsageError(message) from None
