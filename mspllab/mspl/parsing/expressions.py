"""Rules of expressions (mspl.md §2.1, §2.6)."""

from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.literals import read_number, unescape
from mspllab.mspl.nodes import Expression
from mspllab.mspl.parsing.cursor import DEEPEST, Cursor, Lost
from mspllab.mspl.tokens import NAME, NUMBER, STRING
from mspllab.mspl.values import LARGEST, SMALLEST

HIGHEST: Final = 60
"""Levels of one expression's tree: brackets, and operators or dots in a row."""
BINDING: Final = (
    {"||": 1, "&&": 2, "==": 3, "!=": 3}
    | dict.fromkeys(("<", "<=", ">", ">="), 4)
    | {"+": 5, "-": 5}
)
"""How tightly an operator binds its operands: C's table."""
LOOSEST: Final = 1
LOGICAL: Final = 2
"""Operators that bind no tighter than this one are && and ||."""
PREFIXES: Final = frozenset(("!", "-", "+"))
CLOSING: Final = frozenset((",", ")", ";", "]"))
"""Signs that end an expression."""
WORDS: Final = {"true": True, "false": False, "null": None}


def whole_expression(cursor: Cursor) -> Expression:
    """An expression that is part of no other; its tree is not too high."""
    start = cursor.starts[cursor.at]
    cursor.links = 0
    found = expression(cursor)
    # Counting the levels is only worth while where there can be too many.
    if cursor.links + DEEPEST > HIGHEST and nodes.height(found) > HIGHEST:
        raise cursor.too_deep(start, HIGHEST)
    return found


def expression(cursor: Cursor) -> Expression:
    """Expr = or-expr."""
    if cursor.kinds[cursor.at + 1] in CLOSING:  # a single token, as most arguments are
        return _primary(cursor)
    cursor.depth += 1
    if cursor.depth > DEEPEST:
        raise cursor.too_deep(cursor.starts[cursor.at])
    found = _operation(cursor, LOOSEST)
    cursor.depth -= 1
    return found


def _operation(cursor: Cursor, loosest: int) -> Expression:
    """or-expr to add-expr: operands joined by operators of `loosest` or tighter."""
    start = cursor.starts[cursor.at]
    left = (_unary if cursor.kinds[cursor.at] in PREFIXES else _postfix)(cursor)
    while (binding := BINDING.get(cursor.kinds[cursor.at], 0)) >= loosest:
        if binding <= LOGICAL:
            left = _logical(cursor, start, left, binding)
        else:
            operator = cursor.kinds[cursor.at]
            cursor.at += 1
            cursor.links += 1
            right = _operation(cursor, binding + 1)
            end = cursor.ends[cursor.at - 1]
            left = nodes.Binary(start, end, operator, left, right)
    return left


def _logical(cursor: Cursor, start: int, first: Expression, binding: int) -> Expression:
    """and-expr { "||" and-expr }, or eq-expr { "&&" eq-expr }."""
    operator = cursor.kinds[cursor.at]
    operands = [first]
    while cursor.kinds[cursor.at] == operator:
        cursor.at += 1
        operands.append(_operation(cursor, binding + 1))
    end = cursor.ends[cursor.at - 1]
    return nodes.Logical(start, end, operator, tuple(operands))


def _unary(cursor: Cursor) -> Expression:
    """Unary = ( "!" | "-" | "+" ) unary | postfix."""
    at = cursor.at
    kind = cursor.kinds[at]
    if kind not in PREFIXES:
        return _postfix(cursor)
    cursor.at += 1
    if kind != "!" and cursor.kinds[cursor.at] == NUMBER:
        return _number(cursor, at, kind)
    cursor.depth += 1
    if cursor.depth > DEEPEST:
        raise cursor.too_deep(cursor.starts[at])
    operand = _unary(cursor)
    cursor.depth -= 1
    return nodes.Unary(cursor.starts[at], cursor.ends[cursor.at - 1], kind, operand)


def _postfix(cursor: Cursor) -> Expression:
    """Postfix = primary { "." identifier | "[" expr "]" }."""
    start = cursor.starts[cursor.at]
    found = _primary(cursor)
    while True:
        kind = cursor.kinds[cursor.at]
        if kind == ".":
            cursor.at += 1
            field = name(cursor, "the name of a field after the dot").name
            found = nodes.Member(start, cursor.ends[cursor.at - 1], found, field)
        elif kind == "[":
            cursor.at += 1
            index = expression(cursor)
            cursor.expect("]", "after the index")
            found = nodes.Index(start, cursor.ends[cursor.at - 1], found, index)
        else:
            return found
        cursor.links += 1


def _primary(cursor: Cursor) -> Expression:
    """Primary: a literal, a name, a call or a bracketed expression."""
    at = cursor.at
    kind = cursor.kinds[at]
    if kind == NUMBER:
        return _number(cursor, at, "")
    cursor.at = at + 1
    if kind == NAME:
        if cursor.kinds[at + 1] == "(":
            return _call(cursor, at)
        return nodes.Name(cursor.starts[at], cursor.ends[at], cursor.texts[at])
    if kind == STRING:
        return _string(cursor, at)
    if kind == "(":
        found = expression(cursor)
        cursor.expect(")", "to close the bracket")
        return found
    if kind in WORDS:
        return nodes.Literal(cursor.starts[at], cursor.ends[at], WORDS[kind])
    cursor.at = at
    raise cursor.unexpected("a value")


def _call(cursor: Cursor, at: int) -> Expression:
    """Call = identifier "(" [ expr { "," expr } ] ")"."""
    cursor.at += 1
    arguments = []
    if cursor.kinds[cursor.at] != ")":
        arguments.append(expression(cursor))
        while cursor.kinds[cursor.at] == ",":
            cursor.at += 1
            arguments.append(expression(cursor))
        if cursor.kinds[cursor.at] != ")":
            raise cursor.unexpected(", or ) after the argument")
    cursor.at += 1
    start, end = cursor.starts[at], cursor.ends[cursor.at - 1]
    return nodes.Call(start, end, cursor.texts[at], tuple(arguments))


def name(cursor: Cursor, what: str) -> nodes.Name:
    """A name that must stand here."""
    at = cursor.at
    if cursor.kinds[at] != NAME:
        raise cursor.unexpected(what, in_expression=False)
    cursor.at = at + 1
    return nodes.Name(cursor.starts[at], cursor.ends[at], cursor.texts[at])


def _string(cursor: Cursor, at: int) -> Expression:
    start, end = cursor.starts[at], cursor.ends[at]
    text = cursor.texts[at][1:-1]
    if "\\" in text:
        text = unescape(text)
        if not text.isprintable() and any("\ud800" <= c <= "\udfff" for c in text):
            message = r"half of a pair of \u escapes stands for no character"
            cursor.report("MSPL103", message, start, end)
    if cursor.kinds[cursor.at] == STRING and cursor.starts[cursor.at] == end:
        cursor.report(
            "MSPL103",
            "two quotation marks in a row end a text and begin another",
            end - 1,
            end + 1,
            r"a quotation mark inside a text is written \"",
        )
        raise Lost
    return nodes.Literal(start, end, text)


def _number(cursor: Cursor, at: int, sign: str) -> Expression:
    """A number with the sign before it, which is part of the literal (§1.5)."""
    start = cursor.starts[at]
    text = sign + cursor.texts[cursor.at]
    cursor.at += 1
    end = cursor.ends[cursor.at - 1]
    value = read_number(text)
    if value is None:
        message = f"{text} is out of reach: integers go from {SMALLEST} to {LARGEST}"
        if "." in text or "e" in text.lower():
            message = f"{text} is too large for a float"
        cursor.report("MSPL105", message, start, end)
        value = 0
    return nodes.Literal(start, end, value)
