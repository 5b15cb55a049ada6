"""Sessions: what goes on in calls that are up: hold, new media, texts, questions."""

from collections.abc import Iterable
from dataclasses import dataclass

from mspllab.cores.agent import Outcome
from mspllab.cores.events import (
    Ended,
    Event,
    IncomingRequest,
    Rejected,
    RequestAnswered,
    Waiting,
)
from mspllab.cores.user_agent import UserAgent
from mspllab.lync.calls import happenings
from mspllab.lync.calls.media import (
    answer_to,
    as_late_as,
    description_in,
    in_place_of,
    next_offer,
    type_of,
    version_of,
)
from mspllab.sip.message import Message, Request, Response
from mspllab.sip.negotiation import ALL, Ability, met
from mspllab.trace.records import NO_CAUSE, Cause

Header = tuple[str, str]
TEXT = "text/plain"
OFFERING = ("INVITE", "UPDATE")
NOT_ACCEPTABLE = 488
MUTED = ("sendonly", "inactive")
"""Directions in which whoever offers them does not listen."""


@dataclass(slots=True)
class Session:
    """A call that is up, and what the two sides have agreed."""

    peer: str
    call_id: str
    local: bytes
    """Our latest session description, as we sent it; b"" for none."""
    wanted: str = "sendrecv"
    """The direction we want: sendonly while we hold."""
    agreed: str = "sendrecv"
    """The same as it was before a change that may yet be refused."""
    remote: str = "sendrecv"
    """The direction the other side has offered."""
    lent: bytes = b""
    """The latest description that we have passed on for somebody else."""


class Sessions:
    """Changes calls that are up, and takes what comes in them.

    Args:
        owner: name of the element, for the records.
        agent: the user agent whose calls they are.
        ip: where media would be received.
        ability: what it can do with media.
        refusal: the status code for changes the other side wants; None: accepted.
    """

    def __init__(
        self,
        owner: str,
        agent: UserAgent,
        ip: str,
        ability: Ability = ALL,
        *,
        refusal: int | None = None,
    ) -> None:
        self._owner = owner
        self._agent = agent
        self._ip = ip
        self._ability = ability
        self._refusal = refusal
        self._sessions: dict[int, Session] = {}

    def __getitem__(self, call: int) -> Session | None:
        return self._sessions.get(call)

    def begin(self, call: int, peer: str, call_id: str, local: bytes) -> None:
        """A call is answered, with `local` as our description."""
        self._sessions[call] = Session(peer, call_id, local)

    def answer_offer(self, call: int, response: Response) -> tuple[bytes, str | None]:
        """The answer to an offer that came in a response (rule 174), and its type."""
        session = self._sessions.get(call)
        wanted = "sendrecv" if session is None else session.wanted
        version = 1 if session is None else version_of(session.local) + 1
        body = self._answer(response, wanted, version) or b""
        offered = description_in(response)
        if session is not None and offered is not None:
            session.local, session.remote = body, offered.direction
        return body, type_of(body)

    def describe(self, call: int, local: bytes) -> None:
        """`local` is our description in a call from now on."""
        self._sessions[call].local = local

    # What is asked for by the person.

    def hold(self, call: int, *, now: float, cause: Cause) -> list[Outcome]:
        """Stop listening: sendonly, or inactive where we are held, too (rule 173)."""
        return self._direct(call, "sendonly", happenings.holds, now, cause)

    def resume(self, call: int, *, now: float, cause: Cause) -> list[Outcome]:
        """Listen again."""
        return self._direct(call, "sendrecv", happenings.resumes, now, cause)

    def change(
        self,
        call: int,
        method: str,
        *,
        kinds: Iterable[str] | None = None,
        headers: tuple[Header, ...] = (),
        offers: bool = True,
        now: float,
        cause: Cause,
    ) -> list[Outcome]:
        """Send an INVITE or UPDATE inside the call, with other media if `kinds` say."""
        session = self._sessions.get(call)
        if session is None:
            return []
        body = self._next(session, kinds) if offers else b""
        return self._modify(call, method, body, headers, now, cause)

    def pass_on(self, call: int, offer: Response, *, now: float) -> list[Outcome]:
        """Offer in `call` what somebody else has offered us (RFC 3725 §4.1)."""
        session, offered = self._sessions.get(call), description_in(offer)
        if session is None or offered is None:
            return []
        session.lent = in_place_of(session.local, offered, session.wanted)
        return self._modify(call, "INVITE", session.lent, (), now, NO_CAUSE)

    def ask(
        self,
        call: int,
        method: str,
        *,
        text: str = "",
        headers: tuple[Header, ...] = (),
        now: float,
        cause: Cause,
    ) -> list[Outcome]:
        """Send a request that changes nothing: MESSAGE, INFO, OPTIONS."""
        out: list[Outcome] = []
        session = self._sessions.get(call)
        if session is None:
            return out
        if method == "MESSAGE":
            out.append(
                happenings.says(now, self._owner, session.peer, text, session.call_id)
            )
        return out + self._agent.requests.request(
            call,
            method,
            headers=headers,
            body=text.encode(),
            content_type=TEXT if text else None,
            now=now,
            cause=cause,
        )

    # What follows from events.

    def take(self, event: Event, *, now: float) -> list[Outcome]:
        """What follows from an event of the user agent."""
        match event:
            case IncomingRequest(call, request, transaction):
                return self._answer_request(call, request, transaction, now)
            case RequestAnswered(int(call), request, status, response):
                return self._learn(call, request, status, response, now)
            case Waiting(call, status, seconds) if call in self._sessions:
                call_id = self._sessions[call].call_id
                return [happenings.waits(now, self._owner, status, seconds, call_id)]
            case Ended(call) | Rejected(call):
                self._sessions.pop(call, None)
        return []

    def _direct(
        self,
        call: int,
        wanted: str,
        words: happenings.OfPeer,
        now: float,
        cause: Cause,
    ) -> list[Outcome]:
        session = self._sessions.get(call)
        if session is None:
            return []
        session.wanted = wanted
        out: list[Outcome] = [words(now, self._owner, session.peer, session.call_id)]
        body = self._next(session, None)
        return out + self._modify(call, "INVITE", body, (), now, cause)

    def _next(self, session: Session, kinds: Iterable[str] | None) -> bytes:
        direction = met(session.remote, session.wanted)
        return next_offer(
            session.local, self._ip, self._ability, direction=direction, kinds=kinds
        )

    def _modify(
        self,
        call: int,
        method: str,
        body: bytes,
        headers: tuple[Header, ...],
        now: float,
        cause: Cause,
    ) -> list[Outcome]:
        return self._agent.requests.modify(
            call,
            method,
            headers=headers,
            body=body,
            content_type=type_of(body),
            now=now,
            cause=cause,
        )

    def _learn(
        self,
        call: int,
        request: Request,
        status: int,
        response: Response | None,
        now: float,
    ) -> list[Outcome]:
        """A request of ours has its answer; a refused change leaves all as it was."""
        session = self._sessions.get(call)
        if session is None:
            return []
        if request.method in OFFERING and status < 300:
            if request.body and request.body == session.lent:  # streams not ours
                session.local = as_late_as(session.local, session.lent)
            elif request.body:
                session.local = request.body
            session.agreed = session.wanted
            return []
        if request.method in OFFERING:
            session.wanted = session.agreed
        if status >= 300 and request.method in (*OFFERING, "MESSAGE", "INFO"):
            why, call_id = f"{status}", session.call_id
            return [happenings.refused(now, self._owner, request.method, why, call_id)]
        return []

    def _answer_request(
        self, call: int | None, request: Request, transaction: str, now: float
    ) -> list[Outcome]:
        """Accept what comes, as far as it can be accepted."""
        session = None if call is None else self._sessions.get(call)
        if request.method in OFFERING and session is not None:
            return self._answer_change(session, request, transaction, now)
        out: list[Outcome] = []
        if request.method == "MESSAGE":
            caller = happenings.name_of(request.from_)
            text = request.body.decode("utf-8", "replace")
            out.append(
                happenings.reads(now, self._owner, caller, text, request.call_id)
            )
        return out + self._agent.respond(transaction, 200, now=now)

    def _answer_change(
        self, session: Session, request: Request, transaction: str, now: float
    ) -> list[Outcome]:
        if self._refusal is not None:
            return self._agent.respond(transaction, self._refusal, now=now)
        if request.body:
            version = version_of(session.local) + 1
            body = self._answer(request, session.wanted, version)
        else:
            body = self._next(session, None) if request.method == "INVITE" else b""
        if body is None:
            return self._agent.respond(transaction, NOT_ACCEPTABLE, now=now)
        session.local = body or session.local
        return [
            *self._note(session, request, now),
            *self._agent.respond(
                transaction, 200, body=body, content_type=type_of(body), now=now
            ),
        ]

    def _answer(self, message: Message, wanted: str, version: int) -> bytes | None:
        return answer_to(
            message, self._ip, self._ability, direction=wanted, version=version
        )

    def _note(self, session: Session, offer: Message, now: float) -> list[Outcome]:
        """What an offer of the other side means for a person."""
        described = description_in(offer)
        if described is None:
            return []
        before, session.remote = session.remote, described.direction
        was, is_held = before in MUTED, session.remote in MUTED
        if was == is_held:
            return []
        words = happenings.held if is_held else happenings.retrieved
        return [words(now, self._owner, session.peer, session.call_id)]
