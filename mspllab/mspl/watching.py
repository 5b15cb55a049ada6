"""Watching: Python tells of every instruction of a run, by one of its two means."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from types import CodeType, FrameType
from typing import Any, Final, Protocol

from mspllab.errors import UsageError

TOOLS: Final = (3, 4, 5, 2, 1, 0)
"""Numbers of `sys.monitoring`, first those that are nobody's by custom."""
Trace = Callable[[FrameType, str, Any], Any]


class Course(Protocol):
    """What is told of instructions."""

    stop: Callable[[], object]
    """Ends the telling."""

    @property
    def instructions(self) -> Mapping[CodeType, object]:
        """The code of which it wants to hear."""

    def at(self, frame: FrameType, offset: int) -> None:
        """The instruction at `offset` is about to run."""


@contextmanager
def traced(course: Course) -> Iterator[None]:
    """Tell `course` of instructions by `sys.settrace`; another tracer waits."""

    def on_call(frame: FrameType, event: str, argument: object) -> Trace | None:
        if frame.f_code not in course.instructions:
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


@contextmanager
def monitored(course: Course) -> Iterator[None]:
    """Tell `course` of instructions by `sys.monitoring`; others may monitor as well."""
    monitoring: Any = getattr(sys, "monitoring", None)
    event = monitoring.events.INSTRUCTION
    tool = next((one for one in TOOLS if monitoring.get_tool(one) is None), None)
    if tool is None:
        raise UsageError("no number of sys.monitoring is free to record a script with")

    def on_instruction(code: CodeType, offset: int) -> None:
        course.at(sys._getframe(1), offset)

    def watch(events: int) -> None:
        for code in course.instructions:
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
