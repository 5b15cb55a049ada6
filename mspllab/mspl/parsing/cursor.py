"""Cursor: a place in the tokens, what was found wrong so far, and how to go on."""

from typing import Final

from mspllab.mspl.diagnostics import Finding
from mspllab.mspl.lexer import scan
from mspllab.mspl.source import Source
from mspllab.mspl.tokens import END, KEYWORDS, NAME, SIGNS, WRONG

DEEPEST: Final = 40
"""Levels of brackets and blocks; the passes recurse, and Python allows 1000 calls."""
OPENING: Final = frozenset(
    ("if", "switch", "foreach", "while", "break", "continue", "return", "function")
)
"""Words with which only a statement begins."""
STARTING: Final = OPENING | {"{", "else", "case", "default"}
"""What may stand where a statement begins, besides a name."""


class Lost(Exception):
    """The statement cannot be continued; the finding is already reported."""


class TooDeep(Exception):
    """Nested so deeply that the rest is not looked at."""


class Cursor:
    """Where the parser stands. The rules read the lists directly, for speed."""

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
        # One more END, since expressions look a token ahead, even at the last one.
        self.kinds, self.texts = [*tokens.kinds, END], tokens.texts
        self.starts, self.ends = tokens.starts, tokens.ends
        self.at = 0
        """Number of the next token."""
        self.depth = 0
        """Brackets and blocks that are open."""
        self.links = 0
        """Operators, dots and indices of the expression that is being read."""

    # --- saying what is wrong ---------------------------------------------------------

    def report(
        self, code: str, message: str, start: int, end: int, hint: str = ""
    ) -> None:
        """Add a finding about a part of the text."""
        place = self.source.place(start, end)
        self.findings.append(Finding.of(code, message, place, hint))

    def report_token(self, code: str, message: str, hint: str = "") -> None:
        """Add a finding about the next token."""
        at = self.at
        self.report(code, message, self.starts[at], self.ends[at], hint)

    def unexpected(self, expected: str, *, in_expression: bool = True) -> Lost:
        """The error to raise when the next token does not fit; reports it."""
        kind = self.kinds[self.at]
        if kind == "=" and in_expression:
            self.report_token(
                "MSPL112",
                "= cannot stand inside an expression",
                "to compare, write ==; an assignment is a statement of its own",
            )
        elif kind != WRONG:  # the lexer has said all there is to say
            found = self.describe(self.at)
            self.report_token("MSPL108", f"expected {expected}, found {found}")
        if kind in KEYWORDS and not self._is_on_new_line():
            self.at += 1  # it is in the middle of something, and begins nothing
        return Lost()

    def describe(self, at: int) -> str:
        """A token, as messages speak of it."""
        kind, text = self.kinds[at], self.texts[at]
        if kind == END:
            return "the end of the script"
        if kind in KEYWORDS:
            return f"the word {text}"
        shown = text if len(text) <= 24 else f"{text[:20]}…{text[-1]}"
        return shown if kind in SIGNS else f"the {kind} {shown}"

    def too_deep(self, start: int, levels: int = DEEPEST) -> TooDeep:
        """The error to raise at too many levels; reports it."""
        message = f"this is nested more than {levels} levels deep"
        hint = "give a part a name of its own, or make it a function"
        self.report("MSPL115", message, start, start + 1, hint)
        return TooDeep()

    # --- moving on --------------------------------------------------------------------

    def expect(self, kind: str, where: str) -> None:
        """Step over a token that must be there."""
        if self.kinds[self.at] != kind:
            raise self.unexpected(f"{kind} {where}")
        self.at += 1

    def semicolon(self, after: str) -> None:
        """Step over the `;` that ends a statement; where it is forgotten, go on."""
        kind = self.kinds[self.at]
        if kind == ";":
            self.at += 1
            return
        starts_afresh = kind in (END, "}", NAME) or kind in STARTING
        if not starts_afresh or self._is_declaration():
            raise self.unexpected(f"; after {after}")
        end = self.ends[self.at - 1]
        message = f"expected ; after {after}, found {self.describe(self.at)}"
        self.report("MSPL109", message, end, end + 1, "end the statement with ;")

    def _is_declaration(self) -> bool:
        """Two names in a row on one line: a type and a variable, most likely."""
        is_pair = self.kinds[self.at] == self.kinds[self.at - 1] == NAME
        return is_pair and not self._is_on_new_line()

    def _is_on_new_line(self) -> bool:
        at = self.at
        return "\n" in self.source.text[self.ends[at - 1] : self.starts[at]]

    def skip_statement(self, start: int) -> None:
        """After an error: on to where a statement may begin again."""
        while (kind := self.kinds[self.at]) not in (END, "}", "{"):
            if kind in STARTING and self.at > start:
                return
            text = self.texts[self.at]
            self.at += 1
            if kind == ";" or (kind == WRONG and text[0] == '"'):
                return  # a text that is not closed has taken the ; with it
        if self.at == start and kind == "{":
            self.at += 1

    def skip_brackets(self, *stops: str, opened: int = 1) -> bool:
        """On behind the bracket that closes the outermost of those that are `opened`.

        False if one of `stops` comes before it.
        """
        while opened > 0:
            kind = self.kinds[self.at]
            if kind in (END, "{", "}", *stops):
                return kind == "{"
            opened += (kind == "(") - (kind == ")")
            self.at += 1
        return True
