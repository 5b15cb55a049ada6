"""Stepping: a run recorded statement by statement, on the code that runs anyway.

Python tells of every instruction: `sys.monitoring` where there is one, `sys.settrace`
elsewhere. Each instruction carries its place in the script, so a step begins where the
place moves on to another statement. A run that is not recorded pays nothing for this.

* An `if` has a step for each condition that is looked at, a loop one for each look at
  its condition or collection, the last look included.
* A step ends where the next one of the same function begins; so the steps of a function
  stand behind the step that calls it, and within its time.
* `break` and `continue` have a step where they begin a line. Where they do not, they
  leave no instruction behind, and neither does `;`.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from opcode import EXTENDED_ARG, opmap
from types import CodeType, FrameType
from typing import Any, Final, Generic, NamedTuple, TypeVar

from mspllab.errors import ScriptError, UsageError
from mspllab.mspl.compiling.emitter import HOST
from mspllab.mspl.extent import Extent, Extents
from mspllab.mspl.program import Program
from mspllab.mspl.source import Source

V = TypeVar("V")
M = TypeVar("M")

MOST_STEPS: Final = 10_000
"""Steps that are kept of one run; a reader needs dozens, a lesson hundreds."""
MOST_VALUES: Final = 500_000
"""Variables in all the snapshots that are kept of one run, each counted anew."""
VARIABLE: Final = "v_"
"""What the Python names of a script's variables begin with."""
TURN: Final = opmap["FOR_ITER"]
UNIT: Final = 2
"""Bytes of an instruction, of which places are told."""
TOOLS: Final = (3, 4, 5, 2, 1, 0)
"""Numbers of `sys.monitoring`, first those that are nobody's by custom."""


class Step(NamedTuple, Generic[V, M]):
    """What one statement did; snapshots of variables and marks are the caller's."""

    extent: Extent
    function: str
    """"" in the body."""
    depth: int
    """Calls around it: 0 in the body."""
    caller: int | None
    """Index of the step whose statement called the function; None in the body."""
    look: int
    """Of a loop: which look at its condition or collection, from 1. Otherwise 0."""
    before: V
    after: V
    mark_before: M
    mark_after: M
    error: str
    """Why it ended the run; "" where it did not."""


class Steps(NamedTuple, Generic[V, M]):
    """The steps of one run."""

    steps: tuple[Step[V, M], ...]
    """In the order in which they began."""
    is_cut: bool
    """There were more of them than are kept."""
    error: ScriptError | None
    """What ended the run."""


def record(
    program: Program,
    host: object,
    *,
    variables: Callable[[dict[str, object]], V],
    mark: Callable[[], M],
    monitoring: bool = True,
) -> Steps[V, M]:
    """The steps of one run of `program` on `host`; it ends as `program.run` would.

    Args:
        program: a script.
        host: as for `Program.run`.
        variables: makes a snapshot of {name: value}.
        mark: tells what the host has come to.
        monitoring: False: use `sys.settrace` although there is `sys.monitoring`, which
            Python 3.12 can and later ones cannot.

    Raises:
        UsageError: others use all the numbers that `sys.monitoring` has.
    """
    extents, error = program.extents, None
    places = {code: _Places.of(code, program.source, extents) for code in program.codes}
    course = _Course(places, extents, host, variables, mark)
    watched = _monitored if monitoring and hasattr(sys, "monitoring") else _traced
    try:
        with watched(course):
            program.run(host)
    except ScriptError as raised:
        error = raised
    course.close(error.message if error else "")
    return Steps(tuple(map(_Open.closed, course.steps)), course.is_cut, error)


# --- what an instruction belongs to ---------------------------------------------------


class _Places(NamedTuple):
    """Of one code object: the statement of each instruction."""

    statements: tuple[int, ...]
    """Offset in units → number of the statement; -1: none."""
    turns: dict[int, int]
    """Offset in bytes → that of the instruction by which a loop looks for another turn.

    A long jump begins with prefixes, and Pythons differ whether they tell of those, of
    the instruction itself, or of both.
    """

    @classmethod
    def of(cls, code: CodeType, source: Source, extents: Extents) -> "_Places":
        found: dict[object, int] = {}
        statements = []
        for place in code.co_positions():
            if place not in found:
                found[place] = _statement(place, source, extents)
            statements.append(found[place])
        turns = {
            told: at
            for start, at, operation in _instructions(code)
            if operation == TURN and _is_loop(extents, statements[at // UNIT])
            for told in (start, at)
        }
        return cls(tuple(statements), turns)


def _instructions(code: CodeType) -> Iterator[tuple[int, int, int]]:
    """Offset of an instruction with its prefixes and without, and what it does."""
    octets, start = code.co_code, 0
    for at in range(0, len(octets), UNIT):
        if octets[at] != EXTENDED_ARG:
            yield start, at, octets[at]
            start = at + UNIT


Position = tuple[int | None, int | None, int | None, int | None]


def _statement(place: Position, source: Source, extents: Extents) -> int:
    line, _, column, end_column = place
    if line is None or column == end_column is not None:
        return -1  # what the compiler added of its own has no width
    if column is None:  # Python was told to leave columns out
        index = line - source.first_line
        start, end = (*source.line_starts[index:], len(source.text))[:2]
        return extents.first_between(start, end)
    return extents.at(source.offset(line, column))


def _is_loop(extents: Extents, statement: int) -> bool:
    return statement >= 0 and extents[statement].is_loop


# --- the course of a run --------------------------------------------------------------


class _Open(Generic[V, M]):
    """A step that is going on."""

    def __init__(
        self, extent: Extent, call: "_Call[V, M]", caller: int | None, mark: M
    ) -> None:
        self._extent = extent
        self._function = call.function
        self._depth = call.depth
        self._caller = caller
        self._look = call.look
        self._before = call.values
        self._mark = mark
        self.after = call.values
        self.mark = mark
        self.error = ""

    def closed(self) -> Step[V, M]:
        """The step, now that it is over."""
        return Step(
            self._extent,
            self._function,
            self._depth,
            self._caller,
            self._look,
            self._before,
            self.after,
            self._mark,
            self.mark,
            self.error,
        )


class _Call(Generic[V, M]):
    """The body, or one call of a function, that is going on."""

    def __init__(self, frame: FrameType, depth: int, values: V) -> None:
        self.frame = frame
        self.depth = depth
        self.function = frame.f_code.co_name.removesuffix("()") if depth else ""
        self.values = values
        """The last snapshot of the variables."""
        self.turn: int | None = None
        """Offset of the last instruction, where a loop looked for a turn by it."""
        self.statement = -1
        """The one that is running."""
        self.step: int | None = None
        """Index of its step."""
        self.look = 0
        """Which look of a loop that step is."""
        self.looks: dict[int, int] = {}
        """Loop → looks since it was entered."""


class _Course(Generic[V, M]):
    """A run on its way, told of every instruction of the script."""

    def __init__(
        self,
        places: dict[CodeType, _Places],
        extents: Extents,
        host: object,
        variables: Callable[[dict[str, object]], V],
        mark: Callable[[], M],
    ) -> None:
        self.places = places
        self.steps: list[_Open[V, M]] = []
        self.is_cut = False
        self.stop: Callable[[], object] = bool
        """Ends the telling."""
        self._extents = extents
        self._host = host
        self._variables = variables
        self._mark = mark
        self._calls: list[_Call[V, M]] = []
        self._values = 0

    def at(self, frame: FrameType, offset: int) -> None:
        """The instruction at `offset` is about to run."""
        places = self.places[frame.f_code]
        statement = places.statements[offset // UNIT]
        if statement < 0 or self.is_cut:
            return  # so what handles an error does not look like a function's return
        calls = self._calls
        call = calls[-1] if calls and calls[-1].frame is frame else self._entered(frame)
        if call is None:
            return
        turn = places.turns.get(offset)
        is_turn = turn is not None and turn != call.turn
        call.turn = turn
        if self._begins(call, statement, is_turn=is_turn):
            self._begin(call, statement)
        if is_turn:
            call.looks[statement] = call.look

    def close(self, error: str) -> None:
        """The run is over; `error` ended it, or nothing did."""
        while self._calls:
            self._leave(error)

    def _entered(self, frame: FrameType) -> _Call[V, M] | None:
        """The call of `frame`; None where it is another run of the same program."""
        calls = self._calls
        if any(call.frame is frame for call in calls):
            while calls[-1].frame is not frame:
                self._leave("")
        elif frame.f_locals.get(HOST) is not self._host:
            return None
        else:
            calls.append(_Call(frame, len(calls), self._snapshot(frame)))
        return calls[-1]

    def _begins(self, call: _Call[V, M], statement: int, *, is_turn: bool) -> bool:
        """Whether a step begins with this instruction of `statement`."""
        before, extents = call.statement, self._extents
        if is_turn and call.looks.get(statement):
            call.look = call.looks[statement] + 1
            return True
        # Behind what stands inside it, a statement only tidies up.
        if before == statement or (
            before >= 0 and extents[statement].holds(extents[before])
        ):
            return False
        call.look = int(extents[statement].is_loop)
        call.looks[statement] = 0
        return True

    def _begin(self, call: _Call[V, M], statement: int) -> None:
        mark = self._mark()
        self._finish(call, mark)
        if len(self.steps) >= MOST_STEPS or self._values >= MOST_VALUES:
            self.is_cut = True
            self.close("")
            self.stop()
            return
        caller = self._calls[-2].step if call.depth else None
        call.statement, call.step = statement, len(self.steps)
        self.steps.append(_Open(self._extents[statement], call, caller, mark))

    def _finish(self, call: _Call[V, M], mark: M) -> None:
        """End the step that is going on in `call`, if any."""
        values = self._snapshot(call.frame)
        if values != call.values:
            call.values = values  # equal ones are kept once
        if call.step is not None:
            step = self.steps[call.step]
            step.after, step.mark = call.values, mark

    def _leave(self, error: str) -> None:
        call = self._calls.pop()
        self._finish(call, self._mark())
        if call.step is not None:
            self.steps[call.step].error = error

    def _snapshot(self, frame: FrameType) -> V:
        mine = {
            name.removeprefix(VARIABLE): value
            for name, value in frame.f_locals.items()
            if name.startswith(VARIABLE)
        }
        self._values += len(mine)
        return self._variables(mine)


# --- by which means -------------------------------------------------------------------


@contextmanager
def _traced(course: _Course[V, M]) -> Iterator[None]:
    """Tell `course` of instructions by `sys.settrace`; another tracer waits."""

    def on_call(frame: FrameType, event: str, argument: object) -> Trace | None:
        if frame.f_code not in course.places:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return on_event

    def on_event(frame: FrameType, event: str, argument: object) -> Trace:
        if event == "opcode":
            course.at(frame, frame.f_lasti)
        return on_event

    before = sys.gettrace()
    course.stop = partial(sys.settrace, None)
    # From 3.12 on, whether instructions are told of is settled when tracing begins.
    sys._getframe().f_trace_opcodes = True
    sys.settrace(on_call)
    try:
        yield
    finally:
        sys.settrace(before)


Trace = Callable[[FrameType, str, Any], Any]


@contextmanager
def _monitored(course: _Course[V, M]) -> Iterator[None]:
    """Tell `course` of instructions by `sys.monitoring`; others may monitor as well."""
    monitoring: Any = getattr(sys, "monitoring", None)
    event = monitoring.events.INSTRUCTION
    tool = next((one for one in TOOLS if monitoring.get_tool(one) is None), None)
    if tool is None:
        raise UsageError("no number of sys.monitoring is free to record a script with")

    def on_instruction(code: CodeType, offset: int) -> None:
        course.at(sys._getframe(1), offset)

    def watch(events: int) -> None:
        for code in course.places:
            monitoring.set_local_events(tool, code, events)

    monitoring.use_tool_id(tool, "mspllab")
    monitoring.register_callback(tool, event, on_instruction)
    course.stop = partial(watch, 0)
    watch(event)
    try:
        yield
    finally:
        watch(0)
        monitoring.register_callback(tool, event, None)
        monitoring.free_tool_id(tool)
