"""Habits: arguments that are legal and mean something else, function by function.

From the reference's table of traps (mspl.md §9); only what is written out is looked at.
"""

from collections.abc import Callable
from typing import Final, Protocol

from mspllab.mspl import nodes
from mspllab.mspl.checking.report import Report
from mspllab.mspl.diagnostics import Severity
from mspllab.mspl.nodes import Expression

Arguments = tuple[Expression, ...]
LOWEST, HIGHEST = 100, 699
"""Status codes."""
OF_SERVER: Final = frozenset(("via", "from", "to", "call-id", "cseq", "content-length"))
"""Headers that the server writes into every answer itself."""
UNDECIDED: Final = "the documentation says one thing of this flag and names it another"


class Checks(Protocol):
    """Where findings go."""

    report: Report


def check_habits(checks: Checks, call: nodes.Call) -> None:
    """What is to be said of the arguments of this very function."""
    rule = RULES.get(call.name)
    if rule is not None:
        rule(checks, call, call.arguments)


def _respond(checks: Checks, call: nodes.Call, arguments: Arguments) -> None:
    """Respond("302", "Moved", "Contact=<sip:…>") (T24)."""
    for code in arguments[:1]:
        if isinstance(code, nodes.Literal) and not _is_status(code.value):
            message = f"{code.value} is no status code from {LOWEST} to {HIGHEST}"
            checks.report("MSPL424", message, code)
    for header in arguments[2:]:
        if isinstance(header, nodes.Literal) and isinstance(header.value, str):
            _header(checks, header, header.value)


def _is_status(value: object) -> bool:
    text = str(value)
    is_number = len(text) == 3 and text.isascii() and text.isdigit()
    return is_number and LOWEST <= int(text) <= HIGHEST


def _header(checks: Checks, where: Expression, text: str) -> None:
    name, equals, _ = text.partition("=")
    first, colon, value = text.partition(":")
    if not equals or (colon and len(first) < len(name)):
        hint = f'write "{first.strip()}={value.strip()}"' if colon else ""
        message = "a header of the answer is written Name=Value"
        checks.report("MSPL424", message, where, hint)
    elif name.strip().lower() in OF_SERVER:
        message = f"the server writes {name.strip()} into the answer itself"
        checks.report("MSPL424", message, where, "leave the header away")


def _split(checks: Checks, call: nodes.Call, arguments: Arguments) -> None:
    """Split("a::b", "::") (T33)."""
    separator = arguments[1] if len(arguments) == 2 else None
    text = separator.value if isinstance(separator, nodes.Literal) else None
    if separator is not None and isinstance(text, str) and len(text) > 1:
        message = f'only "{text[0]}" separates, the first character'
        hint = "split at one character, and put together again what belongs so"
        checks.report("MSPL410", message, separator, hint)


def _index(checks: Checks, call: nodes.Call, arguments: Arguments) -> None:
    """IndexOfString("ABC", "b", true) (T32)."""
    for flag in arguments[2:3]:
        hint = "here true ignores case; try it on the server that is to run it"
        checks.report("MSPL410", UNDECIDED, flag, hint, Severity.INFO)


def _hash(checks: Checks, call: nodes.Call, arguments: Arguments) -> None:
    """HashString(user, 31, 4, true) (T32); a remainder by 0 ends the run."""
    for most in arguments[2:3]:
        if isinstance(most, nodes.Literal) and most.value == 0:
            message = "HashString divides by maxValue, and 0 ends the run"
            checks.report("MSPL407", message, most)
    for flag in arguments[3:4]:
        hint = "here true tells cases apart; try it on the server that is to run it"
        checks.report("MSPL410", UNDECIDED, flag, hint, Severity.INFO)


def _begin_fork(checks: Checks, call: nodes.Call, arguments: Arguments) -> None:
    """BeginFork(true, 30) (T30)."""
    for argument, wanted in zip(arguments, (False, 0), strict=False):
        if isinstance(argument, nodes.Literal) and argument.value != wanted:
            message = "both arguments are reserved, and do nothing"
            hint = "write BeginFork(false, 0): all branches go out at once"
            checks.report("MSPL410", message, argument, hint)


RULES: Final[dict[str, Callable[[Checks, nodes.Call, Arguments], None]]] = {
    "BeginFork": _begin_fork,
    "HashString": _hash,
    "IndexOfString": _index,
    "Respond": _respond,
    "Split": _split,
}
