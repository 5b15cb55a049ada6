"""Whether a blank stands between two tokens of one line."""

from collections.abc import Sequence
from typing import Final

from mspllab.mspl.tokens import NAME, NUMBER

SIGN: Final = frozenset("+-")
OPERAND_END: Final = frozenset(
    (NAME, NUMBER, "text", ")", "]", "true", "false", "null")
)
"""Behind these a + or - stands between two operands; behind all others it is a sign."""
NO_BLANK_BEFORE: Final = frozenset((")", "]", ",", ";", ":", "[", "}"))
NO_BLANK_AFTER: Final = frozenset(("(", "[", "!", "."))


def is_sign(kinds: Sequence[str], index: int, starts_line: bool) -> bool:
    """Whether token `index` is the sign of what follows."""
    if kinds[index] not in SIGN:
        return False
    return starts_line or index == 0 or kinds[index - 1] not in OPERAND_END


def glue(before: str, kind: str, *, after_sign: bool) -> str:
    """Nothing or a blank between tokens of these kinds."""
    if after_sign:  # two of them in a row would be another operator
        return " " if kind in SIGN else ""
    if before in NO_BLANK_AFTER or kind in NO_BLANK_BEFORE:
        return ""
    if kind == ".":  # the point must not become part of a number
        return " " if before == NUMBER else ""
    if kind == "(":
        return "" if before == NAME else " "
    return " "
