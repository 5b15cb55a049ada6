"""What can happen in a run: flat, frozen records in simulated seconds.

Records are named tuples rather than dataclasses: a run makes dozens for every call,
and a tuple is made in a third of the time.
"""

from typing import NamedTuple, Protocol


class TracedMessage(Protocol):
    """What a trace needs to know of a message; `sip.message` has such classes."""

    @property
    def start_line(self) -> str:
        """Request line or status line, without its end."""

    @property
    def method(self) -> str:
        """Method of a request; of a response, the method in its CSeq."""

    @property
    def status(self) -> int | None:
        """Status code of a response, None for a request."""

    @property
    def call_id(self) -> str:
        """The Call-ID, "" where the message has none."""

    @property
    def text(self) -> str:
        """The whole message as text, made when asked for."""


class Cause(NamedTuple):
    """Why a message was sent; what is not known is None."""

    message: int | None = None
    """Number of the message whose arrival led to it."""
    timer: str | None = None
    """The timer that fired: "A" … "M", or the name of a plan's delay."""
    plan: str | None = None
    """A step of the scenario's timeline, in words."""
    run: int | None = None
    """The script run that decided it (`ScriptRun.run`)."""
    line: int | None = None
    """The line of the manifest that decided it."""


NO_CAUSE = Cause()


class Sent(NamedTuple):
    """A message left an element."""

    n: int
    """Number of the message in this run, from 1."""
    at: float
    source: str
    """Name of the sending element."""
    destination: str
    """Name of the element it is meant for."""
    transport: str
    message: TracedMessage
    cause: Cause


class Received(NamedTuple):
    """Message `n` arrived."""

    n: int
    at: float


class Lost(NamedTuple):
    """Message `n` will never arrive."""

    n: int
    at: float
    why: str


class Dropped(NamedTuple):
    """An element received message `n` and did nothing with it."""

    at: float
    element: str
    n: int | None
    why: str


class StateChanged(NamedTuple):
    """A transaction went from one state to another."""

    at: float
    element: str
    transaction: str
    """Branch and method, unique within the element."""
    machine: str
    """"INVITE client", "INVITE server", "non-INVITE client", "non-INVITE server"."""
    before: str
    """"" when the transaction was just created."""
    after: str


class DialogChanged(NamedTuple):
    """A dialog went from one state to another (RFC 3261 §12)."""

    at: float
    element: str
    call_id: str
    local_tag: str
    remote_tag: str
    before: str
    """"", "early" or "confirmed"."""
    after: str
    """"early", "confirmed" or "terminated"."""


class TimerSet(NamedTuple):
    """A timer will fire at `due` unless it is cancelled."""

    at: float
    element: str
    transaction: str
    timer: str
    due: float


class TimerFired(NamedTuple):
    """A timer came due."""

    at: float
    element: str
    transaction: str
    timer: str


class TimerCancelled(NamedTuple):
    """A timer will not fire after all."""

    at: float
    element: str
    transaction: str
    timer: str


LOG_SEVERITIES = {"Event": "warning", "Error": "error"}
"""Channels of Log that end in the event log, and as what (mspl.md §4.7)."""
DEBUG = "debug"
"""Where every other channel goes: to the debugging tool."""


class LogEntry(NamedTuple):
    """One call of a script's Log function."""

    channel: str
    """The first argument as written: "Event", "Error", "Debugr" …"""
    lines: tuple[str, ...]
    line: int
    """Line of the manifest."""
    about: tuple[str, ...] = ()
    """What the server adds without being asked for detail: application, time, Method,
    Request-URI, From and To of the message."""

    @property
    def severity(self) -> str:
        """Warning or error in the event log; debug: only the debugging tool has it."""
        return LOG_SEVERITIES.get(self.channel, DEBUG)


class HeaderChange(NamedTuple):
    """A header a script added or changed; `before` is None where it was not there."""

    name: str
    before: str | None
    after: str | None


class RunError(NamedTuple):
    """An error that ended a run, with the five facts a server's event log shows."""

    application: str
    line: int
    code: str
    """"0x80070057" for a parameter error; "managed" for one in managed code."""
    message: str
    critical: bool
    column: int = 0
    """Column of the line, from 1; 0 where only the line is known."""
    excerpt: str = ""
    """The line with a caret under the place, two lines; "" where it is unknown."""


class ScriptVariable(NamedTuple):
    """A variable of a script at one moment."""

    name: str
    kind: str
    """string, integer, float, bool, collection, object, constant, null."""
    value: object
    """A text, number, bool or None; a tuple of such; an object or a constant in words.
    """


class ScriptState(NamedTuple):
    """What a script has done to its message by one moment."""

    message: str
    """The whole message as text, as it stands."""
    outcome: str = ""
    """"" until the message is handled, then as `ScriptRun.outcome`."""
    targets: tuple[str, ...] = ()
    """Request-URIs it will be sent to, where the script chose them."""
    response: str | None = None
    """Status code and reason of the answer, where it was answered."""
    fork: tuple[str, ...] | None = None
    """Targets of the fork that is open; None while there is none."""
    retarget: str | None = None
    """What RetargetRequest gave."""
    endpoint: str | None = None
    """dbEndpoint in words; None outside a loop over endpoints."""
    logged: int = 0
    """How many entries of `ScriptRun.log` have been written."""


class ScriptStep(NamedTuple):
    """One statement of a script at work.

    An `if` has a step for each condition that is looked at, a loop one for each look.
    Steps stand in the order in which they begin; those of a function that a statement
    calls stand behind the step of that statement, and within its time.
    """

    n: int
    """Number of the step in its run, from 1."""
    line: int
    """Where the statement begins in the manifest, from 1."""
    column: int
    end_line: int
    """Where it ends: the place behind its last character."""
    end_column: int
    function: str
    """The function it stands in; "" for the body."""
    depth: int
    """Calls around it: 0 in the body."""
    caller: int | None
    """Number of the step whose statement called the function; None in the body."""
    look: int
    """Of a loop: which look at its condition or collection, from 1. Otherwise 0."""
    variables: tuple[ScriptVariable, ...]
    """The function's own, or the body's, before the step."""
    variables_after: tuple[ScriptVariable, ...]
    state: ScriptState
    state_after: ScriptState
    error: str = ""
    """Why the statement ended the run; "" where it did not."""


class ScriptRun(NamedTuple):
    """One run of one application's script over one message."""

    run: int
    """Number of the run, from 1, unique in the trace."""
    at: float
    element: str
    application: str
    """The manifest's appUri."""
    path: str
    """The manifest's file, a key of `Trace.scripts`."""
    message: int | None
    """Number of the message it ran on; None outside a network."""
    outcome: str
    """unhandled, proxied, routed, forked, responded, dispatched, dropped, error,
    filtered."""
    targets: tuple[str, ...] = ()
    response: str | None = None
    """Status code and reason, such as "302 Moved Temporarily"."""
    lines: tuple[int, ...] = ()
    """Lines of the manifest in the order in which they ran."""
    headers_changed: tuple[HeaderChange, ...] = ()
    log: tuple[LogEntry, ...] = ()
    errors: tuple[RunError, ...] = ()
    steps: tuple[ScriptStep, ...] = ()
    """What each statement did, where the run was recorded."""
    steps_left_out: bool = False
    """There were more steps than are kept; the run went on behind the last one."""


class Verdict(NamedTuple):
    """What one application of a server's list made of a message."""

    said: str
    """passed, routed, forked, answered, dropped; or what kept it out, as in
    `trace.verdicts`."""
    run: int | None = None
    """The script run, where a script ran."""
    line: int | None = None
    """The line of the manifest that decided, where one did."""
    why: str = ""
    """More about it in words, where an application of the server's own has more."""


class ChainInstalled(NamedTuple):
    """A server's list of applications, from the first to the last."""

    at: float
    element: str
    stages: tuple[str, ...]
    """Names, of scripts the appUri; a stage's number is its place, from 0."""
    paths: tuple[str, ...]
    """The manifest of each; "" where it is one of the server's own."""


class ChainWalked(NamedTuple):
    """A message went through the list, as far as it came."""

    at: float
    element: str
    message: int | None
    """Number of the message whose arrival led to it; None: a timer did."""
    status: int | None
    """Of a response its status code; None: it was a request."""
    made_by: int | None
    """Of an answer on its way back, the place of the stage that made it."""
    first: int
    """Place of the stage it was offered to first."""
    last: int
    """Place of the stage it was offered to last; below `first` where it went up."""
    places: tuple[int, ...]
    """Those on its way that have anything to say of it, in that order."""
    verdicts: tuple[Verdict, ...]
    """What each of them says; the others had nothing to do with it."""


class Withheld(NamedTuple):
    """A proxy keeps a branch's final answer until all branches have one."""

    at: float
    element: str
    n: int | None
    branch: str
    """The client transaction of the branch."""


class Released(NamedTuple):
    """Of the answers that were kept, this branch's is the one that goes up."""

    at: float
    element: str
    branch: str


class EventLogged(NamedTuple):
    """An entry in a server's event log."""

    at: float
    element: str
    event: int | None
    """The documented number, such as 30819; None where none is documented."""
    severity: str
    """information, warning or error."""
    source: str
    """What wrote it: the server, or an application's appUri."""
    text: str
    run: int | None = None
    """The script run it is about."""


class Happened(NamedTuple):
    """Something a person at the element would notice, such as a phone that rings."""

    at: float
    element: str
    what: str
    """One word: registered, called, rings, answered, connected, declined, redirected,
    cancelled, ended, failed, received, accepted, forwarded, loaded, disabled …; when
    each is used stands in `lync.calls.happenings`."""
    text: str
    """The same as a sentence without a subject: "rings for alice"."""
    call_id: str = ""


class ObjectChanged(NamedTuple):
    """A UCMA platform, or an endpoint or call of it, went from one state to another."""

    at: float
    element: str
    kind: str
    """platform, endpoint or call."""
    name: str
    """The platform's or endpoint's; of a call its endpoint's, and the other side."""
    before: str
    after: str
    call_id: str = ""


class Ended(NamedTuple):
    """The run is over."""

    at: float
    why: str
    """"quiet" when nothing was left to do, "until" when the time was up, or what
    stopped it."""


Record = (
    Sent
    | Received
    | Lost
    | Dropped
    | StateChanged
    | DialogChanged
    | TimerSet
    | TimerFired
    | TimerCancelled
    | ScriptRun
    | ChainInstalled
    | ChainWalked
    | Withheld
    | Released
    | EventLogged
    | Happened
    | ObjectChanged
    | Ended
)
