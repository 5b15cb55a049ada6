"""Functions on text (mspl.md §4.6)."""

import re
from binascii import a2b_base64

from mspllab.applications.builtins.registry import builtin
from mspllab.errors import ScriptError
from mspllab.mspl.allowance import (
    LONG_TEXT,
    MOST_ELEMENTS,
    charge,
    checked_length,
)
from mspllab.mspl.values import text
from mspllab.mspl.vocabulary import Level


def _folded(source: str, ignore_case: bool) -> str:
    """The text to compare; a long one is paid for here, whatever is done with it."""
    if len(source) > LONG_TEXT:
        charge(len(source))
    return source.lower() if ignore_case else source


@builtin("string Concatenate(string first, string text…)", pure=True)
def concatenate(*texts: str) -> str:
    """All arguments joined to one text.

    Numbers, bools and constants become text first; there is no + for texts.

    first: one argument alone gives itself; none at all does not compile.
    Example: Concatenate("sip:", "bob", "@", "lab.example") → "sip:bob@lab.example"
    Example: Concatenate("call ", 7, " is ", true) → "call 7 is true"
    """
    length = sum(map(len, texts))
    if length > LONG_TEXT:
        checked_length(length)
    return "".join(texts)


@builtin("bool EqualString(string s1, string s2, bool ignoreCase)", pure=True)
def equal_string(s1: str, s2: str, ignore_case: bool) -> bool:
    """Whether two texts are the same.

    ignoreCase: true: "Bob" and "bob" are. The operator == has no such choice.
    Example: EqualString("Bob", "bob", true) → true
    Example: EqualString("Bob", "bob", false) → false
    """
    return _folded(s1, ignore_case) == _folded(s2, ignore_case)


@builtin(
    "bool ContainsString(string source, string search, bool ignoreCase)", pure=True
)
def contains_string(source: str, search: str, ignore_case: bool) -> bool:
    """Whether a text stands anywhere in another.

    source: where to look.
    search: what to look for; an empty text stands in every other.
    Example: ContainsString("top SECRET plan", "secret", true) → true
    """
    return _folded(search, ignore_case) in _folded(source, ignore_case)


@builtin(
    "bool StartsWithString(string source, string search, bool ignoreCase)",
    pure=True,
    since=Level.V2007R2,
    until=Level.V2007R2,
)
def starts_with_string(source: str, search: str, ignore_case: bool) -> bool:
    """Whether a text begins with another.

    Newer servers do not have it: compare IndexOfString with 0.

    search: false where it is longer than `source`.
    Example: StartsWithString("sip:bob@lab.example", "sip:", false) → true
    """
    return _folded(source, ignore_case).startswith(_folded(search, ignore_case))


@builtin(
    "bool EndsWithString(string source, string search, bool ignoreCase)",
    pure=True,
    until=Level.V2007R2,
)
def ends_with_string(source: str, search: str, ignore_case: bool) -> bool:
    """Whether a text ends with another.

    Newer servers do not have it; SubdomainOf does the same for domains.

    search: false where it is longer than `source`.
    Example: EndsWithString("bob@lab.example", "LAB.example", true) → true
    """
    return _folded(source, ignore_case).endswith(_folded(search, ignore_case))


@builtin(
    "int IndexOfString(string? target, string? search, bool ignoreCase = false)",
    pure=True,
    since=Level.V2007R2,
)
def index_of_string(
    target: str | None, search: str | None, ignore_case: bool = False
) -> int:
    """The position of a text in another, counted from 0.

    target: where to look.
    search: what to look for.
    Gives: -1 where it is not there, and where either is empty or null.
    Guess: the reference describes ignoreCase the other way round, for true as well as
        for its being left out; we take its name's word. Give it, and try it out.
    Example: IndexOfString("sip:bob@lab.example", "@") → 7
    Example: IndexOfString("Bob", "bob", true) → 0
    """
    if not target or not search:
        return -1
    return _folded(target, ignore_case).find(_folded(search, ignore_case))


@builtin("int LengthString(string? s)", pure=True, since=Level.V2007R2)
def length_string(s: str | None) -> int:
    """How many characters a text has.

    s: null has none, and is allowed here.
    Example: LengthString("bob") → 3
    Example: LengthString(null) → 0
    """
    return len(s or "")


@builtin(
    "string? SubString(string s, int start, int length = rest)",
    pure=True,
    since=Level.V2007R2,
)
def sub_string(s: str, start: int, length: int | None = None) -> str | None:
    """A part of a text.

    start: of the first character, counted from 0.
    length: how many characters; left out: all up to the end.
    Null: where the text has no such part, because it is too short.
    Guess: a start right behind the last character gives ""; negative numbers give null.
    Example: SubString("sip:bob@lab.example", 4, 3) → "bob"
    Example: SubString("sip:bob@lab.example", 8) → "lab.example"
    Example: SubString("bob", 2, 5) → null
    """
    if length is None:
        length = len(s) - start
    if start < 0 or length < 0 or start + length > len(s):
        return None
    if length > LONG_TEXT:
        charge(length)
    return s[start : start + length]


@builtin(
    "collection Split(string source, string separator)", pure=True, until=Level.V2005
)
def split_at_separator(source: str, separator: str) -> tuple[str, ...]:
    """A text cut in pieces.

    separator: only its first character counts; "" means a comma.
    Gives: a collection for foreach; two separators in a row have "" between them.
    Example: Split("a,b,,c", ",") → "a", "b", "", "c"
    """
    return _pieces(_folded(source, False).split(separator[:1] or ","))


@builtin(
    "collection Split(string source, any separator, string charSet = rest)",
    pure=True,
    since=Level.V2007R2,
    forms=(
        "collection Split(string source, string separator)",
        "collection Split(string source, bool charsNotInSet, string charSet)",
    ),
)
def split(
    source: str, separator: object, char_set: str | None = None
) -> tuple[str, ...]:
    """A text cut in pieces.

    The form with three arguments is documented for 2007 and 2007 R2; we accept it later
    as well. It cuts at every character of a set and takes a run of them for one.

    separator: only its first character counts; "" means a comma.
    charsNotInSet: true: it cuts at all characters that are not in the set.
    charSet: the characters; "" means a comma.
    Gives: a collection for foreach; two separators in a row have "" between them. A
        text without the separator is one piece, and so is "".
    Example: Split("a,b,,c", ",") → "a", "b", "", "c"
    Example: Split("a; b", false, "; ") → "a", "b"
    """
    if char_set is not None:
        return _split_at_any(source, char_set or ",", others=bool(separator))
    return split_at_separator(source, text(separator, "the separator of Split"))


def _split_at_any(source: str, char_set: str, *, others: bool) -> tuple[str, ...]:
    negation = "^" if others else ""
    pattern = f"[{negation}{re.escape(_folded(char_set, False))}]+"
    return _pieces(re.split(pattern, _folded(source, False)))


def _pieces(found: list[str]) -> tuple[str, ...]:
    if len(found) > MOST_ELEMENTS:
        raise ScriptError(
            f"Split: {len(found):,} pieces are too many; there may be {MOST_ELEMENTS:,}"
        )
    return tuple(found)


@builtin(
    "int HashString(string input, int multiplier, int maxValue, bool caseSensitive)",
    pure=True,
    since=Level.V2007R2,
)
def hash_string(
    source: str, multiplier: int, max_value: int, case_sensitive: bool
) -> int:
    """A number that is always the same for the same text, to spread load with.

    The sum of all characters, each times the multiplier, modulo `maxValue`; so texts
    with the same letters in another order get the same number.

    maxValue: one more than the largest result.
    Gives: a number from 0 to `maxValue` - 1.
    Errors: a `maxValue` of 0 ends the run.
    Guess: the reference describes caseSensitive the other way round; we take its name's
        word. Characters count with their UTF-8 bytes, sums with 31 bits.
    Example: HashString("sip:bob@lab.example", 1, 2, false) → 0
    """
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
    """The text that is written in Base64 here.

    Null: where the text is no Base64, or what it stands for is no text.
    Example: Base64Decode("Ym9i") → "bob"
    """
    try:
        return a2b_base64(_folded(source, False), strict_mode=True).decode("utf-8")
    except ValueError:
        return None
