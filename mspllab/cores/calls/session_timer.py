"""SessionTimer: a call ends by itself where nobody says that it goes on (RFC 4028).

One of the two sides, the refresher, changes the call to what it is, at half of the time
both have agreed on. The other hangs up a little before that time is over.
"""

from typing import NamedTuple

from mspllab.cores.agent import OF_SESSIONS, REFRESH, SESSION_END, Agent, Outcome
from mspllab.cores.calls.call import Call, CallState, Modification
from mspllab.cores.calls.modification import Modifications
from mspllab.cores.decision import Reply
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import Cause

SESSION_EXPIRES, MIN_SE = "Session-Expires", "Min-SE"
TIMER = "timer"
"""The option tag of this extension."""
BRIEFEST = 90
"""Seconds below which nobody has to accept a time (§5)."""
EARLY = 32
"""Seconds before the end at which one hangs up, at most a third of the time (§10)."""
TOO_SMALL = 422
CHANGING = ("INVITE", "UPDATE")
Fields = tuple[tuple[str, str], ...]


class Interval(NamedTuple):
    """Value of a Session-Expires."""

    seconds: int
    refresher: str = ""
    """"uac" or "uas", of the request in question; "": nobody is named."""

    @classmethod
    def of(cls, message: Message) -> "Interval | None":
        """What `message` says; None where that is nothing, or cannot be read."""
        value, *params = (message.headers.get(SESSION_EXPIRES) or "").split(";")
        text = value.strip()
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            return None
        pairs = (param.partition("=") for param in params)
        said = {name.strip().lower(): text.strip().lower() for name, _, text in pairs}
        return cls(int(text), said.get("refresher", ""))

    def __str__(self) -> str:
        named = f";refresher={self.refresher}" if self.refresher else ""
        return f"{self.seconds}{named}"


class SessionTimers:
    """Asks for session timers, grants them, and does what they demand.

    Args:
        agent: what all parts of a user agent share.
        modifications: sends what refreshes a call.
        wanted: seconds it asks for in its INVITEs; None: it does not ask.
        least: seconds below which it answers 422.
    """

    def __init__(
        self,
        agent: Agent,
        modifications: Modifications,
        *,
        wanted: int | None,
        least: int = BRIEFEST,
    ) -> None:
        self._agent = agent
        self._modifications = modifications
        self._wanted = wanted
        self._least = least

    def wish(self) -> Fields:
        """What an INVITE of ours says (§7.1)."""
        if self._wanted is None:
            return ()
        return ((SESSION_EXPIRES, str(self._wanted)), ("Supported", TIMER))

    def refusal(self, request: Request) -> Reply | None:
        """422 to who wants to be told too often (§9)."""
        asked = Interval.of(request) if request.method in CHANGING else None
        if asked is None or asked.seconds >= self._least or not knows(request):
            return None
        return Reply(TOO_SMALL, headers=((MIN_SE, str(self._least)),))

    def grant(
        self, call: Call, request: Request, now: float, out: list[Outcome]
    ) -> Fields:
        """What our 2xx to `request` says, and the timers that follow from it (§9).

        Who asks without naming a refresher becomes it, if that is somebody who can.
        """
        asked = Interval.of(request)
        if asked is None and self._wanted is not None:
            asked = Interval(max(self._wanted, self._least))
        if asked is None:
            self.stop(call, now, out)
            return ()
        refresher = asked.refresher or ("uac" if knows(request) else "uas")
        granted = Interval(asked.seconds, refresher)
        self._start(call, granted, "uas", now, out)
        demand = (("Require", TIMER),) if refresher == "uac" else ()
        return (*demand, (SESSION_EXPIRES, str(granted)))

    def take_answer(
        self, call: Call, response: Response, now: float, out: list[Outcome]
    ) -> None:
        """A 2xx to a request of ours; where it says nothing, there are none (§7.2)."""
        granted = Interval.of(response)
        if granted is None:
            self.stop(call, now, out)
        else:
            named = granted.refresher or "uac"
            self._start(call, Interval(granted.seconds, named), "uac", now, out)

    def refresh(self, call: Call, now: float, out: list[Outcome]) -> None:
        """Half of the time is over: say that the call goes on (§7.4)."""
        agent = self._agent
        agent.fired(call.key, REFRESH, now, out)
        method = "UPDATE" if takes_update(call) else "INVITE"
        change = Modification(method, (), b"", None, Cause(timer=REFRESH))
        self._modifications.ask(call, change, now=now, out=out)

    def stop(self, call: Call, now: float, out: list[Outcome]) -> None:
        """The call lasts as long as it likes."""
        if not call.session_expires:
            return
        call.session_expires = ""
        for timer in OF_SESSIONS:
            self._agent.stop_timer(call.key, call.key, timer, now, out)

    def _start(
        self, call: Call, granted: Interval, we: str, now: float, out: list[Outcome]
    ) -> None:
        self.stop(call, now, out)
        if call.state is CallState.OVER or not granted.seconds:
            return
        agent, seconds = self._agent, float(granted.seconds)
        is_ours = granted.refresher == we
        # In our own requests we are the client, whoever was it when this was agreed.
        named = Interval(granted.seconds, "uac" if is_ours else "uas")
        call.session_expires = str(named)
        timer = REFRESH if is_ours else SESSION_END
        wait = seconds / 2 if is_ours else seconds - min(EARLY, seconds / 3)
        agent.set_timer(call.key, call.key, timer, wait, now, out)


def knows(message: Message) -> bool:
    """Whether the sender of `message` has session timers."""
    headers = message.headers
    tags = (*headers.values("Supported"), *headers.values("Require"))
    return TIMER in [tag.lower() for tag in tags]


def takes_update(call: Call) -> bool:
    """Whether the other side takes an UPDATE, as far as it has said."""
    return not call.allowed or "UPDATE" in call.allowed
