"""States of a platform, its endpoints and its calls (lync-routing §3.1, §3.3).

{(state, input): next state}. An operation whose pair is missing is refused, which UCMA
calls an InvalidOperationException; a mere event whose pair is missing changes nothing.
"""

from collections.abc import Mapping
from enum import StrEnum


class PlatformState(StrEnum):
    """Where a platform stands."""

    IDLE = "Idle"
    STARTING = "Starting"
    STARTED = "Started"
    TERMINATING = "Terminating"
    TERMINATED = "Terminated"


class EndpointState(StrEnum):
    """Where an endpoint stands."""

    IDLE = "Idle"
    ESTABLISHING = "Establishing"
    ESTABLISHED = "Established"
    REESTABLISHING = "Reestablishing"
    DRAINING = "Draining"
    TERMINATING = "Terminating"
    TERMINATED = "Terminated"


class CallState(StrEnum):
    """Where a call stands."""

    IDLE = "Idle"
    INCOMING = "Incoming"
    ESTABLISHING = "Establishing"
    ESTABLISHED = "Established"
    TRANSFERRING = "Transferring"
    TERMINATING = "Terminating"
    TERMINATED = "Terminated"


class Input(StrEnum):
    """What moves them: operations of the application, and what comes of them."""

    START = "start"
    ESTABLISH = "establish"
    RECEIVE = "receive"
    ACCEPT = "accept"
    DECLINE = "decline"
    FORWARD = "forward"
    TRANSFER = "transfer"
    DRAIN = "drain"
    TERMINATE = "terminate"
    DONE = "done"
    """The operation has succeeded."""
    FAILED = "failed"
    """The operation has failed."""
    LOST = "lost"
    """The registration is gone, or the other side has gone."""


Table = Mapping[tuple[StrEnum, Input], StrEnum]

_P, _E, _C, _I = PlatformState, EndpointState, CallState, Input

PLATFORM: Table = {
    (_P.IDLE, _I.START): _P.STARTING,
    (_P.STARTING, _I.DONE): _P.STARTED,
    (_P.STARTING, _I.FAILED): _P.TERMINATED,
    (_P.IDLE, _I.TERMINATE): _P.TERMINATING,
    (_P.STARTED, _I.TERMINATE): _P.TERMINATING,
    (_P.TERMINATING, _I.DONE): _P.TERMINATED,
}

ENDPOINT: Table = {
    (_E.IDLE, _I.ESTABLISH): _E.ESTABLISHING,
    (_E.ESTABLISHING, _I.DONE): _E.ESTABLISHED,
    (_E.ESTABLISHING, _I.FAILED): _E.TERMINATED,
    (_E.ESTABLISHED, _I.LOST): _E.REESTABLISHING,
    (_E.REESTABLISHING, _I.DONE): _E.ESTABLISHED,
    (_E.REESTABLISHING, _I.FAILED): _E.TERMINATED,
    (_E.ESTABLISHED, _I.DRAIN): _E.DRAINING,
    (_E.IDLE, _I.TERMINATE): _E.TERMINATING,
    (_E.ESTABLISHING, _I.TERMINATE): _E.TERMINATING,
    (_E.ESTABLISHED, _I.TERMINATE): _E.TERMINATING,
    (_E.REESTABLISHING, _I.TERMINATE): _E.TERMINATING,
    (_E.DRAINING, _I.TERMINATE): _E.TERMINATING,
    (_E.TERMINATING, _I.DONE): _E.TERMINATED,
}

CALL: Table = {
    (_C.IDLE, _I.ESTABLISH): _C.ESTABLISHING,
    (_C.IDLE, _I.RECEIVE): _C.INCOMING,
    (_C.INCOMING, _I.ACCEPT): _C.ESTABLISHING,
    (_C.INCOMING, _I.DECLINE): _C.TERMINATING,
    (_C.INCOMING, _I.FORWARD): _C.TERMINATING,
    (_C.INCOMING, _I.LOST): _C.TERMINATING,
    (_C.INCOMING, _I.TERMINATE): _C.TERMINATING,
    (_C.ESTABLISHING, _I.DONE): _C.ESTABLISHED,
    (_C.ESTABLISHING, _I.FAILED): _C.TERMINATING,
    (_C.ESTABLISHING, _I.LOST): _C.TERMINATING,
    (_C.ESTABLISHING, _I.TERMINATE): _C.TERMINATING,
    (_C.ESTABLISHED, _I.TRANSFER): _C.TRANSFERRING,
    (_C.ESTABLISHED, _I.LOST): _C.TERMINATING,
    (_C.ESTABLISHED, _I.TERMINATE): _C.TERMINATING,
    (_C.TRANSFERRING, _I.DONE): _C.TERMINATING,
    (_C.TRANSFERRING, _I.FAILED): _C.ESTABLISHED,
    (_C.TRANSFERRING, _I.LOST): _C.TERMINATING,
    (_C.TRANSFERRING, _I.TERMINATE): _C.TERMINATING,
    (_C.TERMINATING, _I.DONE): _C.TERMINATED,
}
