"""Upstream: what a proxy does with answers, its branches' and its own (§16.7)."""

from itertools import groupby

from mspllab.cores.decision import (
    Fork,
    Forward,
    Reply,
    Target,
    targets_of,
)
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.cores.proxying.answer import Answers
from mspllab.cores.proxying.branches import UNREACHABLE, Branches, breadth
from mspllab.cores.proxying.reason import completed_elsewhere, refused
from mspllab.cores.proxying.recursion import Recursion
from mspllab.cores.response_context import (
    SILENCE,
    Branch,
    ResponseContext,
    best_branch,
    with_all_challenges,
)
from mspllab.sim.fault import SILENT
from mspllab.sip.message import Response
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
from mspllab.transaction.effects import Effect, Failed
from mspllab.transaction.layer import TransactionLayer
from mspllab.transaction.matching import is_reliable, via_endpoint

WAIT = "wait"
"""No answer for as long as the callee wants it to ring: the next turn."""

FLOW_FAILED = 430
"""What a flow counts as that is dead (RFC 5626 §5.3)."""

NOBODY = 480
"""The answer where there was no target at all (§16.5)."""

GIVEN_UP = (SILENCE, NOBODY, 487)
"""What branches count as that were cancelled because nobody answered."""


class Upstream:
    """Tries targets, collects what their branches answer, and chooses what goes up.

    Args:
        layer: the transactions.
        branches: the copies of requests.
        rules: the proxy's choices.
        answers: sends what has been chosen.
        recursion: follows redirections.
        transport: of everything the proxy sends.
    """

    def __init__(
        self,
        *,
        layer: TransactionLayer,
        branches: Branches,
        rules: ProxyRules,
        answers: Answers,
        recursion: Recursion,
        transport: str,
    ) -> None:
        self._layer = layer
        self._branches = branches
        self._rules = rules
        self._answers = answers
        self._recursion = recursion
        self._transport = transport

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
            self._answers.reply(
                context.key, context.request, Reply(440), now=now, out=out
            )
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
        self._answers.reply(
            context.key, context.request, report, now=now, out=out, cause=cause
        )

    def take_turn(self, name: str, *, now: float, out: list[Effect]) -> None:
        """It has rung for as long as it shall: the next turn of that context."""
        out.append(TimerFired(now, self._layer.owner, self._name(name), WAIT))
        self._turn(self._answers.contexts[name], now, out, Cause(timer=WAIT))

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
            self._answers.reply(
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
            self._answers.reply(
                context.key, request, made, now=now, out=out, cause=cause
            )
        else:
            if best is not None:
                out.append(Released(now, self._layer.owner, best.key))
            self._answers.send_up(context, response, now, out, cause)

    def _say_nothing(
        self, context: ResponseContext, now: float, out: list[Effect]
    ) -> None:
        """A 408 would come when nobody listens any more (RFC 4320 §4.2)."""
        why = "408 is never sent for anything but INVITE"
        out.append(Dropped(now, self._layer.owner, None, why))
        self._answers.pass_on(self._layer.destroy(context.key, now=now), out)

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
            self._answers.send_up(branch.context, stripped, now, out)

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
            self._answers.send_up(context, response, now, out)
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
        if not self._recursion.follow(branch, context, response, now, out):
            context.finals.append(branch)
            out.append(Withheld(now, self._layer.owner, None, branch.key))
        self.advance(context, now=now, out=out)


def _groups(decision: Forward | Fork, *, is_serial: bool) -> list[tuple[Target, ...]]:
    """Targets to be tried together, the best first (§16.6)."""
    targets = targets_of(decision)
    if isinstance(decision, Forward) or (decision.parallel and not is_serial):
        return [targets]
    ordered = sorted(targets, key=lambda target: -target.q)
    return [tuple(group) for _, group in groupby(ordered, key=lambda target: target.q)]
