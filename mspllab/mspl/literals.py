"""Literals: what the text of a number or a string stands for (mspl.md §1.5, §1.6)."""

from typing import Final

from mspllab.mspl.values import LARGEST, SMALLEST, single

ESCAPED: Final = {'"': '"', "\\": "\\", "r": "\r", "n": "\n", "t": "\t"}
INFINITE: Final = (float("inf"), float("-inf"))


def unescape(text: str) -> str:
    r"""What the inside of a text literal stands for; its escapes are known good.

    Two \u escapes may make one character, as UTF-16 has it.
    """
    first, *rest = text.split("\\")
    parts, following = [first], iter(rest)
    for part in following:
        if part == "":  # an escaped backslash leaves nothing between the two
            parts += "\\", next(following)
        elif part[0] == "u":
            parts += chr(int(part[1:5], 16)), part[5:]
        else:
            parts += ESCAPED[part[0]], part[1:]
    joined = "".join(parts)
    if any("\ud800" <= character <= "\udfff" for character in joined):
        return joined.encode("utf-16", "surrogatepass").decode(
            "utf-16", "surrogatepass"
        )
    return joined


def read_number(text: str) -> int | float | None:
    """Value of a number literal with its sign; None where it is out of reach."""
    hexadecimal = "x" in text or "X" in text
    if not hexadecimal and ("." in text or "e" in text or "E" in text):
        value = single(float(text))
        return None if value in INFINITE else value
    # Python refuses to read very long numbers; these are out of reach anyhow.
    if len(text.lstrip("+-0xX")) > len(str(LARGEST)):
        return None
    number = int(text, 16 if hexadecimal else 10)
    return number if SMALLEST <= number <= LARGEST else None
