"""Music: somebody on hold is given the media of a third party (RFC 5359 §2.3).

The holder calls the player of the music without an offer, hands its offer on in a
re-INVITE, and the answer to that back in the ACK (RFC 3725 §4.1).
"""

from mspllab.cores.agent import Outcome
from mspllab.cores.events import Answered, Ended, Event, Rejected, RequestAnswered
from mspllab.cores.user_agent import UserAgent
from mspllab.lync.calls.caller import Caller
from mspllab.lync.calls.media import type_of
from mspllab.lync.calls.session import Sessions
from mspllab.trace.records import NO_CAUSE, Cause


class Music:
    """Calls who plays, and puts that into the call of who is on hold.

    Args:
        agent: the user agent whose calls they are.
        caller: makes its calls.
        sessions: looks after those that are up.
    """

    def __init__(self, agent: UserAgent, caller: Caller, sessions: Sessions) -> None:
        self._agent = agent
        self._caller = caller
        self._sessions = sessions
        self._listeners: dict[int, int] = {}
        """Call to who plays → call of who is on hold."""
        self._unanswered: set[int] = set()
        """Of the former, those whose offer has no answer yet."""

    def begin(
        self, call: int, target: str, *, now: float, cause: Cause = NO_CAUSE
    ) -> list[Outcome]:
        """Let the other side of `call` hear what `target` plays."""
        out = self._caller.call(target, media=(), now=now, cause=cause)
        player = self._caller.calls[-1]
        self._listeners[player] = call
        self._unanswered.add(player)
        return out

    def end(self, call: int, *, now: float) -> list[Outcome]:
        """The other side of `call` is listened to again."""
        out: list[Outcome] = []
        for player, listener in tuple(self._listeners.items()):
            if listener == call:
                out += self._hang_up(player, now)
        return out

    def has_asked(self, call: int) -> bool:
        """Whether `call` is one to who plays, whose offer is answered later."""
        return call in self._unanswered

    def take(self, event: Event, *, now: float) -> list[Outcome]:
        """What follows from an event of the user agent."""
        match event:
            case Answered(player, response) if player in self._unanswered:
                listener = self._listeners[player]
                return self._sessions.pass_on(listener, response, now=now)
            case RequestAnswered(int(call), request, status, response) if (
                request.method == "INVITE"
            ):
                body = b"" if response is None or status >= 300 else response.body
                return self._answer(call, body, now)
            case Ended(call) | Rejected(call):
                self._listeners.pop(call, None)
                self._unanswered.discard(call)
                return self.end(call, now=now)
        return []

    def _answer(self, call: int, body: bytes, now: float) -> list[Outcome]:
        """What the listener has answered; without an answer nobody needs the music."""
        out: list[Outcome] = []
        for player in tuple(self._unanswered):
            if self._listeners[player] != call:
                continue
            if not body:
                out += self._hang_up(player, now)
                continue
            self._unanswered.discard(player)
            self._sessions.describe(player, body)
            out += self._agent.acknowledge(player, body, type_of(body))
        return out

    def _hang_up(self, player: int, now: float) -> list[Outcome]:
        self._listeners.pop(player, None)
        self._unanswered.discard(player)
        if player not in self._caller.calls:
            return []
        return self._caller.hang_up(player, now=now)
