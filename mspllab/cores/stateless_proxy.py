"""StatelessProxyCore: forwards every message by itself, and remembers none (§16.11)."""

from binascii import crc32

from mspllab.cores.decision import (
    Drop,
    Forward,
    Pass,
    Reply,
    Router,
    Target,
    targets_of,
)
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.cores.proxying.branches import breadth, with_breadth
from mspllab.cores.proxying.forwarding import (
    IsMine,
    Resolve,
    common_headers,
    copy_for,
    has_looped,
    is_sip,
    next_hop,
    routed,
)
from mspllab.cores.screening import path_problem, syntax_problem, unsupported
from mspllab.errors import ParseError
from mspllab.sim.datagram import Endpoint
from mspllab.sip import build
from mspllab.sip.message import Message, Request, Response
from mspllab.sip.via import MAGIC_COOKIE
from mspllab.trace.records import NO_CAUSE, Cause, Dropped
from mspllab.transaction.effects import Effect, Send
from mspllab.transaction.matching import hop_of, is_reliable, stamped, via_endpoint

NO_EXTENSIONS: frozenset[str] = frozenset()


class StatelessProxyCore:
    """Checks, routes and forwards; what comes twice goes out twice, and the same.

    It keeps no transaction, starts no timer, sends no 100, forks to nobody: of several
    targets the best takes the request.  ACK and CANCEL go the way of their INVITE,
    since the branch is made from what all three have in common.

    Args:
        owner: name of the element, for the records.
        address: where it listens; stands in its Via.
        transport: of the requests it sends.
        router: decides about requests; must decide the same way every time.
        rules: its choices.
        resolve: finds hosts.
        is_mine: knows the URIs of this proxy and of its domains.
    """

    live: tuple[str, ...] = ()
    """Nothing ever waits for anything."""

    def __init__(
        self,
        *,
        owner: str,
        address: Endpoint,
        transport: str,
        router: Router,
        rules: ProxyRules,
        resolve: Resolve,
        is_mine: IsMine,
    ) -> None:
        self.owner = owner
        self._sent_by = str(address)
        self._transport = transport
        self._router = router
        self._rules = rules
        self._resolve = resolve
        self._is_mine = is_mine

    def receive(
        self, message: Message, *, source: Endpoint, transport: str, now: float
    ) -> list[Effect]:
        """What follows from the arrival of `message`: one message, or none."""
        try:
            hop = hop_of(message)
            if isinstance(message, Response):
                return self._pass_response(message, now)
            request = stamped(message, hop, source)
            return self._take_request(request, transport, now)
        except ParseError as error:
            return self._dropped(f"no way to answer or forward: {error}", now)

    def transport_failed(
        self, message: Message, *, now: float, why: str = ""
    ) -> list[Effect]:
        """Nobody can be told, since nothing is known of where it came from."""
        return self._dropped("it cannot be delivered, and nothing is known of it", now)

    def next_timer(self) -> float | None:
        """None: no timer ever runs."""
        return None

    def fire_timers(self, *, now: float) -> list[Effect]:
        """Nothing is ever due."""
        return []

    def _pass_response(self, response: Response, now: float) -> list[Effect]:
        """On to the next Via, if the top one is ours (§16.11)."""
        if response.top_via.sent_by != self._sent_by:
            return self._dropped("its top Via is not from here", now)
        headers = response.headers.without_first("Via")
        if "Via" not in headers:
            return self._dropped("there is no Via left to follow", now)
        stripped = response.replace(headers=headers)
        via = stripped.top_via
        return [Send(stripped, via_endpoint(via), via.transport)]

    def _take_request(
        self, request: Request, transport: str, now: float
    ) -> list[Effect]:
        problem = self._problem(request)
        if problem is not None:
            return self._reply(request, problem, transport, now)
        ruling = self._router.decide(request, now=now)
        message = ruling.message if isinstance(ruling.message, Request) else request
        message = routed(message, self._is_mine)
        decision = ruling.decision
        if isinstance(decision, Pass):
            decision = self._default(message)
        out: list[Effect] = list(ruling.records)
        if isinstance(decision, Reply):
            out += self._reply(request, decision, transport, now, ruling.cause)
        elif isinstance(decision, Drop):
            out += self._dropped(decision.why, now)
        else:
            # max takes the first of equals: the choice never changes.
            target = max(targets_of(decision), key=lambda target: target.q)
            out += self._forward(request, message, target, transport, now, ruling.cause)
        return out

    def _problem(self, request: Request) -> Reply | None:
        """What §16.3 finds wrong, in its order."""
        problem = syntax_problem(request) or path_problem(request)
        if problem is not None:
            return problem
        if self._rules.loop_detection and has_looped(
            request, self._sent_by, steady_loop
        ):
            return Reply(482)
        return unsupported(request, "Proxy-Require", NO_EXTENSIONS)

    def _default(self, message: Request) -> Forward | Reply:
        """What the RFC does by itself: along the Route, or to a foreign domain."""
        if "Route" not in message.headers and self._is_mine(message.uri):
            return Reply(404)
        return Forward(Target(message.uri)) if is_sip(message.uri) else Reply(416)

    def _forward(
        self,
        received: Request,
        message: Request,
        target: Target,
        transport: str,
        now: float,
        cause: Cause,
    ) -> list[Effect]:
        where = next_hop(message, target, self._resolve)
        if where is None:
            return self._reply(received, Reply(500), transport, now, cause)
        is_stream = is_reliable(self._transport)
        headers = common_headers(message, self._rules.record_route, is_stream=is_stream)
        allowed = breadth(message, self._rules.max_breadth)
        headers = with_breadth(headers, allowed, self._rules)
        branch = f"{steady_branch(received)}.{steady_loop(received)}"
        via = f"SIP/2.0/{self._transport} {self._sent_by};branch={branch}"
        copy = copy_for(message, target, headers, via)
        return [Send(copy, where, self._transport, cause)]

    def _reply(
        self,
        request: Request,
        reply: Reply,
        transport: str,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Effect]:
        """Answer like a stateless UAS: the same request, the same To tag (§8.2.7)."""
        if request.method == "ACK":
            return self._dropped("an ACK that cannot be forwarded", now)
        status, reason, headers, _ = reply
        tag = f"{_sum(steady_branch(request), self._sent_by):08x}"
        response = build.response(request, status, reason, to_tag=tag, headers=headers)
        where = via_endpoint(request.top_via)
        return [Send(response, where, transport, cause)]

    def _dropped(self, why: str, now: float) -> list[Effect]:
        return [Dropped(now, self.owner, None, why)]


def steady_branch(request: Request) -> str:
    """A branch that is the same whenever this request comes again (§16.11).

    Made of the branch it came with, where that names its transaction; else of what
    named one before RFC 3261.  ACK and CANCEL have their INVITE's.
    """
    hop = hop_of(request)
    if hop.is_unique:
        return f"{MAGIC_COOKIE}{_sum(hop.branch, hop.sent_by):08x}"
    from_tag, number = request.from_tag or "", str(request.cseq.number)
    via = request.headers.first("Via") or ""
    parts = (via, from_tag, request.call_id, number, request.uri)
    return f"{MAGIC_COOKIE}{_sum(*parts):08x}"


def steady_loop(request: Request) -> str:
    """The loop-detecting part, of what INVITE, CANCEL and ACK have in common.

    Neither the To tag, which the ACK has from the answer, nor credentials.
    """
    headers = request.headers
    parts = (request.uri, headers.get("From") or "", request.call_id)
    number = str(request.cseq.number)
    return f"{_sum(*parts, number, *headers.values('Route')):08x}"


def _sum(*parts: str) -> int:
    return crc32("\n".join(parts).encode("utf-8", "surrogateescape"))
