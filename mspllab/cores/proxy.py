"""ProxyCore: a stateful, forking, record-routing proxy (RFC 3261 §16)."""

from mspllab.cores.authentication import Authenticator
from mspllab.cores.decision import (
    Drop,
    Fork,
    Forward,
    Pass,
    Reply,
    Router,
    Ruling,
    Target,
    targets_of,
)
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.cores.proxying.answer import FORGET, Answers
from mspllab.cores.proxying.branches import LAST_WAIT, TIMER_C, Branches
from mspllab.cores.proxying.forwarding import (
    IsMine,
    Resolve,
    ResolveAll,
    has_looped,
    is_sip,
    loop_part,
    routed,
)
from mspllab.cores.proxying.recursion import Recursion
from mspllab.cores.proxying.upstream import WAIT, Upstream
from mspllab.cores.response_context import ResponseContext
from mspllab.cores.screening import path_problem, syntax_problem, unsupported
from mspllab.sim.datagram import Endpoint
from mspllab.sim.fault import REFUSED
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import Cause, Dropped, TimerFired
from mspllab.transaction.effects import TO_CORE, Deliver, Effect, Failed, Terminated
from mspllab.transaction.layer import TransactionLayer
from mspllab.transaction.timers import Timers

NO_EXTENSIONS: frozenset[str] = frozenset()
"""Option tags of Proxy-Require that this proxy knows."""

Settled = Forward | Fork | Reply | Drop
"""A decision that leaves nothing to others."""


class ProxyCore:
    """Checks requests, asks its router where they go, and looks after the answers.

    Args:
        owner: name of the element, for the records.
        address: where it listens; stands in its Via.
        transport: of everything it sends.
        router: decides about requests, and about responses on their way up.
        rules: its choices.
        identifiers: branches and tags.
        timers: T1, T2 and T4.
        resolve: finds hosts.
        is_mine: knows the URIs of this proxy and of its domains.
        retarget: decides about the contacts of a 3xx it follows; None: `router` does.
        authenticator: asks who a request is from; None: everybody is believed.
        resolve_all: finds every server of a host, for when the first one fails.
    """

    def __init__(
        self,
        *,
        owner: str,
        address: Endpoint,
        transport: str,
        router: Router,
        rules: ProxyRules,
        identifiers: Identifiers,
        timers: Timers,
        resolve: Resolve,
        is_mine: IsMine,
        retarget: Router | None = None,
        authenticator: Authenticator | None = None,
        resolve_all: ResolveAll | None = None,
    ) -> None:
        self.owner = owner
        self._authenticator = authenticator
        self.layer = TransactionLayer(owner=owner, timers=timers)
        self._schedule = self.layer.schedule
        self._rules = rules
        self._sent_by = str(address)
        self._router = router
        self._is_mine = is_mine
        self._branches = Branches(
            layer=self.layer,
            rules=rules,
            address=address,
            transport=transport,
            identifiers=identifiers,
            timers=timers,
            resolve=resolve,
            resolve_all=resolve_all,
        )
        self._answers = Answers(
            layer=self.layer,
            branches=self._branches,
            rules=rules,
            router=router,
            identifiers=identifiers,
            patience=timers.patience,
        )
        self._upstream = Upstream(
            layer=self.layer,
            branches=self._branches,
            rules=rules,
            answers=self._answers,
            recursion=Recursion(self._branches, rules, retarget or router, is_mine),
            transport=transport,
        )

    def receive(
        self, message: Message, *, source: Endpoint, transport: str, now: float
    ) -> list[Effect]:
        """What follows from the arrival of `message`."""
        effects = self.layer.receive(
            message, source=source, transport=transport, now=now
        )
        out: list[Effect] = []
        self._take(effects, now, out)
        return out

    def transport_failed(
        self, message: Message, *, now: float, why: str = REFUSED
    ) -> list[Effect]:
        """`message` could not be sent: its branch counts as answered 503 (§16.9)."""
        out: list[Effect] = []
        for effect in self.layer.transport_failed(message, now=now):
            told = effect._replace(why=why) if isinstance(effect, Failed) else effect
            self._take([told], now, out)
        return out

    def next_timer(self) -> float | None:
        """When the next timer is due; None where none is running."""
        return self._schedule.due

    def fire_timers(self, *, now: float) -> list[Effect]:
        """What is due at `now`."""
        out: list[Effect] = []
        while due := self._schedule.pop(now):
            key, timer = due
            if timer == FORGET:
                name = self.layer.name_of(key)
                out.append(TimerFired(now, self.owner, name, timer))
                self._take(self.layer.destroy(key, now=now), now, out)
            elif timer == WAIT:
                self._upstream.take_turn(key, now=now, out=out)
            elif timer in (TIMER_C, LAST_WAIT):
                self._time_out(key, timer, now, out)
            else:
                self._take(self.layer.fire(key, timer, now=now), now, out)
        return out

    @property
    def live(self) -> tuple[str, ...]:
        """What still waits for something: transactions, contexts and branches."""
        return (*self.layer.live, *self._answers.contexts, *self._branches.live)

    def _time_out(self, key: str, timer: str, now: float, out: list[Effect]) -> None:
        """A branch has kept us waiting for too long."""
        branch = self._branches.time_out(key, timer, now=now, out=out)
        if branch is not None:
            cause, status = Cause(timer=timer), branch.silent_status
            self._upstream.end(branch, status, now=now, out=out, cause=cause)
            self._take(self.layer.destroy(key, now=now), now, out)

    def _take(self, effects: list[Effect], now: float, out: list[Effect]) -> None:
        """Deal with what is meant for the core, and pass the rest on."""
        for effect in effects:
            if type(effect) not in TO_CORE:
                out.append(effect)
            elif isinstance(effect, Deliver):
                if isinstance(effect.message, Response):
                    self._take_response(effect.message, effect.transaction, now, out)
                else:
                    self._take_request(effect.message, effect.transaction, now, out)
            elif isinstance(effect, Failed):
                branch = self._branches.get(effect.transaction)
                if branch is not None:
                    self._upstream.take_failure(branch, effect, now=now, out=out)
            elif isinstance(effect, Terminated):
                self._answers.forget(effect.transaction)

    def _take_response(
        self, response: Response, key: str | None, now: float, out: list[Effect]
    ) -> None:
        if key is None:
            self._upstream.take_stray(response, now=now, out=out)
            return
        branch = self._branches.get(key)
        if branch is not None:  # not the answer to one of our CANCELs
            self._upstream.take_response(branch, response, now=now, out=out)

    def _take_request(
        self, request: Request, key: str | None, now: float, out: list[Effect]
    ) -> None:
        if request.method == "ACK" or key is None:
            self._forward_ack(request, now, out)
        elif request.method == "CANCEL":
            self._take_cancel(request, key, now, out)
        elif problem := self._problem(request, now):
            self._answers.reply(key, request, problem, now=now, out=out)
        else:
            self._route(request, key, now, out)

    def _problem(self, request: Request, now: float) -> Reply | None:
        """What §16.3 finds wrong, in its order."""
        problem = syntax_problem(request) or path_problem(request)
        if problem is not None:
            return problem
        if self._rules.loop_detection and has_looped(request, self._sent_by):
            return Reply(482)
        problem = unsupported(request, "Proxy-Require", NO_EXTENSIONS)
        if problem is not None or self._authenticator is None:
            return problem
        if request.method == "REGISTER":  # the registrar's business
            return None
        return self._authenticator.refusal(request, now=now)

    def _route(self, request: Request, key: str, now: float, out: list[Effect]) -> None:
        upstream, answers = self._upstream, self._answers
        if request.method == "INVITE":
            answers.reply(key, request, Reply(100), now=now, out=out)
        ruling, message, decision = self._ask(request, now, out)
        context = answers.contexts[key] = ResponseContext(
            key, request, message, loop_part(request), ruling.cause
        )
        for one in ruling.earlier:
            maker = ruling._replace(place=ruling.earlier_place)
            answers.answer(context, one, maker, now=now, out=out)
        if isinstance(decision, Reply):
            kept = answers.answer(context, decision, ruling, now=now, out=out)
            context.is_answered = decision.status >= 200 and kept is None
            if kept is not None:
                answers.swallow(kept, context, now=now, out=out)
        elif isinstance(decision, Drop):
            answers.swallow(decision, context, now=now, out=out)
        else:
            upstream.try_targets(context, decision, now=now, out=out)

    def _ask(
        self, request: Request, now: float, out: list[Effect]
    ) -> tuple[Ruling, Request, Settled]:
        """The router's ruling, the request it leaves, and what is to be done."""
        if self._authenticator is not None:
            request = self._authenticator.consumed(request)
        ruling = self._router.decide(request, now=now)
        out += ruling.records
        message = ruling.message if isinstance(ruling.message, Request) else request
        if message is not request:
            problem = syntax_problem(message) or path_problem(message)
            if problem is not None and isinstance(ruling.decision, Reply | Drop):
                return ruling, request, ruling.decision  # it goes nowhere
            if problem is not None:  # not the sender's fault
                return ruling, request, Reply(500, f"After routing: {problem.reason}")
        message = routed(message, self._is_mine)
        if isinstance(ruling.decision, Pass):
            return ruling, message, self._default(message)
        return ruling, message, ruling.decision

    def _default(self, message: Request) -> Settled:
        """What the RFC does by itself: along the Route, or to a foreign domain."""
        if "Route" not in message.headers and self._is_mine(message.uri):
            return Reply(404)
        return Forward(Target(message.uri)) if is_sip(message.uri) else Reply(416)

    def _forward_ack(self, request: Request, now: float, out: list[Effect]) -> None:
        """The ACK of a 2xx goes its way like a request, without a transaction."""
        if syntax_problem(request) or path_problem(request):
            why = "this ACK cannot be forwarded"
            out.append(Dropped(now, self.owner, None, why))
            return
        ruling, message, decision = self._ask(request, now, out)
        targets = targets_of(decision)
        if not targets or not self._branches.send_stateless(
            message, targets[0], loop_part(request), out=out, cause=ruling.cause
        ):
            why = (
                decision.why if isinstance(decision, Drop) else "nobody wants this ACK"
            )
            out.append(Dropped(now, self.owner, None, why))

    def _take_cancel(
        self, cancel: Request, key: str, now: float, out: list[Effect]
    ) -> None:
        """Cancel every branch, and let their 487s come up (§16.10)."""
        found = self.layer.server_transaction_for(cancel)
        if found is None:
            self._pass_cancel(cancel, key, now, out)
            return
        self._answers.reply(key, cancel, Reply(200), now=now, out=out)
        context = self._answers.contexts.get(found)
        if context is not None and context.request.method == "INVITE":
            self._cancel(context, cancel.headers.get("Reason"), now, out)

    def _cancel(
        self,
        context: ResponseContext,
        reason: str | None,
        now: float,
        out: list[Effect],
    ) -> None:
        if context.is_answered and not context.is_swallowed:
            return
        self._answers.take_up(context, now=now, out=out)
        self._upstream.close(context, now=now, out=out)
        self._branches.cancel_pending(context, reason, now=now, out=out)
        if not context.pending:  # it was dropped, and nobody else will answer
            context.is_answered = True
            request = context.request
            self._answers.reply(context.key, request, Reply(487), now=now, out=out)

    def _pass_cancel(
        self, cancel: Request, key: str, now: float, out: list[Effect]
    ) -> None:
        """Whoever was sent the INVITE without us knows this CANCEL (§16.10)."""
        if problem := syntax_problem(cancel) or path_problem(cancel):
            self._answers.reply(key, cancel, problem, now=now, out=out)
            return
        message = routed(cancel, self._is_mine)
        decision = self._default(message)
        loop = loop_part(cancel)
        if isinstance(decision, Forward) and self._branches.send_stateless(
            message, decision.target, loop, out=out
        ):
            self._take(self.layer.destroy(key, now=now), now, out)
        else:
            self._answers.reply(key, cancel, Reply(481), now=now, out=out)
