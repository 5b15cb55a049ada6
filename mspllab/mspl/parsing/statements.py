"""Rules of statements (mspl.md §2.1, §2.4)."""

from collections.abc import Callable
from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.nodes import Expression, Statement
from mspllab.mspl.parsing.cursor import DEEPEST, STARTING, Cursor, Lost
from mspllab.mspl.parsing.expressions import name, whole_expression
from mspllab.mspl.tokens import END, NAME

FOREIGN: Final = {
    "for": "there are foreach and while",
    "do": "there is while (…) { … }",
    "elseif": "write else if (…) { … }",
    "elif": "write else if (…) { … }",
    "def": "functions begin with function",
    "try": "an error ends the run; test values before you use them",
    "throw": "to end a run, write return;",
    "goto": "there are break, continue and return",
} | dict.fromkeys(
    ("string", "int", "integer", "bool", "float", "var", "let", "const", "auto"),
    "variables are not declared; they come into being when assigned",
)
"""Words that begin a statement in other languages, and what to write instead."""


def next_statement(cursor: Cursor, into: list[Statement]) -> None:
    """Add the next statement to `into`; after an error, go on behind it."""
    at, depth, known = cursor.at, cursor.depth, len(cursor.findings)
    try:
        into.append(statement(cursor))
    except Lost:
        cursor.depth = depth
        if cursor.texts[at] in FOREIGN and cursor.kinds[at] == NAME:
            del cursor.findings[known:]
            _foreign(cursor, at)
        cursor.skip_statement(at)


def _foreign(cursor: Cursor, at: int) -> None:
    """Report a statement of another language, and step over its brackets."""
    word = cursor.texts[at]
    start, end = cursor.starts[at], cursor.ends[at]
    cursor.report("MSPL111", f"MSPL has no {word}", start, end, FOREIGN[word])
    if cursor.kinds[at + 1] == "(":
        cursor.at = at + 2
        cursor.skip_brackets()


def statement(cursor: Cursor) -> Statement:
    """Statement: told by its first word."""
    cursor.depth += 1
    if cursor.depth > DEEPEST:
        raise cursor.too_deep(cursor.starts[cursor.at])
    found = RULES.get(cursor.kinds[cursor.at], _simple)(cursor)
    cursor.depth -= 1
    return found


def _simple(cursor: Cursor) -> Statement:
    """Assignment ";" or expr ";"."""
    start = cursor.starts[cursor.at]
    expression = whole_expression(cursor)
    if cursor.kinds[cursor.at] == "=":
        return _assignment(cursor, start, expression)
    if cursor.kinds[cursor.at] == "{" and cursor.texts[cursor.at - 1] in FOREIGN:
        raise Lost  # `do {`, which is reported as what it is
    cursor.semicolon("this")
    return nodes.ExpressionStatement(start, cursor.ends[cursor.at - 1], expression)


def _assignment(cursor: Cursor, start: int, target: Expression) -> Statement:
    """Assignment = target "=" expr."""
    _check_target(cursor, target)
    cursor.at += 1
    value = whole_expression(cursor)
    if cursor.kinds[cursor.at] == "=":
        message = "assignments cannot be chained"
        cursor.report_token("MSPL112", message, "write two statements")
        raise Lost
    cursor.semicolon("the assignment")
    end = cursor.ends[cursor.at - 1]
    if isinstance(target, nodes.Name | nodes.Member):
        return nodes.Assignment(start, end, target, value)
    return nodes.ExpressionStatement(start, end, value)


def _check_target(cursor: Cursor, target: Expression) -> None:
    innermost = target
    while isinstance(innermost, nodes.Member):
        innermost = innermost.object
    if isinstance(innermost, nodes.Name):
        return
    message = "only a variable or a field can be assigned"
    if isinstance(innermost, nodes.Index):
        message = "flat files are read-only"
    cursor.report("MSPL113", message, target.start, target.end)


def _block(cursor: Cursor) -> Statement:
    """Block = "{" { statement } "}"."""
    at = cursor.at
    cursor.at += 1
    statements = _statements(cursor, at)
    cursor.at += 1
    return nodes.Block(cursor.starts[at], cursor.ends[cursor.at - 1], statements)


def _statements(cursor: Cursor, opened: int, *also: str) -> tuple[Statement, ...]:
    """Statements up to the `}` for the `{` at `opened`, or one of `also`."""
    statements: list[Statement] = []
    while (kind := cursor.kinds[cursor.at]) != "}" and kind not in also:
        if kind == END:
            message = "this { is never closed"
            start, end = cursor.starts[opened], cursor.ends[opened]
            cursor.report("MSPL110", message, start, end)
            raise Lost
        next_statement(cursor, statements)
    return tuple(statements)


def _condition(cursor: Cursor, after: str) -> Expression:
    """The bracketed condition of an if, a while or a switch."""
    cursor.expect("(", f"after {after}")
    at, depth = cursor.at, cursor.depth
    try:
        condition = whole_expression(cursor)
        cursor.expect(")", "after the condition")
    except Lost:
        cursor.depth = depth
        read = cursor.kinds[at : cursor.at]
        opened = 1 + read.count("(") - read.count(")")
        if not cursor.skip_brackets(";", opened=opened):
            raise
        while cursor.kinds[cursor.at] == ")":  # of a ( that was forgotten
            cursor.at += 1
        condition = nodes.Literal(cursor.starts[at], cursor.starts[at], False)
    return condition


def _if(cursor: Cursor) -> Statement:
    """if-stmt = "if" "(" expr ")" statement [ "else" statement ]."""
    start = cursor.starts[cursor.at]
    branches = [_branch(cursor)]
    otherwise = None
    while cursor.kinds[cursor.at] == "else" and otherwise is None:
        cursor.at += 1
        if cursor.kinds[cursor.at] == "if":
            branches.append(_branch(cursor))
        else:
            otherwise = statement(cursor)
    return nodes.If(start, cursor.ends[cursor.at - 1], tuple(branches), otherwise)


def _branch(cursor: Cursor) -> nodes.Branch:
    start = cursor.starts[cursor.at]
    cursor.at += 1
    condition = _condition(cursor, "if")
    body = statement(cursor)
    return nodes.Branch(start, cursor.ends[cursor.at - 1], condition, body)


def _lonely_else(cursor: Cursor) -> Statement:
    message = "this else belongs to no if"
    hint = "a ; before it, or missing { }, ended the if too early"
    cursor.report_token("MSPL108", message, hint)
    cursor.at += 1
    return statement(cursor)


def _switch(cursor: Cursor) -> Statement:
    """switch-stmt = "switch" "(" expr ")" "{" { case-branch } "}"."""
    start = cursor.starts[cursor.at]
    cursor.at += 1
    subject = _condition(cursor, "switch")
    opened = cursor.at
    if cursor.kinds[opened] in ("case", "default"):
        cursor.unexpected("{ after the switch's value")  # is said, and we go on
        cursor.at = opened
    else:
        cursor.expect("{", "after the switch's value")
    cases = []
    while cursor.kinds[cursor.at] != "}":
        if cursor.kinds[cursor.at] in ("case", "default"):
            cases.append(_case(cursor, opened))
        else:
            found = cursor.describe(cursor.at)
            cursor.report_token("MSPL108", f"expected case or }}, found {found}")
            _statements(cursor, opened, "case", "default")
    cursor.at += 1
    return nodes.Switch(start, cursor.ends[cursor.at - 1], subject, tuple(cases))


def _case(cursor: Cursor, opened: int) -> nodes.Case:
    """case-branch = ( "case" expr | "default" ) ":" { statement }."""
    start = cursor.starts[cursor.at]
    cursor.at += 1
    value, depth = None, cursor.depth
    try:
        if cursor.kinds[cursor.at - 1] == "case":
            value = whole_expression(cursor)
        cursor.expect(":", "after the case's value" if value else "after default")
    except Lost:
        cursor.depth = depth
        value = nodes.Literal(start, start, False)
        _skip_label(cursor)
    statements = _statements(cursor, opened, "case", "default")
    return nodes.Case(start, cursor.ends[cursor.at - 1], value, statements)


def _lonely_case(cursor: Cursor) -> Statement:
    """Labels whose switch got lost; said once, since the others follow from it."""
    at = cursor.at
    message = "case and default stand only inside a switch"
    if all(finding.message != message for finding in cursor.findings):
        cursor.report_token("MSPL108", message)
    cursor.at += 1
    _skip_label(cursor)
    return nodes.Empty(cursor.starts[at], cursor.ends[cursor.at - 1])


def _skip_label(cursor: Cursor) -> None:
    """On behind the : of a case, or to where its statements begin without one."""
    start = cursor.at
    while cursor.kinds[cursor.at] not in (":", ";", "{", "}", END):
        if cursor.kinds[cursor.at] in STARTING or cursor.kinds[cursor.at + 1] == "(":
            break
        cursor.at += 1
    kind = cursor.kinds[cursor.at]
    if kind == ":" or (kind == ";" and cursor.at == start):
        cursor.at += 1


def _foreach(cursor: Cursor) -> Statement:
    """foreach-stmt = "foreach" "(" identifier "in" expr ")" statement."""
    start = cursor.starts[cursor.at]
    cursor.at += 1
    cursor.expect("(", "after foreach")
    variable = name(cursor, "the name of the element")
    cursor.expect("in", "after the element's name")
    collection = whole_expression(cursor)
    cursor.expect(")", "after the collection")
    body = statement(cursor)
    end = cursor.ends[cursor.at - 1]
    return nodes.Foreach(start, end, variable, collection, body)


def _while(cursor: Cursor) -> Statement:
    """while-stmt = "while" "(" expr ")" statement."""
    start = cursor.starts[cursor.at]
    cursor.at += 1
    condition = _condition(cursor, "while")
    body = statement(cursor)
    return nodes.While(start, cursor.ends[cursor.at - 1], condition, body)


def _break(cursor: Cursor) -> Statement:
    at = cursor.at
    cursor.at += 1
    cursor.semicolon("break")
    return nodes.Break(cursor.starts[at], cursor.ends[cursor.at - 1])


def _continue(cursor: Cursor) -> Statement:
    at = cursor.at
    cursor.at += 1
    cursor.semicolon("continue")
    return nodes.Continue(cursor.starts[at], cursor.ends[cursor.at - 1])


def _return(cursor: Cursor) -> Statement:
    """return-stmt = "return" [ expr ] ";"."""
    at = cursor.at
    cursor.at += 1
    value = None
    if cursor.kinds[cursor.at] not in (";", "}", END):
        value = whole_expression(cursor)
    cursor.semicolon("return")
    return nodes.Return(cursor.starts[at], cursor.ends[cursor.at - 1], value)


def _empty(cursor: Cursor) -> Statement:
    at = cursor.at
    cursor.at += 1
    return nodes.Empty(cursor.starts[at], cursor.ends[at])


def _inner_function(cursor: Cursor) -> Statement:
    """A block that should have ended before, or a function out of place."""
    message = "a function cannot stand inside a block"
    if not cursor.findings:
        cursor.report_token("MSPL114", message, "move it to the top of the script")
    raise Lost


RULES: Final[dict[str, Callable[[Cursor], Statement]]] = {
    "{": _block,
    "if": _if,
    "else": _lonely_else,
    "switch": _switch,
    "case": _lonely_case,
    "default": _lonely_case,
    "foreach": _foreach,
    "while": _while,
    "break": _break,
    "continue": _continue,
    "return": _return,
    "function": _inner_function,
    ";": _empty,
}
"""First word of a statement → its rule; any other begins an assignment or a call."""
