"""Emitter: Python's `ast` nodes, made with the script's own positions.

Every name that is not a script's own has a dot in it, which no name of the language can
have; so a script cannot reach what the compiler did not give it.
"""

import ast
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

from mspllab.errors import ScriptError
from mspllab.mspl import allowance, runtime, values
from mspllab.mspl.compiling.metering import Region
from mspllab.mspl.compiling.place import Place, placed
from mspllab.mspl.inference import Scope, Types
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Constant, Function, Kind

NEW: Final = ast.AST.__new__
LOAD: Final = ast.Load()
STORE: Final = ast.Store()
HOST: Final = ".host"
LINES: Final = ".lines"
TURNS: Final = ".turns"
ONCE: Final = ".once"
SCRIPT_ERROR: Final = ".ScriptError"
HELPERS: Final = (
    allowance.pay,
    runtime.add,
    runtime.cell_index,
    runtime.equal,
    runtime.negative,
    runtime.ordered,
    runtime.owner,
    runtime.positive,
    runtime.present,
    runtime.subtract,
    runtime.too_many_turns,
    values.an_object,
    values.collection,
    values.collection_or_none,
    values.constant,
    values.floating,
    values.integer,
    values.keep,
    values.nullable,
    values.of_list,
    values.overflow,
    values.text,
    values.truth,
)
"""What compiled code may call besides the vocabulary's functions."""
IDENTIFIERS: Final = {helper: f".{helper.__name__}" for helper in HELPERS}
NAMESPACE: Final[dict[str, object]] = {
    "__builtins__": {},
    TURNS: range(runtime.MOST_TURNS),
    ONCE: (None,),
    SCRIPT_ERROR: ScriptError,
    **{f".{kind.name}": kind for kind in Kind},
    **{identifier: helper for helper, identifier in IDENTIFIERS.items()},
}


class Emitter:
    """Makes Python nodes and collects the names they refer to.

    What can fail gets its own position; names and literals get that of their statement,
    `self.place`, because nobody will ever ask for theirs.
    """

    def __init__(
        self, source: Source, types: Types, *, is_strict: bool, is_recorded: bool
    ) -> None:
        self.types = types
        self.is_strict = is_strict
        self.is_recorded = is_recorded
        self.scope = Scope()
        """The function that is being compiled, or the body."""
        self.around: list[Around] = []
        """Loops and switches around, outermost first."""
        self.elements: list[tuple[str, str]] = []
        """Built-in element variables of the loops around, and what they were before."""
        self.namespace = dict(NAMESPACE)
        self._functions: dict[str, str] = {}
        """Built-in function → its identifier."""
        self._source = source
        self._starts = [*source.line_starts, len(source.text) + 1]
        """Where lines begin, and where one would begin behind the last."""
        self._bases = [0, 1 - source.first_column, *source.line_starts[1:]]
        """From where the columns of the first, second … line count."""
        self._before = source.first_line - 1
        self._is_ascii = source.text.isascii()
        self.place = self.at(0, 0)
        self.region = Region(self.place)
        """Where work is noted: the function or loop that is being compiled."""
        self.regions: list[Region] = []
        """Those around it, outermost first."""
        self.note: Note | None = None
        """The last note, as long as it can tell of the next statement too."""
        self.noted: dict[tuple[int, int], tuple[Note, int]] = {}
        """Where a statement begins → the note that tells of it, and its index there."""
        self.own_calls: list[ast.Call] = []
        """Calls of the script's own functions."""
        self._temporaries = 0

    # --- positions --------------------------------------------------------------------

    def at(self, start: int, end: int) -> Place:
        """Position of a part of the script, or of its first line if it has several."""
        index = bisect_right(self._starts, start)
        high, base = self._starts[index], self._bases[index]
        if end >= high:
            end = high - 1
        if not self._is_ascii:
            low = self._starts[index - 1]
            start, end = self._bytes(low, start), self._bytes(low, end)
        line = self._before + index
        return {
            "lineno": line,
            "col_offset": start - base,
            "end_lineno": line,
            "end_col_offset": end - base,
        }

    def _bytes(self, low: int, offset: int) -> int:
        """An offset in the line from `low`, with characters of several bytes."""
        return low + len(self._source.text[low:offset].encode("utf-8", "replace"))

    # --- names ------------------------------------------------------------------------

    def name(self, identifier: str) -> ast.Name:
        """A name that is read."""
        code = NEW(ast.Name)  # half of all nodes are names and literals
        code.__dict__ = {**self.place, "id": identifier, "ctx": LOAD}
        return code

    def target(self, identifier: str) -> ast.Name:
        """A name that is assigned."""
        code = NEW(ast.Name)
        code.__dict__ = {**self.place, "id": identifier, "ctx": STORE}
        return code

    def temporary(self) -> str:
        """A new name."""
        self._temporaries += 1
        return f".t{self._temporaries}"

    def constant(self, value: Constant) -> ast.Name:
        """One of the vocabulary's constants."""
        identifier = f".{value.list_name}.{value.name}"
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
        identifier = self._functions.get(function.name)
        if identifier is None:
            identifier = self._functions[function.name] = f".{function.name}()"
            self.namespace[identifier] = function.implementation
        return self.name(identifier)

    # --- expressions ------------------------------------------------------------------

    def literal(self, value: str | int | float | bool | None) -> ast.Constant:
        """A value that is known now."""
        code = NEW(ast.Constant)
        code.__dict__ = {**self.place, "value": value}
        return code

    def call(
        self, helper: Callable[..., object], *arguments: ast.expr, place: Place
    ) -> ast.Call:
        """A call of one of `HELPERS`."""
        return placed(
            ast.Call(self.name(IDENTIFIERS[helper]), list(arguments), []), place
        )

    def attribute(self, owner: ast.expr, field: str) -> ast.Attribute:
        """`owner.field`, read."""
        code = NEW(ast.Attribute)
        code.__dict__ = {**self.place, "value": owner, "attr": field, "ctx": LOAD}
        return code

    def host(self, field: str) -> ast.Attribute:
        """A built-in variable."""
        return self.attribute(self.name(HOST), field)

    def twice(self, code: ast.expr) -> tuple[ast.expr, ast.expr]:
        """Code for a value and code for the same value again, computed only once."""
        if isinstance(code, ast.Name | ast.Constant):
            return code, code
        identifier = self.temporary()
        first = placed(ast.NamedExpr(self.target(identifier), code), self.place)
        return first, self.name(identifier)

    def not_(self, code: ast.expr) -> ast.expr:
        """`not code`."""
        return placed(ast.UnaryOp(ast.Not(), code), self.place)

    def truth(self, code: ast.expr) -> ast.expr:
        """The bool of a value; two negations cost less than a call."""
        return self.not_(self.not_(code))

    def choice(self, test: ast.expr, then: ast.expr, else_: ast.expr) -> ast.expr:
        """`then if test else else_`."""
        return placed(ast.IfExp(test, then, else_), self.place)

    def compare(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.expr:
        """`left operator right`."""
        return placed(ast.Compare(left, [operator], [right]), self.place)

    # --- statements -------------------------------------------------------------------

    def assign(self, targets: Sequence[ast.expr], value: ast.expr) -> ast.stmt:
        """`a = b = value`."""
        return placed(ast.Assign(list(targets), value), self.place)

    def payment(self, region: Region) -> ast.stmt:
        """`pay(meter, work)`, for the beginning of a turn or a call."""
        self.place = region.place
        work = self.literal(region.work)
        meter = self.name(allowance.METER)
        paid = self.call(allowance.pay, meter, work, place=region.place)
        return placed(ast.Expr(paid), region.place)

    def record(self) -> ast.expr:
        """Note that the statement at `self.place` is about to run; gives None."""
        self.note = Note(self.place["lineno"], self.place)
        self.noted[self._start()] = self.note, 0
        lines = self.attribute(self.name(LINES), "append")
        return placed(ast.Call(lines, [self.note.code], []), self.place)

    def record_as_well(self) -> ast.stmt | None:
        """The same; nothing where the last note can tell of this statement too."""
        if self.note is None:
            return placed(ast.Expr(self.record()), self.place)
        self.noted[self._start()] = (
            self.note,
            self.note.add(self.place["lineno"], self.place),
        )
        return None

    def _start(self) -> tuple[int, int]:
        return self.place["lineno"], self.place["col_offset"]

    def unrun(self) -> list[tuple[tuple[int, int], int]]:
        """Line and column of each statement; how many are noted after it at once."""
        noted = self.noted.items()
        return sorted((at, note.length - index - 1) for at, (note, index) in noted)


class Note:
    """Statements of which each runs after the one before it, unless that fails.

    They are noted together, before the first of them runs.
    """

    def __init__(self, line: int, place: Place) -> None:
        first: list[ast.expr] = [placed(ast.Constant(line), place)]
        self.code = placed(ast.Tuple(first, LOAD), place)
        """The lines, as they will be when all is compiled."""

    @property
    def length(self) -> int:
        """How many statements it tells of."""
        return len(self.code.elts)

    def add(self, line: int, place: Place) -> int:
        """Note one statement more; its index."""
        self.code.elts.append(placed(ast.Constant(line), place))
        return self.length - 1


class Around:
    """A loop or a switch that is being compiled."""

    def __init__(self, *, is_loop: bool, is_wrapped: bool = False) -> None:
        self.is_loop = is_loop
        self.is_wrapped = is_wrapped
        """A switch that a break leaves early is wrapped in a loop of one turn."""
        self.again = ""
        """A flag: after leaving that loop, continue the loop around it."""
