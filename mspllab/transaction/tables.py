"""The four transaction machines as data: (state, input) → (state, actions).

RFC 3261 §17 with the Accepted states of RFC 6026. A pair that is not listed changes
nothing. A timer runs on as long as the state has a row for it, so the tables need not
say which timers a change of state cancels. Actions that start a timer come last, since
a timer of no length fires at once.
"""

from enum import StrEnum

from mspllab.transaction.timers import Timer


class State(StrEnum):
    """Where a transaction stands; the values are the RFC's words."""

    INITIAL = ""
    """Not yet begun."""
    CALLING = "Calling"
    TRYING = "Trying"
    PROCEEDING = "Proceeding"
    ACCEPTED = "Accepted"
    """After a 2xx to INVITE (RFC 6026 §7)."""
    COMPLETED = "Completed"
    CONFIRMED = "Confirmed"
    TERMINATED = "Terminated"


class Input(StrEnum):
    """What can happen to a transaction."""

    REQUEST = "request"
    """To a client: the core sends it. To a server: it arrives, or arrives again."""
    ACK = "ACK"
    PROVISIONAL = "1xx"
    """From the wire to a client, from the core to a server; so the next two."""
    SUCCESS = "2xx"
    REJECTION = "300-699"
    TRANSPORT_ERROR = "transport error"
    DESTROY = "destroy"
    """The core has stopped waiting (§9.1: 64·T1 after a CANCEL)."""
    TIMER_A = "Timer A"
    TIMER_B = "Timer B"
    TIMER_D = "Timer D"
    TIMER_E = "Timer E"
    TIMER_F = "Timer F"
    TIMER_G = "Timer G"
    TIMER_H = "Timer H"
    TIMER_I = "Timer I"
    TIMER_J = "Timer J"
    TIMER_K = "Timer K"
    TIMER_L = "Timer L"
    TIMER_M = "Timer M"


class Action(StrEnum):
    """What a transition does, beside changing the state."""

    SEND_REQUEST = "send request"
    SEND_RESPONSE = "send response"
    """The latest one, if there is one yet."""
    SEND_ACK = "send ACK"
    DELIVER = "to core"
    REPORT_TIMEOUT = "timeout to core"
    REPORT_TRANSPORT_ERROR = "transport error to core"
    START_A = "start Timer A"
    DOUBLE_A = "double Timer A"
    START_B = "start Timer B"
    START_D = "start Timer D"
    START_E = "start Timer E"
    DOUBLE_E = "double Timer E"
    START_E_AT_T2 = "start Timer E at T2"
    START_F = "start Timer F"
    START_G = "start Timer G"
    DOUBLE_G = "double Timer G"
    START_H = "start Timer H"
    START_I = "start Timer I"
    START_J = "start Timer J"
    START_K = "start Timer K"
    START_L = "start Timer L"
    START_M = "start Timer M"


INPUT_OF: dict[Timer, Input] = {timer: Input(f"Timer {timer}") for timer in Timer}
"""The input that a timer's firing is."""

Table = dict[tuple[State, Input], tuple[State, tuple[Action, ...]]]

# The members by their bare names, so that the tables read like the RFC's figures.
INITIAL = State.INITIAL
CALLING = State.CALLING
TRYING = State.TRYING
PROCEEDING = State.PROCEEDING
ACCEPTED = State.ACCEPTED
COMPLETED = State.COMPLETED
CONFIRMED = State.CONFIRMED
TERMINATED = State.TERMINATED

REQUEST = Input.REQUEST
ACK = Input.ACK
PROVISIONAL = Input.PROVISIONAL
SUCCESS = Input.SUCCESS
REJECTION = Input.REJECTION
TRANSPORT_ERROR = Input.TRANSPORT_ERROR
DESTROY = Input.DESTROY
TIMER_A = Input.TIMER_A
TIMER_B = Input.TIMER_B
TIMER_D = Input.TIMER_D
TIMER_E = Input.TIMER_E
TIMER_F = Input.TIMER_F
TIMER_G = Input.TIMER_G
TIMER_H = Input.TIMER_H
TIMER_I = Input.TIMER_I
TIMER_J = Input.TIMER_J
TIMER_K = Input.TIMER_K
TIMER_L = Input.TIMER_L
TIMER_M = Input.TIMER_M

SEND_REQUEST = Action.SEND_REQUEST
SEND_RESPONSE = Action.SEND_RESPONSE
SEND_ACK = Action.SEND_ACK
DELIVER = Action.DELIVER
REPORT_TIMEOUT = Action.REPORT_TIMEOUT
REPORT_TRANSPORT_ERROR = Action.REPORT_TRANSPORT_ERROR
START_A = Action.START_A
DOUBLE_A = Action.DOUBLE_A
START_B = Action.START_B
START_D = Action.START_D
START_E = Action.START_E
DOUBLE_E = Action.DOUBLE_E
START_E_AT_T2 = Action.START_E_AT_T2
START_F = Action.START_F
START_G = Action.START_G
DOUBLE_G = Action.DOUBLE_G
START_H = Action.START_H
START_I = Action.START_I
START_J = Action.START_J
START_K = Action.START_K
START_L = Action.START_L
START_M = Action.START_M


INVITE_CLIENT: Table = {  # RFC 3261 §17.1.1.2, with Accepted from RFC 6026 §8.4
    (INITIAL, REQUEST): (CALLING, (SEND_REQUEST, START_A, START_B)),
    (CALLING, TIMER_A): (CALLING, (SEND_REQUEST, DOUBLE_A)),
    (CALLING, TIMER_B): (TERMINATED, (REPORT_TIMEOUT,)),
    (CALLING, PROVISIONAL): (PROCEEDING, (DELIVER,)),
    (CALLING, SUCCESS): (ACCEPTED, (DELIVER, START_M)),
    (CALLING, REJECTION): (COMPLETED, (SEND_ACK, DELIVER, START_D)),
    (CALLING, TRANSPORT_ERROR): (TERMINATED, (REPORT_TRANSPORT_ERROR,)),
    (CALLING, DESTROY): (TERMINATED, ()),
    (PROCEEDING, PROVISIONAL): (PROCEEDING, (DELIVER,)),
    (PROCEEDING, SUCCESS): (ACCEPTED, (DELIVER, START_M)),
    (PROCEEDING, REJECTION): (COMPLETED, (SEND_ACK, DELIVER, START_D)),
    (PROCEEDING, DESTROY): (TERMINATED, ()),
    (ACCEPTED, SUCCESS): (ACCEPTED, (DELIVER,)),
    (ACCEPTED, TIMER_M): (TERMINATED, ()),
    (COMPLETED, REJECTION): (COMPLETED, (SEND_ACK,)),
    (COMPLETED, TIMER_D): (TERMINATED, ()),
    (COMPLETED, TRANSPORT_ERROR): (TERMINATED, (REPORT_TRANSPORT_ERROR,)),
}

INVITE_SERVER: Table = {  # RFC 3261 §17.2.1, with Accepted from RFC 6026 §7.1
    (INITIAL, REQUEST): (PROCEEDING, (DELIVER,)),
    (PROCEEDING, REQUEST): (PROCEEDING, (SEND_RESPONSE,)),
    (PROCEEDING, PROVISIONAL): (PROCEEDING, (SEND_RESPONSE,)),
    (PROCEEDING, SUCCESS): (ACCEPTED, (SEND_RESPONSE, START_L)),
    (PROCEEDING, REJECTION): (COMPLETED, (SEND_RESPONSE, START_G, START_H)),
    # RFC 6026 §7.1: what cannot be sent now may be asked for again, so the state stays.
    (PROCEEDING, TRANSPORT_ERROR): (PROCEEDING, (REPORT_TRANSPORT_ERROR,)),
    (PROCEEDING, DESTROY): (TERMINATED, ()),
    (ACCEPTED, REQUEST): (ACCEPTED, ()),
    (ACCEPTED, SUCCESS): (ACCEPTED, (SEND_RESPONSE,)),
    (ACCEPTED, ACK): (ACCEPTED, (DELIVER,)),
    (ACCEPTED, TRANSPORT_ERROR): (ACCEPTED, (REPORT_TRANSPORT_ERROR,)),
    (ACCEPTED, TIMER_L): (TERMINATED, ()),
    (COMPLETED, REQUEST): (COMPLETED, (SEND_RESPONSE,)),
    (COMPLETED, TIMER_G): (COMPLETED, (SEND_RESPONSE, DOUBLE_G)),
    (COMPLETED, ACK): (CONFIRMED, (START_I,)),
    (COMPLETED, TRANSPORT_ERROR): (COMPLETED, (REPORT_TRANSPORT_ERROR,)),
    (COMPLETED, TIMER_H): (TERMINATED, (REPORT_TIMEOUT,)),
    (CONFIRMED, ACK): (CONFIRMED, ()),
    (CONFIRMED, TIMER_I): (TERMINATED, ()),
}

NON_INVITE_CLIENT: Table = {  # RFC 3261 §17.1.2.2
    (INITIAL, REQUEST): (TRYING, (SEND_REQUEST, START_E, START_F)),
    (TRYING, TIMER_E): (TRYING, (SEND_REQUEST, DOUBLE_E)),
    (TRYING, TIMER_F): (TERMINATED, (REPORT_TIMEOUT,)),
    (TRYING, PROVISIONAL): (PROCEEDING, (DELIVER,)),
    (TRYING, SUCCESS): (COMPLETED, (DELIVER, START_K)),
    (TRYING, REJECTION): (COMPLETED, (DELIVER, START_K)),
    (TRYING, TRANSPORT_ERROR): (TERMINATED, (REPORT_TRANSPORT_ERROR,)),
    (TRYING, DESTROY): (TERMINATED, ()),
    (PROCEEDING, TIMER_E): (PROCEEDING, (SEND_REQUEST, START_E_AT_T2)),
    (PROCEEDING, TIMER_F): (TERMINATED, (REPORT_TIMEOUT,)),
    (PROCEEDING, PROVISIONAL): (PROCEEDING, (DELIVER,)),
    (PROCEEDING, SUCCESS): (COMPLETED, (DELIVER, START_K)),
    (PROCEEDING, REJECTION): (COMPLETED, (DELIVER, START_K)),
    (PROCEEDING, TRANSPORT_ERROR): (TERMINATED, (REPORT_TRANSPORT_ERROR,)),
    (PROCEEDING, DESTROY): (TERMINATED, ()),
    (COMPLETED, TIMER_K): (TERMINATED, ()),
}

NON_INVITE_SERVER: Table = {  # RFC 3261 §17.2.2
    (INITIAL, REQUEST): (TRYING, (DELIVER,)),
    (TRYING, REQUEST): (TRYING, ()),
    (TRYING, PROVISIONAL): (PROCEEDING, (SEND_RESPONSE,)),
    (TRYING, SUCCESS): (COMPLETED, (SEND_RESPONSE, START_J)),
    (TRYING, REJECTION): (COMPLETED, (SEND_RESPONSE, START_J)),
    (TRYING, DESTROY): (TERMINATED, ()),
    (PROCEEDING, REQUEST): (PROCEEDING, (SEND_RESPONSE,)),
    (PROCEEDING, PROVISIONAL): (PROCEEDING, (SEND_RESPONSE,)),
    (PROCEEDING, SUCCESS): (COMPLETED, (SEND_RESPONSE, START_J)),
    (PROCEEDING, REJECTION): (COMPLETED, (SEND_RESPONSE, START_J)),
    (PROCEEDING, TRANSPORT_ERROR): (TERMINATED, (REPORT_TRANSPORT_ERROR,)),
    (PROCEEDING, DESTROY): (TERMINATED, ()),
    (COMPLETED, REQUEST): (COMPLETED, (SEND_RESPONSE,)),
    (COMPLETED, TRANSPORT_ERROR): (TERMINATED, (REPORT_TRANSPORT_ERROR,)),
    (COMPLETED, TIMER_J): (TERMINATED, ()),
}

TABLES: dict[str, Table] = {
    "INVITE client": INVITE_CLIENT,
    "INVITE server": INVITE_SERVER,
    "non-INVITE client": NON_INVITE_CLIENT,
    "non-INVITE server": NON_INVITE_SERVER,
}
"""The machines by the names the trace uses."""
