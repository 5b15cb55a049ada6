"""Acceptances: answered INVITEs whose ACK has not come (RFC 3261 §13.3.1.4)."""

from mspllab.cores.agent import Agent, Outcome
from mspllab.cores.calls.call import Acceptance, Call
from mspllab.sip.message import Response
from mspllab.trace.records import Cause

REPEAT = "2xx"
"""The next copy of a 2xx is due."""

NO_ACK = "ACK"
"""64·T1 after the first copy: nobody is there."""


class Acceptances:
    """Repeats every 2xx until its ACK comes, on whatever transport."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    def send(
        self,
        call: Call,
        number: int,
        response: Response,
        transaction: str,
        *,
        now: float,
        out: list[Outcome],
        cause: Cause,
    ) -> None:
        """Send a 2xx for the first time; `number` is the INVITE's CSeq."""
        agent = self._agent
        name, t1 = agent.layer.name_of(transaction), agent.timers.t1
        acceptance = Acceptance(call, number, response, transaction, name, t1)
        agent.acceptances[transaction] = acceptance
        call.unacknowledged[number] = acceptance
        agent.respond(transaction, response, now, out, cause)
        agent.set_timer(transaction, name, REPEAT, t1, now, out)
        agent.set_timer(transaction, name, NO_ACK, agent.timers.patience, now, out)

    def stop(self, acceptance: Acceptance, *, now: float, out: list[Outcome]) -> None:
        """The ACK has come, or the call has ended."""
        agent, transaction = self._agent, acceptance.transaction
        del agent.acceptances[transaction]
        del acceptance.call.unacknowledged[acceptance.number]
        agent.stop_timer(transaction, acceptance.name, REPEAT, now, out)
        agent.stop_timer(transaction, acceptance.name, NO_ACK, now, out)

    def time_out(
        self, transaction: str, timer: str, *, now: float, out: list[Outcome]
    ) -> Call | None:
        """One of the two timers has fired; the call, if no ACK will come any more."""
        agent = self._agent
        acceptance = agent.acceptances[transaction]
        agent.fired(acceptance.name, timer, now, out)
        if timer == NO_ACK:
            self.stop(acceptance, now=now, out=out)
            return acceptance.call
        cause = Cause(timer=REPEAT)
        agent.respond(transaction, acceptance.response, now, out, cause)
        wait = acceptance.interval = min(2 * acceptance.interval, agent.timers.t2)
        agent.set_timer(transaction, acceptance.name, REPEAT, wait, now, out)
        return None
