"""One header field as a line: its name, its key, its value (RFC 3261 §7.3.1).

A key is the long name in lower case.  A line is kept as it was written, folds and all.
"""

import re
from collections.abc import Iterable

from mspllab.errors import BuildError, ParseError
from mspllab.sip.grammar import token
from mspllab.sip.header_names import COMPACT

_REMEMBERED = 4096
"""How many spellings of names are kept, and how long ones."""
_LONGEST = 64

_FOLD = re.compile(r"[ \t]*[\r\n]+[ \t]*")


class _Keys(dict[str, str]):
    """Spelling of a name → key; learns as it is asked.

    What stands before a line's first colon is looked up as it is, so that the names
    that come again and again cost one look-up.
    """

    def __missing__(self, spelling: str) -> str:
        name = spelling.rstrip(" \t")
        if not token(name):
            raise KeyError(spelling)
        lower = name.lower()
        key = COMPACT.get(lower, lower)
        if len(self) < _REMEMBERED and len(spelling) < _LONGEST:
            self[spelling] = key
        return key


KEYS = _Keys()
"""Spelling → key; KeyError for what is no token and so can be no name."""


def key_of(name: str) -> str:
    """The key that `name`, compact or not, stands for."""
    try:
        return KEYS[name]
    except KeyError:
        return name  # no field can have a name that is no token


def key_of_line(line: str) -> str:
    """The key of a line that was received; ParseError where it has no name."""
    try:
        return KEYS[line.partition(":")[0]]
    except KeyError:
        raise ParseError("header line", line, expected='a name and ":"') from None


def value_of(line: str) -> str:
    """A line's value, stripped, with one space for every fold."""
    value = line.partition(":")[2]
    if "\n" in value or "\r" in value:
        value = _FOLD.sub(" ", value)
    return value.strip(" \t")


def new_key(name: str) -> str:
    """The key of a field we make ourselves; BuildError for what cannot be a name."""
    try:
        return KEYS[name]
    except KeyError:
        raise BuildError(f"a header name is a token, {name!r} is none") from None


def new_line(name: str, value: str) -> tuple[str, str]:
    """Key and line of a field we make ourselves; BuildError for what cannot be one."""
    line = f"{name}: {value}"
    if "\n" in line or "\r" in line:
        raise BuildError(f"header {name}: a value cannot hold a line break: {value!r}")
    return new_key(name), line


def new_lines(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], list[str]]:
    """Names, and their lines, of several fields we make ourselves."""
    pairs = tuple(pairs)
    lines = [f"{name}: {value}" for name, value in pairs]
    whole = "".join(lines)
    if "\n" in whole or "\r" in whole:
        for name, value in pairs:
            new_line(name, value)  # complains of the one it is
    return tuple([name for name, _ in pairs]), lines


def with_folds(lines: list[str]) -> list[str]:
    """Lines with every continuation joined to the line it continues, as written."""
    whole: list[list[str]] = []
    for line in lines:
        if line[:1] not in (" ", "\t") or not line:
            whole.append([line])
        elif whole:
            whole[-1].append(line)
        else:
            raise ParseError("header line", line, expected="a header name", column=1)
    return ["\r\n".join(parts) for parts in whole]
