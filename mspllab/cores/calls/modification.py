"""Modifications: re-INVITEs and UPDATEs inside a call, one at a time (RFC 3261 §14)."""

from mspllab.cores.agent import RETRY, Agent, Asked, Outcome
from mspllab.cores.calls.call import Call, CallState, Modification
from mspllab.cores.events import Waiting
from mspllab.sip.message import Response
from mspllab.trace.records import Cause

OURS, THEIRS = 3.0, 1.0
"""Seconds to wait, by who made the Call-ID; the RFC wants a time by chance from 2.1 to
4 s, and from 0 to 2 s."""
REQUEST_PENDING, SERVER_ERROR = 491, 500


class Modifications:
    """Changes what a call is made of, and waits where two changes would clash."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    def ask(
        self, call: Call, change: Modification, *, now: float, out: list[Outcome]
    ) -> None:
        """Send `change`, at once or when what is under way is done."""
        if call.dialog is not None and call.state is not CallState.OVER:
            call.changes.append(change)
            self.proceed(call, now=now, out=out)

    def proceed(self, call: Call, *, now: float, out: list[Outcome]) -> None:
        """Send the next change, if the call is free for it."""
        if not call.changes or call.state is not CallState.CONNECTED:
            return
        agent, change, dialog = self._agent, call.changes[0], call.dialog
        waits = agent.schedule.is_set(call.key, RETRY)
        if change.is_sent or waits or dialog is None or self._is_busy(call):
            return
        change.is_sent = True
        request = dialog.build_request(
            change.method,
            via=agent.via(),
            contact=agent.contact,
            headers=(*change.headers, *call.session_fields),
            body=change.body,
            content_type=change.content_type,
        )
        call.our_invites += change.method == "INVITE"
        where = agent.where(dialog.next_hop)
        agent.send(Asked(request, call, dialog), where, now, out, change.cause)

    def take_answer(
        self,
        call: Call,
        status: int,
        response: Response | None,
        *,
        now: float,
        out: list[Outcome],
    ) -> bool:
        """A change has its final answer; True when it will be tried again."""
        change = call.changes[0]
        wait = self._wait(call, status, response)
        if wait is None:
            del call.changes[0]
            self.proceed(call, now=now, out=out)
            return False
        change.is_sent, change.cause = False, Cause(timer=RETRY)
        self._agent.set_timer(call.key, call.key, RETRY, wait, now, out)
        out.append(Waiting(call.handle, status, wait))
        return True

    def time_out(self, call: Call, *, now: float, out: list[Outcome]) -> None:
        """The time to wait is over."""
        self._agent.fired(call.key, RETRY, now, out)
        self.proceed(call, now=now, out=out)

    def _wait(self, call: Call, status: int, response: Response | None) -> float | None:
        """Seconds until the change is tried again; None: it is refused for good."""
        if status == REQUEST_PENDING:
            return OURS if call.is_ours else THEIRS
        after = None if response is None else response.headers.get("Retry-After")
        seconds = (after or "").partition(";")[0].partition("(")[0].strip()
        known = seconds.isascii() and seconds.isdigit() and len(seconds) <= 4
        return float(seconds) if status == SERVER_ERROR and known else None

    def _is_busy(self, call: Call) -> bool:
        """Only one INVITE, or offer, at a time in either direction (§14.1)."""
        theirs = self._agent.layer.is_open(call.their_invite)
        return bool(call.our_invites or theirs or call.unacknowledged)
