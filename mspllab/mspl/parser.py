"""Tokens → tree: one function to one grammar rule (mspl.md §2.1).

The parser accepts a little too much and goes on after an error, so that all errors are
found at once. What it accepts in vain, the checker rejects with a better sentence.
"""

from collections.abc import Callable
from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.diagnostics import Finding
from mspllab.mspl.lexer import scan
from mspllab.mspl.nodes import Expression, Statement
from mspllab.mspl.runtime import LARGEST, SMALLEST, single
from mspllab.mspl.source import Source
from mspllab.mspl.tokens import END, KEYWORDS, NAME, NUMBER, SIGNS, STRING, WRONG

DEEPEST: Final = 40
"""Levels of brackets and blocks; the passes recurse, and Python allows 1000 calls."""
HIGHEST: Final = 60
"""Levels of one expression's tree: brackets, and operators or dots in a row."""

BINDING: Final = {"||": 1, "&&": 2, "==": 3, "!=": 3} | dict.fromkeys(
    ("<", "<=", ">", ">="), 4
)
"""How tightly an operator binds its operands: C's table (§2.6)."""
BINDING.update({"+": 5, "-": 5})
LOOSEST: Final = 1
LOGICAL: Final = 2
"""Operators that bind no tighter than this one are && and ||."""

ESCAPED: Final = {'"': '"', "\\": "\\", "r": "\r", "n": "\n", "t": "\t"}
WORDS: Final = {"true": True, "false": False, "null": None}
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


class _Lost(Exception):
    """The statement cannot be continued; the finding is already reported."""


class _TooDeep(Exception):
    """Nested so deeply that the rest is not looked at."""


def parse(source: Source) -> tuple[nodes.Script, list[Finding]]:
    """The tree of a script and everything wrong with its grammar.

    Where there are findings, the tree holds what could be understood.
    """
    return _Parser(source).script()


class _Parser:
    __slots__ = (
        "at",
        "depth",
        "ends",
        "findings",
        "kinds",
        "links",
        "source",
        "starts",
        "texts",
    )

    def __init__(self, source: Source) -> None:
        tokens, self.findings = scan(source)
        self.source = source
        self.kinds, self.texts = tokens.kinds, tokens.texts
        self.starts, self.ends = tokens.starts, tokens.ends
        self.at = 0
        self.depth = 0
        self.links = 0

    # --- reporting ------------------------------------------------------------------

    def _report(
        self, code: str, message: str, start: int, end: int, hint: str = ""
    ) -> None:
        place = self.source.place(start, end)
        self.findings.append(Finding.of(code, message, place, hint))

    def _report_token(self, code: str, message: str, hint: str = "") -> None:
        at = self.at
        self._report(code, message, self.starts[at], self.ends[at], hint)

    def _unexpected(self, expected: str) -> _Lost:
        """The error to raise when the current token does not fit; reports it."""
        kind = self.kinds[self.at]
        if kind == "=":
            self._report_token(
                "MSPL112",
                "= cannot stand inside an expression",
                "to compare, write ==; an assignment is a statement of its own",
            )
        elif kind != WRONG:  # the lexer has said all there is to say
            found = self._describe(self.at)
            self._report_token("MSPL108", f"expected {expected}, found {found}")
        return _Lost()

    def _describe(self, at: int) -> str:
        kind, text = self.kinds[at], self.texts[at]
        if kind == END:
            return "the end of the script"
        if kind in KEYWORDS:
            return f"the word {text}"
        shown = text if len(text) <= 24 else f"{text[:20]}…{text[-1]}"
        return shown if kind in SIGNS else f"the {kind} {shown}"

    def _too_deep(self, start: int) -> _TooDeep:
        self._report(
            "MSPL115",
            f"this is nested more than {DEEPEST} levels deep",
            start,
            start + 1,
            "give a part a name of its own, or make it a function",
        )
        return _TooDeep()

    # --- going on -------------------------------------------------------------------

    def _expect(self, kind: str, where: str) -> None:
        if self.kinds[self.at] != kind:
            raise self._unexpected(f"{kind} {where}")
        self.at += 1

    def _semicolon(self, after: str) -> None:
        """The `;` that ends a statement; where it is merely forgotten, go on."""
        kind = self.kinds[self.at]
        if kind == ";":
            self.at += 1
            return
        starts_afresh = kind in (END, "}", NAME) or kind in RULES
        if not starts_afresh or self._is_foreign():
            raise self._unexpected(f"; after {after}")
        end = self.ends[self.at - 1]
        message = f"expected ; after {after}, found {self._describe(self.at)}"
        self._report("MSPL109", message, end, end + 1, "end the statement with ;")

    def _is_foreign(self) -> bool:
        """Two names in a row on one line: a declaration, most likely."""
        at = self.at
        between = self.source.text[self.ends[at - 1] : self.starts[at]]
        return (
            self.kinds[at] == NAME
            and self.kinds[at - 1] == NAME
            and "\n" not in between
        )

    def _skip(self, start: int) -> None:
        """After an error: on to where a statement may begin again."""
        while (kind := self.kinds[self.at]) not in (END, "}", "{"):
            if kind in RULES and kind != ";" and self.at > start:
                return
            text = self.texts[self.at]
            self.at += 1
            if kind == ";" or (kind == WRONG and text[0] == '"'):
                return  # a text that is not closed has taken the ; with it
        if self.at == start and kind == "{":
            self.at += 1

    def _skip_to_bracket(self) -> None:
        """After an error in a condition: behind the bracket that closes it."""
        opened = 1
        while opened:
            kind = self.kinds[self.at]
            if kind in (END, ";", "{", "}"):
                if kind != "{":
                    raise _Lost
                return
            opened += (kind == "(") - (kind == ")")
            self.at += 1

    def _next_statement(self, into: list[Statement]) -> None:
        """Add the next statement to `into`; after an error, go on behind it."""
        at, depth, known = self.at, self.depth, len(self.findings)
        try:
            into.append(self._statement())
        except _Lost:
            self.depth = depth
            hint = FOREIGN.get(self.texts[at])
            if hint is not None and self.kinds[at] == NAME:
                del self.findings[known:]
                message = f"MSPL has no {self.texts[at]}"
                self._report("MSPL111", message, self.starts[at], self.ends[at], hint)
            self._skip(at)

    # --- scripts and functions ------------------------------------------------------

    def script(self) -> tuple[nodes.Script, list[Finding]]:
        """Script = { function-def } , { statement }."""
        functions: list[nodes.FunctionDefinition] = []
        statements: list[Statement] = []
        try:
            self._script(functions, statements)
        except _TooDeep:
            self.depth = 0
        tree = nodes.Script(
            0, len(self.source.text), tuple(functions), tuple(statements)
        )
        return tree, self.findings

    def _script(
        self, functions: list[nodes.FunctionDefinition], statements: list[Statement]
    ) -> None:
        while (kind := self.kinds[self.at]) != END:
            if kind == "function":
                self._function(functions, late=bool(statements))
            elif kind == "}":
                self._report_token("MSPL110", "this } closes no {")
                self.at += 1
            else:
                self._next_statement(statements)

    def _function(
        self, functions: list[nodes.FunctionDefinition], *, late: bool
    ) -> None:
        """function-def = "function" identifier "(" [ names ] ")" statement."""
        at = self.at
        if late:
            self._report_token(
                "MSPL114",
                "a function cannot stand behind the first statement",
                "move it to the top of the script",
            )
        try:
            self.at += 1
            name = self._name("the function's name")
            parameters = self._parameters()
            body = self._statement()
        except _Lost:
            self.depth = 0
            self._skip(at)
            return
        functions.append(
            nodes.FunctionDefinition(
                self.starts[at], self.ends[self.at - 1], name, parameters, body
            )
        )

    def _parameters(self) -> tuple[nodes.Name, ...]:
        self._expect("(", "after the function's name")
        parameters = []
        if self.kinds[self.at] != ")":
            parameters.append(self._name("a parameter's name"))
            while self.kinds[self.at] == ",":
                self.at += 1
                parameters.append(self._name("a parameter's name"))
        self._expect(")", "after the parameters")
        return tuple(parameters)

    def _name(self, what: str) -> nodes.Name:
        at = self.at
        if self.kinds[at] != NAME:
            raise self._unexpected(what)
        self.at = at + 1
        return nodes.Name(self.starts[at], self.ends[at], self.texts[at])

    # --- statements -----------------------------------------------------------------

    def _statement(self) -> Statement:
        """Statement: told by its first word."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._too_deep(self.starts[self.at])
        rule = RULES.get(self.kinds[self.at])
        statement = self._simple() if rule is None else rule(self)
        self.depth -= 1
        return statement

    def _simple(self) -> Statement:
        """Assignment ";" or expr ";"."""
        start = self.starts[self.at]
        expression = self._whole_expression()
        if self.kinds[self.at] == "=":
            return self._assignment(start, expression)
        self._semicolon("this")
        return nodes.ExpressionStatement(start, self.ends[self.at - 1], expression)

    def _assignment(self, start: int, target: Expression) -> Statement:
        """Assignment = target "=" expr."""
        self._check_target(target)
        self.at += 1
        value = self._whole_expression()
        if self.kinds[self.at] == "=":
            self._report_token(
                "MSPL112",
                "assignments cannot be chained",
                "write two statements",
            )
            raise _Lost
        self._semicolon("the assignment")
        end = self.ends[self.at - 1]
        if isinstance(target, nodes.Name | nodes.Member):
            return nodes.Assignment(start, end, target, value)
        return nodes.ExpressionStatement(start, end, value)

    def _check_target(self, target: Expression) -> None:
        innermost = target
        while isinstance(innermost, nodes.Member):
            innermost = innermost.object
        if isinstance(innermost, nodes.Name):
            return
        if isinstance(innermost, nodes.Index):
            message = "flat files are read-only"
        else:
            message = "only a variable or a field can be assigned"
        self._report("MSPL113", message, target.start, target.end)

    def _block(self) -> Statement:
        """Block = "{" { statement } "}"."""
        at = self.at
        self.at += 1
        statements = self._statements(at)
        self.at += 1
        return nodes.Block(self.starts[at], self.ends[self.at - 1], statements)

    def _statements(self, opened: int, *also: str) -> tuple[Statement, ...]:
        """Statements up to the `}` for the `{` at `opened`, or one of `also`."""
        statements: list[Statement] = []
        while (kind := self.kinds[self.at]) != "}" and kind not in also:
            if kind == END:
                self._report(
                    "MSPL110",
                    "this { is never closed",
                    self.starts[opened],
                    self.ends[opened],
                )
                raise _Lost
            self._next_statement(statements)
        return tuple(statements)

    def _condition(self, after: str) -> Expression:
        """The bracketed condition of an if, a while or a switch."""
        self._expect("(", f"after {after}")
        start, depth = self.starts[self.at], self.depth
        try:
            condition = self._whole_expression()
            self._expect(")", "after the condition")
        except _Lost:
            self.depth = depth
            self._skip_to_bracket()
            condition = nodes.Literal(start, start, False)
        return condition

    def _if(self) -> Statement:
        """if-stmt = "if" "(" expr ")" statement [ "else" statement ]."""
        start = self.starts[self.at]
        branches = [self._branch()]
        otherwise = None
        while self.kinds[self.at] == "else" and otherwise is None:
            self.at += 1
            if self.kinds[self.at] == "if":
                branches.append(self._branch())
            else:
                otherwise = self._statement()
        return nodes.If(start, self.ends[self.at - 1], tuple(branches), otherwise)

    def _branch(self) -> nodes.Branch:
        start = self.starts[self.at]
        self.at += 1
        condition = self._condition("if")
        body = self._statement()
        return nodes.Branch(start, self.ends[self.at - 1], condition, body)

    def _lonely_else(self) -> Statement:
        self._report_token(
            "MSPL108",
            "this else belongs to no if",
            "a ; before it, or a missing { }, ends the if too early",
        )
        self.at += 1
        return self._statement()

    def _switch(self) -> Statement:
        """switch-stmt = "switch" "(" expr ")" "{" { case-branch } "}"."""
        start = self.starts[self.at]
        self.at += 1
        subject = self._condition("switch")
        opened = self.at
        self._expect("{", "after the switch's value")
        cases = []
        while self.kinds[self.at] in ("case", "default"):
            cases.append(self._case(opened))
        self._expect("}", "or case")
        return nodes.Switch(start, self.ends[self.at - 1], subject, tuple(cases))

    def _case(self, opened: int) -> nodes.Case:
        """case-branch = ( "case" expr | "default" ) ":" { statement }."""
        start = self.starts[self.at]
        self.at += 1
        value = None
        if self.kinds[self.at - 1] == "case":
            value = self._whole_expression()
        self._expect(":", "after the case's value" if value else "after default")
        statements = self._statements(opened, "case", "default")
        return nodes.Case(start, self.ends[self.at - 1], value, statements)

    def _lonely_case(self) -> Statement:
        self._report_token("MSPL108", "a case stands only inside a switch")
        raise _Lost

    def _foreach(self) -> Statement:
        """foreach-stmt = "foreach" "(" identifier "in" expr ")" statement."""
        start = self.starts[self.at]
        self.at += 1
        self._expect("(", "after foreach")
        variable = self._name("the name of the element")
        self._expect("in", "after the element's name")
        collection = self._whole_expression()
        self._expect(")", "after the collection")
        body = self._statement()
        end = self.ends[self.at - 1]
        return nodes.Foreach(start, end, variable, collection, body)

    def _while(self) -> Statement:
        """while-stmt = "while" "(" expr ")" statement."""
        start = self.starts[self.at]
        self.at += 1
        condition = self._condition("while")
        body = self._statement()
        return nodes.While(start, self.ends[self.at - 1], condition, body)

    def _break(self) -> Statement:
        at = self.at
        self.at += 1
        self._semicolon("break")
        return nodes.Break(self.starts[at], self.ends[self.at - 1])

    def _continue(self) -> Statement:
        at = self.at
        self.at += 1
        self._semicolon("continue")
        return nodes.Continue(self.starts[at], self.ends[self.at - 1])

    def _return(self) -> Statement:
        """Return: "return" [ expr ] ";"."""
        at = self.at
        self.at += 1
        value = None
        if self.kinds[self.at] not in (";", "}", END):
            value = self._whole_expression()
        self._semicolon("return")
        return nodes.Return(self.starts[at], self.ends[self.at - 1], value)

    def _empty(self) -> Statement:
        at = self.at
        self.at += 1
        return nodes.Empty(self.starts[at], self.ends[at])

    def _inner_function(self) -> Statement:
        self._report_token(
            "MSPL114",
            "a function cannot stand inside a block",
            "move it to the top of the script",
        )
        raise _Lost

    # --- expressions ----------------------------------------------------------------

    def _whole_expression(self) -> Expression:
        """An expression that is part of no other; not too high a tree."""
        start = self.starts[self.at]
        self.links = 0
        expression = self._expression()
        # Counting the levels is only worth while where there can be too many.
        if self.links + DEEPEST > HIGHEST and nodes.height(expression) > HIGHEST:
            raise self._too_deep(start)
        return expression

    def _expression(self) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._too_deep(self.starts[self.at])
        expression = self._operation(LOOSEST)
        self.depth -= 1
        return expression

    def _operation(self, loosest: int) -> Expression:
        """or-expr to add-expr: operands joined by operators of `loosest` or tighter."""
        start = self.starts[self.at]
        left = self._unary()
        while (binding := BINDING.get(self.kinds[self.at], 0)) >= loosest:
            if binding <= LOGICAL:
                left = self._logical(start, left, binding)
            else:
                operator = self.kinds[self.at]
                self.at += 1
                self.links += 1
                right = self._operation(binding + 1)
                end = self.ends[self.at - 1]
                left = nodes.Binary(start, end, operator, left, right)
        return left

    def _logical(self, start: int, first: Expression, binding: int) -> Expression:
        operator = self.kinds[self.at]
        operands = [first]
        while self.kinds[self.at] == operator:
            self.at += 1
            operands.append(self._operation(binding + 1))
        end = self.ends[self.at - 1]
        return nodes.Logical(start, end, operator, tuple(operands))

    def _unary(self) -> Expression:
        """Unary = ( "!" | "-" | "+" ) unary | postfix."""
        at = self.at
        kind = self.kinds[at]
        if kind not in ("!", "-", "+"):
            return self._postfix()
        self.at += 1
        if kind != "!" and self.kinds[self.at] == NUMBER:
            return self._number(at, kind)
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._too_deep(self.starts[at])
        operand = self._unary()
        self.depth -= 1
        return nodes.Unary(self.starts[at], self.ends[self.at - 1], kind, operand)

    def _postfix(self) -> Expression:
        """Postfix = primary { "." identifier | "[" expr "]" }."""
        at = self.at
        start = self.starts[at]
        expression = self._primary(at)
        while True:
            kind = self.kinds[self.at]
            if kind == ".":
                self.at += 1
                name = self._name("the name of a field after the dot").name
                end = self.ends[self.at - 1]
                expression = nodes.Member(start, end, expression, name)
            elif kind == "[":
                self.at += 1
                index = self._expression()
                self._expect("]", "after the index")
                end = self.ends[self.at - 1]
                expression = nodes.Index(start, end, expression, index)
            else:
                return expression
            self.links += 1

    def _primary(self, at: int) -> Expression:
        """Primary: a literal, a name, a call or a bracketed expression."""
        kind = self.kinds[at]
        if kind == NUMBER:
            return self._number(at, "")
        start, end, text = self.starts[at], self.ends[at], self.texts[at]
        self.at = at + 1
        if kind == NAME:
            if self.kinds[at + 1] == "(":
                return self._call(at)
            return nodes.Name(start, end, text)
        if kind == STRING:
            return self._string(at)
        if kind == "(":
            expression = self._expression()
            self._expect(")", "to close the bracket")
            return expression
        if kind in WORDS:
            return nodes.Literal(start, end, WORDS[kind])
        self.at = at
        raise self._unexpected("a value")

    def _call(self, at: int) -> Expression:
        """Identifier "(" [ expr { "," expr } ] ")"."""
        self.at += 1
        arguments = []
        if self.kinds[self.at] != ")":
            arguments.append(self._expression())
            while self.kinds[self.at] == ",":
                self.at += 1
                arguments.append(self._expression())
        if self.kinds[self.at] != ")":
            raise self._unexpected(", or ) after the argument")
        self.at += 1
        start, end = self.starts[at], self.ends[self.at - 1]
        return nodes.Call(start, end, self.texts[at], tuple(arguments))

    # --- literals -------------------------------------------------------------------

    def _string(self, at: int) -> Expression:
        start, end = self.starts[at], self.ends[at]
        text = self.texts[at][1:-1]
        if "\\" in text:
            text = unescape(text)
        if self.kinds[self.at] == STRING and self.starts[self.at] == end:
            self._report(
                "MSPL103",
                "two quotation marks in a row end a text and begin another",
                end - 1,
                end + 1,
                r"a quotation mark inside a text is written \"",
            )
            raise _Lost
        return nodes.Literal(start, end, text)

    def _number(self, at: int, sign: str) -> Expression:
        """A number with the sign before it, which is part of the literal (§1.5)."""
        start = self.starts[at]
        text = sign + self.texts[self.at]
        self.at += 1
        end = self.ends[self.at - 1]
        value = read_number(text)
        if value is None:
            range_ = f"{SMALLEST} to {LARGEST}"
            message = f"{text} is out of reach: integers go from {range_}"
            if "." in text or "e" in text.lower():
                message = f"{text} is too large for a float"
            self._report("MSPL105", message, start, end)
            value = 0
        return nodes.Literal(start, end, value)


def unescape(text: str) -> str:
    r"""What the inside of a text literal stands for; its escapes are known good."""
    first, *rest = text.split("\\")
    parts, rest_of = [first], iter(rest)
    for part in rest_of:
        if part == "":  # \\ leaves nothing between its two backslashes
            parts += "\\", next(rest_of)
        elif part[0] == "u":
            parts += chr(int(part[1:5], 16)), part[5:]
        else:
            parts += ESCAPED[part[0]], part[1:]
    return "".join(parts)


def read_number(text: str) -> int | float | None:
    """Value of a number literal; None where it is out of reach."""
    hexadecimal = "x" in text or "X" in text
    if not hexadecimal and ("." in text or "e" in text or "E" in text):
        value = single(float(text))
        return None if value in (float("inf"), float("-inf")) else value
    # Python refuses to read very long numbers; these are out of reach anyhow.
    if len(text.lstrip("+-0xX")) > len(str(LARGEST)):
        return None
    number = int(text, 16 if hexadecimal else 10)
    return number if SMALLEST <= number <= LARGEST else None


RULES: Final[dict[str, Callable[[_Parser], Statement]]] = {
    "{": _Parser._block,
    "if": _Parser._if,
    "else": _Parser._lonely_else,
    "switch": _Parser._switch,
    "case": _Parser._lonely_case,
    "default": _Parser._lonely_case,
    "foreach": _Parser._foreach,
    "while": _Parser._while,
    "break": _Parser._break,
    "continue": _Parser._continue,
    "return": _Parser._return,
    "function": _Parser._inner_function,
    ";": _Parser._empty,
}
"""First word of a statement → its rule; any other begins an assignment or a call."""
