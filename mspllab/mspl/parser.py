"""Tokens → tree: one function to one grammar rule (mspl.md §2.1).

The parser accepts a little too much and goes on after an error, so that all errors are
found at once. What it accepts in vain, the checker rejects with a better sentence.
"""

from contextlib import suppress

from mspllab.mspl import nodes
from mspllab.mspl.diagnostics import Finding
from mspllab.mspl.nodes import Statement
from mspllab.mspl.parsing.cursor import Cursor, Lost, TooDeep
from mspllab.mspl.parsing.expressions import name
from mspllab.mspl.parsing.statements import next_statement, statement
from mspllab.mspl.source import Source
from mspllab.mspl.tokens import END


def parse(source: Source) -> tuple[nodes.Script, list[Finding]]:
    """The tree of a script and everything wrong with its grammar.

    Where there are findings, the tree holds what could be understood.
    """
    cursor = Cursor(source)
    functions: list[nodes.FunctionDefinition] = []
    statements: list[Statement] = []
    with suppress(TooDeep):  # it is reported, and the rest is not looked at
        _script(cursor, functions, statements)
    end = len(source.text)
    tree = nodes.Script(0, end, tuple(functions), tuple(statements))
    return tree, cursor.findings


def _script(
    cursor: Cursor,
    functions: list[nodes.FunctionDefinition],
    statements: list[Statement],
) -> None:
    """Script = { function-def } { statement }."""
    while (kind := cursor.kinds[cursor.at]) != END:
        if kind == "function":
            _function(cursor, functions, late=bool(statements))
        elif kind == "}":
            cursor.report_token("MSPL110", "this } closes no {")
            cursor.at += 1
        else:
            next_statement(cursor, statements)


def _function(
    cursor: Cursor, functions: list[nodes.FunctionDefinition], *, late: bool
) -> None:
    """function-def = "function" identifier "(" [ names ] ")" statement."""
    at = cursor.at
    # Where something got lost before, it may just as well have been a function.
    if late and all(one.code == "MSPL114" for one in cursor.findings):
        message = "a function cannot stand behind the first statement"
        cursor.report_token("MSPL114", message, "move it to the top of the script")
    try:
        cursor.at += 1
        called = name(cursor, "the function's name")
        parameters = _parameters(cursor)
        body = statement(cursor)
    except Lost:
        cursor.depth = 0
        cursor.skip_statement(at)
        if cursor.kinds[cursor.at] == "{":
            next_statement(cursor, [])  # its body
        return
    start, end = cursor.starts[at], cursor.ends[cursor.at - 1]
    functions.append(nodes.FunctionDefinition(start, end, called, parameters, body))


def _parameters(cursor: Cursor) -> tuple[nodes.Name, ...]:
    """Parameters = "(" [ identifier { "," identifier } ] ")"."""
    cursor.expect("(", "after the function's name")
    parameters = []
    if cursor.kinds[cursor.at] != ")":
        parameters.append(name(cursor, "a parameter's name"))
        while cursor.kinds[cursor.at] == ",":
            cursor.at += 1
            parameters.append(name(cursor, "a parameter's name"))
    cursor.expect(")", "after the parameters")
    return tuple(parameters)
