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
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Final, Generic, NamedTuple, TypeVar

from mspllab.errors import ScriptError
from mspllab.mspl.compiling.emitter import HOST
from mspllab.mspl.extent import Extent, Extents
from mspllab.mspl.instructions import UNIT, Instructions
from mspllab.mspl.program import Program
from mspllab.mspl.watching import monitored, traced

V = TypeVar("V")
M = TypeVar("M")

MOST_STEPS: Final = 10_000
"""Steps that are kept of one run; a reader needs dozens, a lesson hundreds."""
MOST_VALUES: Final = 500_000
"""Variables in all the snapshots that are kept of one run, each counted anew."""
VARIABLE: Final = "v_"
"""What the Python names of a script's variables begin with."""


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
    instructions = {
        code: Instructions.of(code, program.source, extents) for code in program.codes
    }
    course = _Course(instructions, extents, host, variables, mark)
    watched = monitored if monitoring and hasattr(sys, "monitoring") else traced
    try:
        with watched(course):
            program.run(host)
    except ScriptError as raised:
        error = raised
    course.close(error.message if error else "")
    return Steps(tuple(map(_Open.closed, course.steps)), course.is_cut, error)


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
        instructions: dict[CodeType, Instructions],
        extents: Extents,
        host: object,
        variables: Callable[[dict[str, object]], V],
        mark: Callable[[], M],
    ) -> None:
        self.instructions = instructions
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
        instructions = self.instructions[frame.f_code]
        statement = instructions.statements[offset // UNIT]
        if statement < 0 or self.is_cut:
            return  # so what handles an error does not look like a function's return
        calls = self._calls
        call = calls[-1] if calls and calls[-1].frame is frame else self._entered(frame)
        if call is None:
            return
        turn = instructions.turns.get(offset)
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
