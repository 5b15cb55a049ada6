"""Branches: the copies a proxy has sent, made, timed and cancelled (RFC 3261 §16.6)."""

from mspllab.cores.decision import Target
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.cores.proxying.forwarding import (
    Resolve,
    ResolveAll,
    common_headers,
    copy_for,
    further_hops,
    next_hop,
)
from mspllab.cores.proxying.target_set import target_key
from mspllab.cores.response_context import SILENCE, Branch, ResponseContext
from mspllab.errors import ParseError
from mspllab.sim.datagram import Endpoint
from mspllab.sim.fault import UNRESOLVED
from mspllab.sip import build, fields
from mspllab.sip.headers import Headers
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Request, Response
from mspllab.trace.records import (
    NO_CAUSE,
    Cause,
    TimerCancelled,
    TimerFired,
    TimerSet,
)
from mspllab.transaction.effects import Effect
from mspllab.transaction.layer import TransactionLayer
from mspllab.transaction.matching import is_reliable
from mspllab.transaction.timers import Timers

TIMER_C = "C"
"""§16.6 step 11: no news of an INVITE for more than three minutes."""

LAST_WAIT = "cancel"
"""64·T1 after a CANCEL: its INVITE will have no answer any more (§9.1)."""

UNREACHABLE = 503
"""What a branch counts as that could not be sent (§16.9)."""

_MOST_BREADTH = 2**31 - 1

NOWHERE = Endpoint("", 0)

_new = tuple.__new__  # records are made by the dozen; see `Transaction`


class Branches:
    """Every branch of every request, by the key of its client transaction."""

    def __init__(
        self,
        *,
        layer: TransactionLayer,
        rules: ProxyRules,
        address: Endpoint,
        transport: str,
        identifiers: Identifiers,
        timers: Timers,
        resolve: Resolve,
        resolve_all: ResolveAll | None = None,
    ) -> None:
        self._layer = layer
        self._rules = rules
        self._via = f"SIP/2.0/{transport} {address};branch="
        self._transport = transport
        self._is_stream = is_reliable(transport)
        self._identifiers = identifiers
        self._timers = timers
        self._resolve = resolve
        self._resolve_all = resolve_all
        self._schedule = layer.schedule
        self._branches: dict[str, Branch] = {}

    @property
    def live(self) -> tuple[str, ...]:
        """Keys of the branches whose transaction has not terminated."""
        return tuple(self._branches)

    def get(self, key: str) -> Branch | None:
        """The branch of a client transaction; None where it is no branch's."""
        return self._branches.get(key)

    def forget(self, key: str) -> None:
        """Its transaction has terminated."""
        self._branches.pop(key, None)

    def start(
        self,
        context: ResponseContext,
        targets: tuple[Target, ...],
        *,
        now: float,
        out: list[Effect],
        cause: Cause = NO_CAUSE,
        message: Request | None = None,
        more: int = 0,
    ) -> None:
        """A copy to each target that was not tried yet, all at once.

        Copies are made of `message`; None: of the one the router left. `more` targets
        are to follow at once, and have their share of the breadth, as those have whose
        turn comes later.
        """
        message = message or context.message
        new: list[Target] = []
        for target in targets:
            key = target_key(target.uri)
            if key not in context.tried:
                context.tried.add(key)
                new.append(target)
        # What branches still hold is theirs; contacts of a 3xx share what is left.
        held = sum([branch.breadth for branch in context.pending])
        left = breadth(message, self._rules.max_breadth) - held
        more += sum([len(turn.targets) for turn in context.turns])
        new = new[: max(left, 0)]
        share = max(left // (len(new) + more), 1) if new else 0
        headers = self._common_headers(message, share)
        mark = _branched(len(new)) if self._rules.mark_branched else ""
        for target in new:
            where = next_hop(message, target, self._resolve)
            while where is None and target.backups:
                target = _first_of(target.backups)
                where = next_hop(message, target, self._resolve)
            if where is None:
                branch = Branch(context, "", message, NOWHERE, status=UNREACHABLE)
                branch.obstacle = UNRESOLVED
                context.branches.append(branch)
                context.finals.append(branch)
                continue
            via = self.via(self._identifiers.branch(context.loop)) + mark
            copy = copy_for(message, target, headers, via)
            branch = self._send(context, copy, where, now, out, cause)
            branch.breadth = share
            branch.backups, branch.is_flow = target.backups, target.is_flow
            if self._resolve_all is not None:
                branch.others = further_hops(message, target, self._resolve_all)

    def fail_over(self, branch: Branch, *, now: float, out: list[Effect]) -> bool:
        """Try what stands in for a branch that failed; False where nothing does.

        A new transaction with a new branch, as RFC 3263 §4.3 wants it.
        """
        context = branch.context
        is_wanted = not (context.is_answered or context.is_closed)
        if branch.cancel_wanted or not is_wanted:
            return False
        if not branch.others and branch.backups:
            target, branch.breadth = _first_of(branch.backups), 0
            self.start(context, (target,), now=now, out=out)
            return True
        if not branch.others:
            return False
        where, *rest = branch.others
        name = self._identifiers.branch(context.loop)
        via = branch.request.top_via.with_param("branch", name)
        headers = branch.request.headers.with_first("Via", str(via))
        again = self._send(
            context, branch.request.replace(headers=headers), where, now, out, NO_CAUSE
        )
        again.others, again.breadth = tuple(rest), branch.breadth
        again.backups = branch.backups
        return True

    def via(self, branch: str) -> str:
        """This proxy's Via, with `branch`."""
        return self._via + branch

    def send_stateless(
        self,
        request: Request,
        target: Target,
        loop: str,
        *,
        out: list[Effect],
        cause: Cause = NO_CAUSE,
    ) -> bool:
        """One copy without a transaction, for an ACK; False: no way to its target."""
        where = next_hop(request, target, self._resolve)
        if where is None:
            return False
        headers = self._common_headers(
            request, breadth(request, self._rules.max_breadth)
        )
        via = self.via(self._identifiers.branch(loop))
        copy = copy_for(request, target, headers, via)
        out += self._layer.forward(
            copy, destination=where, transport=self._transport, cause=cause
        )
        return True

    def hear_provisional(
        self, branch: Branch, status: int, *, now: float, out: list[Effect]
    ) -> None:
        """News of `branch`: Timer C begins anew, and a CANCEL may leave at last."""
        branch.had_provisional = True
        if (
            status > 100
            and branch.request.method == "INVITE"
            and not branch.cancel_sent
        ):
            self._set(branch.key, TIMER_C, self._rules.timer_c, now, out)
        if branch.cancel_wanted:
            self._send_cancel(branch, now, out)

    def end(
        self,
        branch: Branch,
        status: int,
        response: Response | None,
        *,
        now: float,
        out: list[Effect],
    ) -> None:
        """`branch` has its final response, or will have none."""
        branch.status = status
        branch.response = response
        self._stop(branch.key, TIMER_C, now, out)
        self._stop(branch.key, LAST_WAIT, now, out)

    def cancel_pending(
        self,
        context: ResponseContext,
        reason: str | None,
        *,
        now: float,
        out: list[Effect],
        silent_status: int = 487,
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Cancel the branches of an INVITE that have no final response (§16.7)."""
        if context.request.method == "INVITE":
            for branch in context.pending:
                self.cancel(
                    branch,
                    reason,
                    now=now,
                    out=out,
                    silent_status=silent_status,
                    cause=cause,
                )

    def cancel(
        self,
        branch: Branch,
        reason: str | None,
        *,
        now: float,
        out: list[Effect],
        silent_status: int = 487,
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Cancel `branch` at once if a provisional has come, otherwise when it does."""
        branch.cancel_wanted = True
        branch.cancel_reason = reason
        branch.silent_status = silent_status
        if branch.had_provisional:
            self._send_cancel(branch, now, out, cause)

    def time_out(
        self, key: str, timer: str, *, now: float, out: list[Effect]
    ) -> Branch | None:
        """Timer C or the last wait has fired; the branch if it is to be given up."""
        branch = self._branches[key]
        out.append(TimerFired(now, self._layer.owner, key, timer))
        if timer == TIMER_C and branch.had_provisional:
            branch.cancel_wanted, branch.silent_status = True, SILENCE
            self._send_cancel(branch, now, out, Cause(timer=TIMER_C))
            return None
        return branch

    def _common_headers(self, request: Request, share: int) -> Headers:
        headers = common_headers(
            request, self._rules.record_route, is_stream=self._is_stream
        )
        return with_breadth(headers, share, self._rules)

    def _send(
        self,
        context: ResponseContext,
        copy: Request,
        where: Endpoint,
        now: float,
        out: list[Effect],
        cause: Cause,
    ) -> Branch:
        key, effects = self._layer.send_request(
            copy, destination=where, transport=self._transport, now=now, cause=cause
        )
        branch = self._branches[key] = Branch(context, key, copy, where)
        context.branches.append(branch)
        out += effects
        if copy.method == "INVITE":
            self._set(key, TIMER_C, self._rules.timer_c, now, out)
        return branch

    def _send_cancel(
        self,
        branch: Branch,
        now: float,
        out: list[Effect],
        cause: Cause = NO_CAUSE,
    ) -> None:
        if branch.cancel_sent or branch.status is not None:
            return
        branch.cancel_sent = True
        reason = branch.cancel_reason if self._rules.cancel_reason else None
        _, effects = self._layer.send_request(
            build.cancel(branch.request, reason),
            destination=branch.destination,
            transport=self._transport,
            now=now,
            cause=cause,
        )
        out += effects
        self._stop(branch.key, TIMER_C, now, out)
        self._set(branch.key, LAST_WAIT, self._timers.patience, now, out)

    def _set(
        self, key: str, timer: str, wait: float, now: float, out: list[Effect]
    ) -> None:
        due = now + wait
        self._schedule.set(key, timer, due)
        out.append(_new(TimerSet, (now, self._layer.owner, key, timer, due)))

    def _stop(self, key: str, timer: str, now: float, out: list[Effect]) -> None:
        if self._schedule.cancel(key, timer):
            out.append(_new(TimerCancelled, (now, self._layer.owner, key, timer)))


def breadth(request: Request, default: int) -> int:
    """How many copies may be under way at a time (RFC 5393 §5.3)."""
    try:
        said = fields.number(request.headers, "Max-Breadth", _MOST_BREADTH)
    except ParseError:
        return default
    return default if said is None else said


def with_breadth(headers: Headers, share: int, rules: ProxyRules) -> Headers:
    """`headers` with this copy's share of the breadth, where it is spoken of."""
    said = headers.get("Max-Breadth")
    if said is None and rules.adds_breadth:
        return headers.prepended("Max-Breadth", str(share), before="From")
    if said is None or said == str(share):
        return headers
    return headers.with_("Max-Breadth", str(share))


def _first_of(backups: tuple[Target, ...]) -> Target:
    """The first, with the others behind it."""
    first, *rest = backups
    return first._replace(backups=tuple(rest))


def _branched(copies: int) -> str:
    return f";branched={'TRUE' if copies > 1 else 'FALSE'}"
