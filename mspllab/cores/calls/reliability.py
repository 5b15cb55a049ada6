"""Reliability: provisional responses that are acknowledged by PRACK (RFC 3262)."""

from mspllab.cores.agent import Agent, Asked, Outcome
from mspllab.cores.calls.call import Call, Reliable
from mspllab.cores.dialog import Dialog
from mspllab.sip.message import Request, Response
from mspllab.trace.records import Cause

OPTION = "100rel"
"""The option tag, in Supported and Require."""

REPEAT = "reliable 1xx"
"""The next copy of a provisional that has not been acknowledged is due."""
NO_PRACK = "PRACK"
"""64·T1 after the first copy: the INVITE is refused (§3)."""
RELIABILITY_TIMERS = frozenset({REPEAT, NO_PRACK})

GATEWAY_TIMEOUT = 504
"""What an INVITE is refused with when no PRACK comes; §3 wants some 5xx."""
NO_TRANSACTION = 481
HIGHEST_FIRST = 2**31 - 1


class Reliability:
    """Sends provisionals until their PRACK comes, and acknowledges those that come."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    # Of a caller.

    def is_next(
        self,
        call: Call,
        dialog: Dialog,
        response: Response,
        *,
        now: float,
        out: list[Outcome],
    ) -> bool:
        """Whether a provisional is to be taken; reliable ones in order, and once (§4).

        Those that are taken are acknowledged in the early dialog of their fork.
        """
        number = rseq_of(response)
        if number is None:
            return True
        if dialog.remote_rseq not in (None, number - 1):
            why = f"{response.status} with RSeq {number} is not the next"
            self._agent.drop(why, now, out)
            return False
        dialog.remote_rseq = number
        self._acknowledge(call, dialog, response, number, now, out)
        return True

    def _acknowledge(
        self,
        call: Call,
        dialog: Dialog,
        response: Response,
        number: int,
        now: float,
        out: list[Outcome],
    ) -> None:
        agent, invite = self._agent, call.invite
        body, content_type = b"", None
        if not invite.body and response.body and agent.answer_offer is not None:
            answer = agent.answer_offer(call.handle, response)
            body, content_type = answer or (b"", None)
        rack = f"{number} {invite.cseq.number} INVITE"
        prack = dialog.build_request(
            "PRACK",
            via=agent.via(),
            headers=(("RAck", rack),),
            body=body,
            content_type=content_type,
        )
        where = agent.where(dialog.next_hop)
        agent.send(Asked(prack, call, dialog), where, now, out)

    # Of somebody called.

    def send(
        self,
        call: Call,
        response: Response,
        *,
        now: float,
        out: list[Outcome],
        cause: Cause,
    ) -> None:
        """Send a provisional reliably, after those that are not acknowledged yet."""
        call.reliables.append(Reliable(response, cause))
        if len(call.reliables) == 1:
            self._send_first(call, now, out)

    def stop(self, call: Call, *, now: float, out: list[Outcome]) -> None:
        """The final response goes out: what was provisional is not repeated (§3).

        A PRACK that is on its way will still be answered 200.
        """
        if call.reliables:
            del call.reliables[1:]
            self._stop_timers(call, now, out)

    def take_prack(
        self, call: Call, prack: Request, *, now: float, out: list[Outcome]
    ) -> int:
        """The status for a PRACK; 481 where it acknowledges nothing that waits."""
        waiting = call.reliables[0] if call.reliables else None
        if waiting is None or rack_of(prack) != (call.rseq, call.invite.cseq.number):
            return NO_TRANSACTION
        del call.reliables[0]
        self._stop_timers(call, now, out)
        if call.reliables:
            self._send_first(call, now, out)
        return 200

    def time_out(
        self, call: Call, timer: str, *, now: float, out: list[Outcome]
    ) -> bool:
        """A timer has fired; True when no PRACK will come any more."""
        agent = self._agent
        agent.fired(call.name, timer, now, out)
        if timer == NO_PRACK:
            agent.stop_timer(call.transaction, call.name, REPEAT, now, out)
            call.reliables.clear()
            return True
        waiting = call.reliables[0]
        cause = Cause(timer=REPEAT)
        agent.respond(call.transaction, waiting.response, now, out, cause)
        waiting.interval *= 2
        self._set(call, REPEAT, waiting.interval, now, out)
        return False

    def _send_first(self, call: Call, now: float, out: list[Outcome]) -> None:
        agent, waiting = self._agent, call.reliables[0]
        first = agent.identifiers.chance.randint(1, HIGHEST_FIRST)
        call.rseq = call.rseq + 1 if call.rseq else first
        headers = waiting.response.headers.extended(
            (("Require", OPTION), ("RSeq", str(call.rseq)))
        )
        waiting.response = waiting.response.replace(headers=headers)
        call.is_described |= bool(waiting.response.body)
        agent.respond(call.transaction, waiting.response, now, out, waiting.cause)
        waiting.interval = agent.timers.t1
        self._set(call, REPEAT, waiting.interval, now, out)
        self._set(call, NO_PRACK, agent.timers.patience, now, out)

    def _stop_timers(self, call: Call, now: float, out: list[Outcome]) -> None:
        for timer in (REPEAT, NO_PRACK):
            self._agent.stop_timer(call.transaction, call.name, timer, now, out)

    def _set(
        self, call: Call, timer: str, wait: float, now: float, out: list[Outcome]
    ) -> None:
        self._agent.set_timer(call.transaction, call.name, timer, wait, now, out)


def is_wanted(invite: Request, *, may: bool) -> bool:
    """Whether provisionals to `invite` go out reliably: it demands it, or allows it.

    `may`: whether we like to, where it only allows it (§3).
    """
    if OPTION in tags_of(invite, "Require"):
        return True
    return may and OPTION in tags_of(invite, "Supported")


def tags_of(message: Request | Response, header: str) -> tuple[str, ...]:
    """The option tags in a header, in lower case."""
    if not message.headers.first_line(header.lower()):
        return ()
    return tuple(tag.lower() for tag in message.headers.values(header))


def rseq_of(response: Response) -> int | None:
    """The RSeq of a reliable provisional; None where it is none that can be read."""
    if OPTION not in tags_of(response, "Require"):
        return None
    text = response.headers.get("RSeq") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else None


def rack_of(prack: Request) -> tuple[int, int] | None:
    """RSeq and CSeq number that a PRACK acknowledges; None where it does not say."""
    words = (prack.headers.get("RAck") or "").split()
    numbers = [w for w in words[:2] if w.isascii() and w.isdigit() and len(w) < 11]
    if len(words) != 3 or len(numbers) != 2 or words[2] != "INVITE":
        return None
    return int(numbers[0]), int(numbers[1])
