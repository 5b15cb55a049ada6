"""Functions on text (mspl.md §4.6)."""

import re
from binascii import a2b_base64

from mspllab.applications.builtins.registry import builtin
from mspllab.errors import ScriptError
from mspllab.mspl.values import text
from mspllab.mspl.vocabulary import Level


def _folded(source: str, ignore_case: bool) -> str:
    return source.lower() if ignore_case else source


@builtin("string Concatenate(string first, string text…)", pure=True)
def concatenate(*texts: str) -> str:
    """Join all arguments to one text."""
    return "".join(texts)


@builtin("bool EqualString(string s1, string s2, bool ignoreCase)", pure=True)
def equal_string(s1: str, s2: str, ignore_case: bool) -> bool:
    """Whether two texts are the same."""
    return _folded(s1, ignore_case) == _folded(s2, ignore_case)


@builtin(
    "bool ContainsString(string source, string search, bool ignoreCase)", pure=True
)
def contains_string(source: str, search: str, ignore_case: bool) -> bool:
    """Whether `search` stands anywhere in `source`; an empty one always does."""
    return _folded(search, ignore_case) in _folded(source, ignore_case)


@builtin(
    "bool StartsWithString(string source, string search, bool ignoreCase)",
    pure=True,
    since=Level.V2007R2,
    until=Level.V2007R2,
)
def starts_with_string(source: str, search: str, ignore_case: bool) -> bool:
    """Whether `source` begins with `search`."""
    return _folded(source, ignore_case).startswith(_folded(search, ignore_case))


@builtin(
    "bool EndsWithString(string source, string search, bool ignoreCase)",
    pure=True,
    until=Level.V2007R2,
)
def ends_with_string(source: str, search: str, ignore_case: bool) -> bool:
    """Whether `source` ends with `search`."""
    return _folded(source, ignore_case).endswith(_folded(search, ignore_case))


@builtin(
    "int IndexOfString(string? target, string? search, bool ignoreCase = false)",
    pure=True,
    since=Level.V2007R2,
)
def index_of_string(
    target: str | None, search: str | None, ignore_case: bool = False
) -> int:
    """Position of the first `search` in `target`, from 0; -1 where there is none."""
    # The reference describes the flag the other way round; we take its name's word.
    if not target or not search:
        return -1
    return _folded(target, ignore_case).find(_folded(search, ignore_case))


@builtin("int LengthString(string? s)", pure=True, since=Level.V2007R2)
def length_string(s: str | None) -> int:
    """Number of characters; 0 for null."""
    return len(s or "")


@builtin(
    "string? SubString(string s, int start, int? length = null)",
    pure=True,
    since=Level.V2007R2,
)
def sub_string(s: str, start: int, length: int | None = None) -> str | None:
    """The part of `length` from `start` on, or to the end; null if it is not there."""
    if length is None:
        length = len(s) - start
    if start < 0 or length < 0 or start + length > len(s):
        return None
    return s[start : start + length]


@builtin(
    "collection Split(string source, any separator, string? charSet = null)", pure=True
)
def split(
    source: str, separator: object, char_set: str | None = None
) -> tuple[str, ...]:
    """Cut a text at the first character of `separator`, a comma if that is empty.

    The older form has three arguments: it cuts at the characters in `charSet`, or,
    where the second is true, at all others, and takes a run of them for one.
    """
    if char_set is not None:
        return _split_at_any(source, char_set or ",", others=bool(separator))
    return tuple(source.split(text(separator, "the separator of Split")[:1] or ","))


def _split_at_any(source: str, char_set: str, *, others: bool) -> tuple[str, ...]:
    negation = "^" if others else ""
    return tuple(re.split(f"[{negation}{re.escape(char_set)}]+", source))


@builtin(
    "int HashString(string input, int multiplier, int maxValue, bool caseSensitive)",
    pure=True,
    since=Level.V2007R2,
)
def hash_string(
    source: str, multiplier: int, max_value: int, case_sensitive: bool
) -> int:
    """A number from 0 to `maxValue` - 1 that is always the same for the same text."""
    if max_value == 0:
        raise ScriptError("HashString: maxValue is 0, which would divide by zero")
    octets = _folded(source, not case_sensitive).encode("utf-8", "surrogateescape")
    return _wrapped(sum(octets) * multiplier) % abs(max_value)


def _wrapped(number: int) -> int:
    """`number` as a 32-bit sum would come out, without its sign."""
    return number & 0x7FFF_FFFF


@builtin(
    "string? Base64Decode(string text)",
    pure=True,
    until=Level.V2007R2,
)
def base64_decode(source: str) -> str | None:
    """The text that is written in base64 here; null where that cannot be read."""
    try:
        return a2b_base64(source, strict_mode=True).decode("utf-8")
    except ValueError:
        return None
