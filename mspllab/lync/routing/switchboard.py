"""Switchboard: a Front End's router, from the chain's word to targets with next hops.

The chain of applications decides first. What scripts name only by URI is looked up
here, and calls that begin get the headers the product adds.
"""

from mspllab.cores.decision import (
    Decision,
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
from mspllab.cores.proxying.forwarding import HISTORY_INFO, added
from mspllab.errors import ParseError
from mspllab.lync.directory import User
from mspllab.lync.profile import Switches
from mspllab.lync.routing.address_book import AddressBook
from mspllab.lync.routing.asserted import AssertedIdentity
from mspllab.lync.routing.diagnostics import BAD_TARGET, explained
from mspllab.lync.routing.stock import DefaultRouting
from mspllab.sip.message import Message, Request, Response


class Switchboard:
    """Asks the chain, then completes what it has decided.

    Args:
        host: name of the server, for the diagnostics of its answers.
        chain: the applications, by priority.
        stock: finds what a URI leads to.
        book: users, for the identity of callers.
        switches: what is done the product's way.
        trusted: addresses of those who may say who a caller is, and may know it.
    """

    def __init__(
        self,
        *,
        host: str,
        chain: Router,
        stock: DefaultRouting,
        book: AddressBook,
        switches: Switches,
        trusted: frozenset[str] = frozenset(),
    ) -> None:
        self._host = host
        self._chain = chain
        self._stock = stock
        self._book = book
        self._switches = switches
        self._identity = AssertedIdentity(trusted)

    def decide(self, request: Request, *, now: float) -> Ruling:
        """What the chain decides, with a next hop for every target known here."""
        ruling = self._chain.decide(request, now=now)
        message, decision = ruling.message, ruling.decision
        if not isinstance(message, Request) or isinstance(decision, Reply | Drop):
            return ruling
        if not isinstance(decision, Pass):
            message, decision = self._located(message, decision, now)
        if message.method == "INVITE" and message.to_tag is None:
            message = self._introduced(message, decision, request.uri)
        return ruling._replace(decision=decision, message=message)

    def decide_response(
        self,
        response: Response,
        request: Request,
        *,
        now: float,
        above: int | None = None,
    ) -> Ruling:
        """What the chain decides."""
        return self._chain.decide_response(response, request, now=now, above=above)

    def _located(
        self, message: Request, decision: Forward | Fork, now: float
    ) -> tuple[Request, Decision]:
        """Targets that a script named by URI alone, replaced by where they lead."""
        if isinstance(decision, Forward):
            if decision.target.next_hop is not None:
                return message, decision
            return self._looked_up(message, decision.target, now)
        if decision.turns:  # InboundRouting has looked its targets up
            return message, decision
        found = [self._looked_up(message, target, now) for target in decision.targets]
        targets = tuple([target for _, one in found for target in targets_of(one)])
        if not targets:  # nobody can be reached: the first refusal says why
            return message, found[0][1]
        return message, decision._replace(targets=tuple(dict.fromkeys(targets)))

    def _looked_up(
        self, message: Request, target: Target, now: float
    ) -> tuple[Request, Decision]:
        if target.next_hop is not None:
            return message, Forward(target)
        try:
            ruling = self._stock.decide(message.replace(uri=target.uri), now=now)
        except ParseError:
            return message, self._refused()
        if isinstance(ruling.decision, Pass):
            return message, Forward(target)
        return _with_headers_of(message, ruling.message), ruling.decision

    def _refused(self) -> Reply:
        """A script has named as target what is no URI."""
        reply = Reply(500)
        if not self._switches.diagnostics:
            return reply
        return explained(reply, BAD_TARGET, self._host)

    def _introduced(self, invite: Request, decision: Decision, called: str) -> Request:
        """Who is calling, and who was called first, as far as the server vouches."""
        headers = invite.headers
        if self._switches.asserted_identity:
            caller = self._book.owner(invite.from_.uri)
            known = caller if isinstance(caller, User) else None
            headers = self._identity.asserted(invite, known, decision)
        if self._switches.history_info and HISTORY_INFO not in headers:
            headers = added(headers, HISTORY_INFO, f"<{called}>;index=1")
        return invite if headers is invite.headers else invite.replace(headers=headers)


def _with_headers_of(message: Request, other: Message) -> Request:
    return message.replace(headers=other.headers)
