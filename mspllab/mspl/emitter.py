"""Python's `ast` nodes, made with the script's own positions.

Every name that is not a script's own has a dot in it, which no name of the language can
have; so a script cannot reach what the compiler did not give it.
"""

import ast
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final, TypedDict

from mspllab.mspl import runtime
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Constant, Function, Kind

LOAD: Final = ast.Load()
STORE: Final = ast.Store()
HOST: Final = ".host"
RECORD: Final = ".record"
TURNS: Final = ".turns"
ONCE: Final = ".once"
HELPERS: Final[dict[str, object]] = {
    f".{helper.__name__}": helper
    for helper in (
        runtime.add,
        runtime.an_object,
        runtime.cell_index,
        runtime.collection,
        runtime.collection_or_none,
        runtime.constant,
        runtime.equal,
        runtime.floating,
        runtime.integer,
        runtime.keep,
        runtime.negative,
        runtime.nullable,
        runtime.of_list,
        runtime.ordered,
        runtime.overflow,
        runtime.owner,
        runtime.positive,
        runtime.present,
        runtime.subtract,
        runtime.text,
        runtime.too_many_turns,
        runtime.truth,
    )
}
"""What compiled code may call besides the vocabulary's functions."""
NAMESPACE: Final[dict[str, object]] = {
    "__builtins__": {},
    TURNS: range(runtime.MOST_TURNS),
    ONCE: (None,),
    **{f".{kind.name}": kind for kind in Kind},
    **HELPERS,
}


class Place(TypedDict):
    """Position of a Python node; columns are bytes, counted from 0."""

    lineno: int
    col_offset: int
    end_lineno: int
    end_col_offset: int


class Emitter:
    """Makes Python nodes and collects the names they refer to.

    What can fail gets its own position; names and literals get that of their statement,
    `self.place`, because nobody will ever ask for theirs.
    """

    def __init__(self, source: Source) -> None:
        self.namespace = dict(NAMESPACE)
        self.place: Place = {
            "lineno": source.first_line,
            "col_offset": 0,
            "end_lineno": source.first_line,
            "end_col_offset": 0,
        }
        self._source = source
        self._starts = source.line_starts
        self._is_ascii = source.text.isascii()
        self._temporaries = 0

    # --- positions -------------------------------------------------------------------

    def at(self, start: int, end: int) -> Place:
        """Position of a part of the script."""
        line, column = self._position(start)
        end_line, end_column = self._position(end)
        return {
            "lineno": line,
            "col_offset": column,
            "end_lineno": end_line,
            "end_col_offset": end_column,
        }

    def _position(self, offset: int) -> tuple[int, int]:
        index = bisect_right(self._starts, offset) - 1
        start = self._starts[index]
        if self._is_ascii:
            column = offset - start
        else:
            column = len(self._source.text[start:offset].encode("utf-8", "replace"))
        if index == 0:
            column += self._source.first_column - 1
        return self._source.first_line + index, column

    # --- names -----------------------------------------------------------------------

    def name(self, identifier: str) -> ast.Name:
        """A name that is read."""
        return ast.Name(identifier, LOAD, **self.place)

    def target(self, identifier: str) -> ast.Name:
        """A name that is assigned."""
        return ast.Name(identifier, STORE, **self.place)

    def temporary(self) -> str:
        """A new name."""
        self._temporaries += 1
        return f".t{self._temporaries}"

    def constant(self, value: Constant) -> ast.Name:
        """One of the vocabulary's constants."""
        identifier = f".{value}"
        self.namespace[identifier] = value
        return self.name(identifier)

    def constant_of(self, code: ast.expr) -> Constant | None:
        """The constant that `code` names."""
        if isinstance(code, ast.Name):
            value = self.namespace.get(code.id)
            return value if isinstance(value, Constant) else None
        return None

    def function(self, function: Function) -> ast.Name:
        """One of the vocabulary's functions."""
        identifier = f".{function.name}()"
        self.namespace[identifier] = function.implementation
        return self.name(identifier)

    # --- expressions -----------------------------------------------------------------

    def literal(self, value: str | int | float | bool | None) -> ast.Constant:
        """A value that is known now."""
        return ast.Constant(value, **self.place)

    def call(
        self, helper: Callable[..., object], *arguments: ast.expr, place: Place
    ) -> ast.Call:
        """A call of one of `HELPERS`."""
        return ast.Call(self.name(f".{helper.__name__}"), list(arguments), [], **place)

    def attribute(self, owner: ast.expr, field: str) -> ast.Attribute:
        """`owner.field`, read."""
        return ast.Attribute(owner, field, LOAD, **self.place)

    def host(self, field: str) -> ast.Attribute:
        """A built-in variable."""
        return self.attribute(self.name(HOST), field)

    def twice(self, code: ast.expr) -> tuple[ast.expr, ast.expr]:
        """Code for a value and code for the same value again, computed only once."""
        if isinstance(code, ast.Name | ast.Constant):
            return code, code
        identifier = self.temporary()
        first = ast.NamedExpr(self.target(identifier), code, **self.place)
        return first, self.name(identifier)

    def not_(self, code: ast.expr) -> ast.expr:
        """`not code`; a negated `not` is what it negates, made a bool."""
        return ast.UnaryOp(ast.Not(), code, **self.place)

    def truth(self, code: ast.expr) -> ast.expr:
        """The bool of a value; two negations cost less than a call."""
        return self.not_(self.not_(code))

    def choice(self, test: ast.expr, then: ast.expr, else_: ast.expr) -> ast.expr:
        """`then if test else else_`."""
        return ast.IfExp(test, then, else_, **self.place)

    def compare(
        self, left: ast.expr, operator: ast.cmpop, right: ast.expr, place: Place
    ) -> ast.expr:
        """`left operator right`."""
        return ast.Compare(left, [operator], [right], **place)

    # --- statements ------------------------------------------------------------------

    def assign(self, targets: Sequence[ast.expr], value: ast.expr) -> ast.stmt:
        """`a = b = value`."""
        return ast.Assign(list(targets), value, **self.place)

    def record(self, line: int) -> ast.expr:
        """Note that the statement in `line` is about to run; it is None."""
        return ast.Call(self.name(RECORD), [self.literal(line)], [], **self.place)
