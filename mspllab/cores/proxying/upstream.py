"""Upstream: what a proxy does with answers, its branches' and its own (§16.7)."""

from itertools import groupby

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
from mspllab.cores.location import q_of
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.cores.proxying.branches import UNREACHABLE, Branches, breadth
from mspllab.cores.proxying.forwarding import IsMine
from mspllab.cores.proxying.reason import completed_elsewhere, refused
from mspllab.cores.proxying.target_set import target_key
from mspllab.cores.response_context import (
    SILENCE,
    Branch,
    ResponseContext,
    best_branch,
    with_all_challenges,
)
from mspllab.errors import ParseError
from mspllab.sim.fault import SILENT
from mspllab.sip import build
from mspllab.sip.address import Address
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Request, Response
from mspllab.trace.records import (
    NO_CAUSE,
    Cause,
    Dropped,
    Released,
    TimerCancelled,
    TimerFired,
    TimerSet,
    Withheld,
)
from mspllab.transaction.effects import Effect, Failed, Terminated
from mspllab.transaction.layer import TransactionLayer
from mspllab.transaction.matching import is_reliable, via_endpoint

WAIT = "wait"
"""No answer for as long as the callee wants it to ring: the next turn."""

FORGET = "drop"
"""After a request was dropped: its sender has given up, 64·T1 later for anything but an
INVITE (Timer F), else as late as a proxy gives up its branches (Timer C)."""

FLOW_FAILED = 430
"""What a flow counts as that is dead (RFC 5626 §5.3)."""

NOBODY = 480
"""The answer where there was no target at all (§16.5)."""

GIVEN_UP = (SILENCE, NOBODY, 487)
"""What branches count as that were cancelled because nobody answered."""


class Upstream:
    """Collects what the branches answer and sends up what the caller shall see."""

    def __init__(
        self,
        *,
        layer: TransactionLayer,
        branches: Branches,
        rules: ProxyRules,
        router: Router,
        retarget: Router,
        identifiers: Identifiers,
        is_mine: IsMine,
        transport: str,
        patience: float,
    ) -> None:
        self._layer = layer
        self._branches = branches
        self._rules = rules
        self._router = router
        self._retarget = retarget
        self._identifiers = identifiers
        self._is_mine = is_mine
        self._transport = transport
        self._patience = patience
        self.contexts: dict[str, ResponseContext] = {}
        """By the key of the server transaction, until it terminates."""

    # Trying targets.

    def try_targets(
        self,
        context: ResponseContext,
        decision: Forward | Fork,
        *,
        now: float,
        out: list[Effect],
    ) -> None:
        """Send the first group of copies; the others wait until all have ended."""
        context.waiting = _groups(decision, is_serial=self._rules.is_serial)
        if isinstance(decision, Fork) and decision.turns:
            context.turns, context.began = list(decision.turns), now
            self._set_wait(context, now, out)
        self._try_next(context, now, out, context.cause)

    def _try_next(
        self, context: ResponseContext, now: float, out: list[Effect], cause: Cause
    ) -> None:
        targets = context.waiting.pop(0)
        if len(targets) > breadth(context.message, self._rules.max_breadth):
            self.close(context, now=now, out=out)
            self.reply(context.key, context.request, Reply(440), now=now, out=out)
            context.is_answered = True
            return
        self._branches.start(context, targets, now=now, out=out, cause=cause)
        if any(target.epid is not None for target in targets):
            self._report_progress(context, now, out)
        self.advance(context, now=now, out=out, cause=cause)

    def _report_progress(
        self, context: ResponseContext, now: float, out: list[Effect]
    ) -> None:
        text = self._rules.progress_101
        if text is None or context.has_reported:
            return
        context.has_reported = True
        self._report(context, text, now, out)

    def _report(
        self,
        context: ResponseContext,
        text: str,
        now: float,
        out: list[Effect],
        cause: Cause = NO_CAUSE,
    ) -> None:
        if context.request.method != "INVITE":
            return
        report = Reply(101, headers=(("ms-diagnostics", text),))
        self.reply(context.key, context.request, report, now=now, out=out, cause=cause)

    def take_turn(self, name: str, *, now: float, out: list[Effect]) -> None:
        """It has rung for as long as it shall: the next turn of that context."""
        out.append(TimerFired(now, self._layer.owner, self._name(name), WAIT))
        self._turn(self.contexts[name], now, out, Cause(timer=WAIT))

    def _turn(
        self, context: ResponseContext, now: float, out: list[Effect], cause: Cause
    ) -> None:
        turn = context.turns.pop(0)
        if turn.replaces:
            self._branches.cancel_pending(context, None, now=now, out=out, cause=cause)
        context.refusal = turn.refusal or context.refusal
        if context.turns:
            self._set_wait(context, now, out)
        self._branches.start(context, turn.targets, now=now, out=out, cause=cause)
        if turn.report and turn.targets:
            self._report(context, turn.report, now, out, cause)
        self.advance(context, now=now, out=out, cause=cause)

    def _set_wait(
        self, context: ResponseContext, now: float, out: list[Effect]
    ) -> None:
        due = max(now, context.began + context.turns[0].after)
        self._layer.schedule.set(context.key, WAIT, due)
        name = self._name(context.key)
        out.append(TimerSet(now, self._layer.owner, name, WAIT, due))

    def close(self, context: ResponseContext, *, now: float, out: list[Effect]) -> None:
        """Make no more branches, and wait for nothing but those there are."""
        has_turns = bool(context.turns)
        context.close()
        if has_turns:
            self._stop_wait(context, now, out)

    def _stop_wait(
        self, context: ResponseContext, now: float, out: list[Effect]
    ) -> None:
        if self._layer.schedule.cancel(context.key, WAIT):
            name = self._name(context.key)
            out.append(TimerCancelled(now, self._layer.owner, name, WAIT))

    def _name(self, key: str) -> str:
        return self._layer.name_of(key)

    def advance(
        self,
        context: ResponseContext,
        *,
        now: float,
        out: list[Effect],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """When all branches have ended: the next group, or the best response."""
        if context.is_answered or context.pending:
            return
        if context.waiting:
            self._try_next(context, now, out, cause)
            return
        if context.turns:  # nothing is left to wait for
            self._stop_wait(context, now, out)
            self._turn(context, now, out, cause)
            return
        context.is_answered = True
        finals = context.finals
        if context.refusal is not None:
            finals = [one for one in finals if one.status not in GIVEN_UP]
        best = best_branch(finals, self._rules.ranking)
        response = None if best is None else with_all_challenges(best, context.finals)
        status = NOBODY if best is None or best.status is None else best.status
        if context.refusal is not None and best is None:
            self.reply(
                context.key,
                context.request,
                context.refusal,
                now=now,
                out=out,
                cause=cause,
            )
        elif status == SILENCE and context.request.method != "INVITE":
            self._say_nothing(context, now, out)
        elif response is None or status == UNREACHABLE:
            # A 503 would tell the caller to leave *this* proxy alone (§16.7 step 6).
            known = {UNREACHABLE: 500, SILENCE: self._rules.silence}
            made = Reply(known.get(status, status))
            if best is not None and best.obstacle:
                made = self._rules.without_way(best.obstacle) or made
            request = context.request
            self.reply(context.key, request, made, now=now, out=out, cause=cause)
        else:
            if best is not None:
                out.append(Released(now, self._layer.owner, best.key))
            self._send_up(context, response, now, out, cause)

    def _say_nothing(
        self, context: ResponseContext, now: float, out: list[Effect]
    ) -> None:
        """A 408 would come when nobody listens any more (RFC 4320 §4.2)."""
        why = "408 is never sent for anything but INVITE"
        out.append(Dropped(now, self._layer.owner, None, why))
        self.pass_on(self._layer.destroy(context.key, now=now), out)

    # What becomes of a branch.

    def take_response(
        self, branch: Branch, response: Response, *, now: float, out: list[Effect]
    ) -> None:
        """A branch has answered; `response` still has our Via on top."""
        stripped = response.replace(headers=response.headers.without_first("Via"))
        if response.status >= 200:
            self._take_final(branch, stripped, now, out)
            return
        self._branches.hear_provisional(branch, response.status, now=now, out=out)
        if response.status != 100 and not branch.context.is_answered:
            self._send_up(branch.context, stripped, now, out)

    def take_failure(
        self, branch: Branch, failure: Failed, *, now: float, out: list[Effect]
    ) -> None:
        """No answer counts as 408, no way there as 503 (§16.8, §16.9).

        Where the target has another server, that one is asked before.
        """
        if branch.status is None and self._fail_over(branch, now, out):
            self._branches.end(branch, UNREACHABLE, None, now=now, out=out)
            return
        if failure.why == "timeout":
            timer = "B" if branch.request.method == "INVITE" else "F"
            status = UNREACHABLE if self._was_silent(branch) else SILENCE
            self.end(branch, status, now=now, out=out, cause=Cause(timer=timer))
        elif branch.is_flow:
            self.end(branch, FLOW_FAILED, now=now, out=out)
        else:
            branch.obstacle = failure.why
            self.end(branch, UNREACHABLE, now=now, out=out)

    def _was_silent(self, branch: Branch) -> bool:
        """Whether there was not even a connection, where that makes a difference."""
        if (
            self._rules.without_way(SILENT) is None
            or branch.had_provisional
            or branch.cancel_wanted
            or branch.request.method != "INVITE"
            or not is_reliable(self._transport)
        ):
            return False
        branch.obstacle = SILENT
        return True

    def _fail_over(self, branch: Branch, now: float, out: list[Effect]) -> bool:
        """Try what stands in for a failed branch, and say so; False: nothing does."""
        is_told = bool(branch.backups) and not branch.others
        if not self._branches.fail_over(branch, now=now, out=out):
            return False
        if is_told and self._rules.failover_101 is not None:
            self._report(branch.context, self._rules.failover_101, now, out)
        return True

    def end(
        self,
        branch: Branch,
        status: int,
        *,
        now: float,
        out: list[Effect],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Count `branch` as answered with `status`, since nothing will come from it."""
        if branch.status is None:
            self._branches.end(branch, status, None, now=now, out=out)
            branch.context.finals.append(branch)
            self.advance(branch.context, now=now, out=out, cause=cause)

    def take_stray(self, response: Response, *, now: float, out: list[Effect]) -> None:
        """RFC 6026 §8 drops what matches no transaction; RFC 3261 passed it on."""
        headers = response.headers.without_first("Via")
        if not self._rules.forward_strays or "Via" not in headers:
            why = f"{response.status} matches no transaction"
            out.append(Dropped(now, self._layer.owner, None, why))
            return
        stripped = response.replace(headers=headers)
        where = via_endpoint(stripped.top_via)
        out += self._layer.forward(
            stripped, destination=where, transport=self._transport
        )

    def _take_final(
        self, branch: Branch, response: Response, now: float, out: list[Effect]
    ) -> None:
        is_first = branch.status is None
        if is_first:
            self._branches.end(branch, response.status, response, now=now, out=out)
        if response.status < 300:
            self._take_success(branch.context, response, now, out)
        elif is_first:
            self._take_rejection(branch, response, now, out)

    def _take_success(
        self,
        context: ResponseContext,
        response: Response,
        now: float,
        out: list[Effect],
    ) -> None:
        """Every 2xx to INVITE goes up at once, after another final too (step 5)."""
        self.close(context, now=now, out=out)
        if not context.is_answered or context.request.method == "INVITE":
            context.is_answered = True
            self._send_up(context, response, now, out)
        if context.pending:
            names = self._rules.names_acceptor
            why = completed_elsewhere(response, names_acceptor=names)
            self._branches.cancel_pending(context, why, now=now, out=out)

    def _take_rejection(
        self, branch: Branch, response: Response, now: float, out: list[Effect]
    ) -> None:
        context, status = branch.context, response.status
        is_failure = status // 100 == 5 or status == FLOW_FAILED
        is_worth_it = status == UNREACHABLE or (branch.backups and is_failure)
        if is_worth_it and self._fail_over(branch, now, out):
            return
        if status >= 600:
            self.close(context, now=now, out=out)
            self._branches.cancel_pending(context, refused(status), now=now, out=out)
        if not self._recurse(branch, context, response, now, out):
            context.finals.append(branch)
            out.append(Withheld(now, self._layer.owner, None, branch.key))
        self.advance(context, now=now, out=out)

    def _recurse(
        self,
        branch: Branch,
        context: ResponseContext,
        response: Response,
        now: float,
        out: list[Effect],
    ) -> bool:
        """Follow a 3xx; False where it is an answer like any other (step 4).

        What of it cannot be followed stays an answer, without what has been.
        """
        if (
            response.status not in self._rules.recurse_on
            or context.is_closed
            or not self._is_mine(context.request.uri)
        ):
            return False
        before, left = len(context.branches), []
        contacts = _contacts(response)
        for place, contact in enumerate(contacts, 1):
            uri, known = str(contact.uri), len(context.branches)
            if target_key(uri) not in context.tried:
                more = len(contacts) - place
                self._retarget_to(uri, context, now, out, more=more)
                if len(context.branches) == known:
                    left.append(str(contact))
        if len(context.branches) == before:
            return False
        if left:
            headers = response.headers.with_all("Contact", left)
            branch.response = response.replace(headers=headers)
            context.finals.append(branch)
        return True

    def _retarget_to(
        self,
        uri: str,
        context: ResponseContext,
        now: float,
        out: list[Effect],
        *,
        more: int,
    ) -> None:
        """Ask where a contact of a 3xx leads, and send copies there.

        `more` contacts are to follow.
        """
        ruling = self._retarget.decide(context.message.replace(uri=uri), now=now)
        out += ruling.records
        targets = targets_of(ruling.decision)
        if isinstance(ruling.decision, Pass) and not self._is_mine(uri):
            targets = (Target(uri),)
        message = ruling.message if isinstance(ruling.message, Request) else None
        self._branches.start(
            context,
            targets,
            now=now,
            out=out,
            cause=ruling.cause,
            message=message,
            more=more,
        )
        context.tried.add(target_key(uri))

    # Answers.

    def _send_up(
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


def _groups(decision: Forward | Fork, *, is_serial: bool) -> list[tuple[Target, ...]]:
    """Targets to be tried together, the best first (§16.6)."""
    targets = targets_of(decision)
    if isinstance(decision, Forward) or (decision.parallel and not is_serial):
        return [targets]
    ordered = sorted(targets, key=lambda target: -target.q)
    return [tuple(group) for _, group in groupby(ordered, key=lambda target: target.q)]


def _contacts(response: Response) -> list[Address]:
    """Contacts of a 3xx, the most wanted first; none where they cannot be read."""
    try:
        contacts = response.contact
    except ParseError:
        return []
    return sorted(contacts, key=lambda contact: -q_of(contact))
