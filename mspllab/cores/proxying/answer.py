"""Answers: what a proxy sends upstream, a branch's or its own (RFC 3261 §16.7)."""

from mspllab.cores.decision import Drop, Reply, Router, Ruling
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.cores.proxying.branches import Branches
from mspllab.cores.response_context import ResponseContext
from mspllab.errors import ParseError
from mspllab.sip import build
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Request, Response
from mspllab.trace.records import NO_CAUSE, Cause, Dropped, TimerCancelled, TimerSet
from mspllab.transaction.effects import Effect, Terminated
from mspllab.transaction.layer import TransactionLayer

FORGET = "drop"
"""After a request was dropped: its sender has given up, 64·T1 later for anything but an
INVITE (Timer F), else as late as a proxy gives up its branches (Timer C)."""


class Answers:
    """Sends answers up as far as the router lets them pass.

    Args:
        layer: the transactions.
        branches: forgotten with their transactions.
        rules: the proxy's choices.
        router: sees every answer on its way up.
        identifiers: To tags of our own answers.
        patience: seconds after which the sender of a request has given up.
    """

    def __init__(
        self,
        *,
        layer: TransactionLayer,
        branches: Branches,
        rules: ProxyRules,
        router: Router,
        identifiers: Identifiers,
        patience: float,
    ) -> None:
        self._layer = layer
        self._branches = branches
        self._rules = rules
        self._router = router
        self._identifiers = identifiers
        self._patience = patience
        self.contexts: dict[str, ResponseContext] = {}
        """By the key of the server transaction, until it terminates."""

    def send_up(
        self,
        context: ResponseContext,
        response: Response,
        now: float,
        out: list[Effect],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Pass a branch's response on, if the router lets it."""
        ruling = self._router.decide_response(response, context.request, now=now)
        out += ruling.records
        if isinstance(ruling.decision, Drop):
            if response.status < 200:
                out.append(Dropped(now, self._layer.owner, None, ruling.decision.why))
            else:
                self.swallow(ruling.decision, context, now=now, out=out)
        elif isinstance(ruling.message, Response):
            if response.status >= 200:
                self._keep(context, now, out)  # one repeated after it was swallowed
            why = cause if ruling.cause is NO_CAUSE else ruling.cause
            effects = self._layer.send_response(
                context.key, ruling.message, now=now, cause=why
            )
            self.pass_on(effects, out)

    def swallow(
        self, drop: Drop, context: ResponseContext, *, now: float, out: list[Effect]
    ) -> None:
        """Nothing at all is sent, and the caller is left waiting.

        It gives up by itself, and then so do we.
        """
        owner, key = self._layer.owner, context.key
        out.append(Dropped(now, owner, None, drop.why))
        if not self._layer.is_open(key):
            return  # it has been answered since, and nobody waits any more
        context.is_swallowed = True
        is_call = context.request.method == "INVITE"
        due = now + (self._rules.timer_c if is_call else self._patience)
        self._layer.schedule.set(key, FORGET, due)
        out.append(TimerSet(now, owner, self._layer.name_of(key), FORGET, due))

    def take_up(
        self, context: ResponseContext, *, now: float, out: list[Effect]
    ) -> None:
        """A swallowed request will be answered after all."""
        context.is_answered = False
        self._keep(context, now, out)

    def _keep(self, context: ResponseContext, now: float, out: list[Effect]) -> None:
        """The request is not to be forgotten: it has its answer, or will have one."""
        context.is_swallowed = False
        owner, key = self._layer.owner, context.key
        if self._layer.schedule.cancel(key, FORGET):
            name = self._layer.name_of(key)
            out.append(TimerCancelled(now, owner, name, FORGET))

    def reply(
        self,
        key: str,
        request: Request,
        reply: Reply,
        *,
        now: float,
        out: list[Effect],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Answer by ourselves."""
        response = self._made(request, reply, now, out)
        if response is not None:
            effects = self._layer.send_response(key, response, now=now, cause=cause)
            self.pass_on(effects, out)

    def answer(
        self,
        context: ResponseContext,
        reply: Reply,
        ruling: Ruling,
        *,
        now: float,
        out: list[Effect],
    ) -> Drop | None:
        """Answer as the router has decided; what it let pass before sees the answer.

        Drop: one of those did not let the answer pass.
        """
        for one in reply.earlier:
            alone = one._replace(earlier=())
            self.answer(context, alone, ruling, now=now, out=out)
        request = context.request
        response = self._made(request, reply, now, out)
        if response is None:
            return None
        cause = ruling.cause
        if ruling.place is not None:
            back = self._router.decide_response(
                response, request, now=now, above=ruling.place
            )
            out += back.records
            if isinstance(back.decision, Drop):
                return back.decision
            if isinstance(back.message, Response):
                response = back.message
        effects = self._layer.send_response(context.key, response, now=now, cause=cause)
        self.pass_on(effects, out)
        return None

    def _made(
        self, request: Request, reply: Reply, now: float, out: list[Effect]
    ) -> Response | None:
        """The answer; None where the request is too broken for one."""
        status, reason, headers, _ = reply
        tag = self._identifiers.tag() if status >= 200 else None
        try:
            return build.response(request, status, reason, to_tag=tag, headers=headers)
        except ParseError as error:
            why = f"cannot be answered: {error}"
            out.append(Dropped(now, self._layer.owner, None, why))
            return None

    def pass_on(self, effects: list[Effect], out: list[Effect]) -> None:
        """Add `effects` to `out`; of transactions that are over, only forget them."""
        for effect in effects:
            if isinstance(effect, Terminated):
                self.forget(effect.transaction)
            else:
                out.append(effect)

    def forget(self, transaction: str) -> None:
        """Its server or client transaction is over."""
        self.contexts.pop(transaction, None)
        self._branches.forget(transaction)
