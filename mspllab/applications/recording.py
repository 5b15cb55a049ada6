"""Recording: what each statement of a script did, to its variables and its message."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from mspllab.applications.hosting import objects, parties
from mspllab.applications.hosting.host import Host
from mspllab.applications.run import targets_of
from mspllab.cores.decision import Decision, Reply
from mspllab.errors import ScriptError
from mspllab.mspl import stepping
from mspllab.mspl.program import Program
from mspllab.mspl.source import Source
from mspllab.mspl.values import kind_of
from mspllab.mspl.vocabulary import Constant, Kind
from mspllab.sip.message import Message
from mspllab.trace.records import ScriptState, ScriptStep, ScriptVariable

Variables = tuple[ScriptVariable, ...]
CLASSES: Final[Mapping[type, str]] = {
    objects.RequestObject: "Request",
    objects.ResponseObject: "Response",
    objects.TransactionObject: "Transaction",
    parties.EndpointObject: "RegistrarEndpoint",
    parties.SourceObject: "SourceInfo",
    parties.TargetObject: "TargetInfo",
}
"""Classes of the language by the Python classes behind them."""


class Recorded(NamedTuple):
    """What a recorded run leaves, besides what it did to its host."""

    steps: tuple[ScriptStep, ...]
    steps_left_out: bool
    """There were more of them than are kept."""
    error: ScriptError | None
    """What ended the run."""


def record(program: Program, host: Host) -> Recorded:
    """Run `program` once on `host`, and tell what each statement did."""
    ran = stepping.record(program, host, variables=_variables, mark=_Marks(host))
    source = program.source
    steps = (_step(n, step, source) for n, step in enumerate(ran.steps, start=1))
    return Recorded(tuple(steps), ran.is_cut, ran.error)


def _step(
    n: int, step: stepping.Step[Variables, ScriptState], source: Source
) -> ScriptStep:
    return ScriptStep(
        n,
        *source.position(step.extent.start),
        *source.position(step.extent.end),
        function=step.function,
        depth=step.depth,
        caller=None if step.caller is None else step.caller + 1,
        look=step.look,
        variables=step.before,
        variables_after=step.after,
        state=step.mark_before,
        state_after=step.mark_after,
        error=step.error,
    )


# --- variables ------------------------------------------------------------------------


def _variables(found: dict[str, object]) -> Variables:
    return tuple(
        ScriptVariable(name, kind_of(value).value, shown(value))
        for name, value in found.items()
    )


def shown(value: object) -> object:
    """A value of a script as plain data; objects and constants in words."""
    kind = kind_of(value)
    if kind is Kind.COLLECTION:
        assert isinstance(value, tuple | list), "only these are collections"
        return tuple(map(shown, value))
    if kind is Kind.OBJECT:
        return described(value)
    if kind is Kind.BOOL:
        return bool(value)  # an absent object is false
    return str(value) if isinstance(value, Constant) else value


def described(value: object) -> str:
    """The class of an object, with what tells it from others of the class."""
    name = CLASSES.get(type(value), type(value).__name__)
    match value:
        case parties.EndpointObject():
            return f"{name} {value.EPID}"
        case parties.SourceObject() | parties.TargetObject():
            return f"{name} {value.Aor}"
    return name


# --- the message ----------------------------------------------------------------------


class _Marks:
    """Tells what has become of the host's message; what stays is told once."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._message: Message | None = None
        self._text = ""
        self._state = ScriptState("")

    def __call__(self) -> ScriptState:
        host, fork = self._host, self._host.branches
        if host.message is not self._message:
            self._message, self._text = host.message, host.message.text
        endpoint = host.dbEndpoint
        state = ScriptState(
            self._text,
            host.outcome,
            () if host.decision is None else targets_of(host.decision),
            _answer(host.decision),
            None if fork is None else tuple(target.uri for target in fork),
            host.retarget,
            described(endpoint) if endpoint else None,
            len(host.log),
        )
        if state != self._state:
            self._state = state
        return self._state


def _answer(decision: Decision | None) -> str | None:
    """Status code and reason, where a decision is an answer."""
    if isinstance(decision, Reply):
        return f"{decision.status} {decision.reason}"
    return None
