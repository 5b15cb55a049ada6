"""Onward: where a call goes next that its callee has sent on.

Asked for the targets of call forwarding and for the contacts of redirections that the
server carries out. The callee's own policy counts then; nobody's preferences do, so
that two who forward to each other do not keep a call going for ever.
"""

from mspllab.cores.decision import (
    Decision,
    Forward,
    Pass,
    Reply,
    Ruling,
    Target,
    targets_of,
)
from mspllab.errors import ParseError
from mspllab.lync.directory import User
from mspllab.lync.routing.address_book import AddressBook, number_of
from mspllab.lync.routing.exum import ExumRouting
from mspllab.lync.routing.outbound import OutboundRouting
from mspllab.lync.routing.request_router import RequestRouter
from mspllab.lync.routing.stock import DefaultRouting
from mspllab.lync.routing.translation import TranslationService, host_of, phone_uri
from mspllab.sip.message import Request
from mspllab.sip.uri import Uri, parse_uri


class Onward(RequestRouter):
    """A router for targets that a callee has named.

    Args:
        book: users and lines.
        stock: finds everybody but numbers and voice mail.
        translation, outbound, exum: the stages that know those; None: idle here.
    """

    def __init__(
        self,
        book: AddressBook,
        stock: DefaultRouting,
        translation: TranslationService | None = None,
        outbound: OutboundRouting | None = None,
        exum: ExumRouting | None = None,
    ) -> None:
        self._book = book
        self._stock = stock
        self._translation = translation
        self._outbound = outbound
        self._exum = exum

    def decide(self, request: Request, *, now: float) -> Ruling:
        """Where the Request-URI leads, which the owner of To has named."""
        try:
            uri = parse_uri(request.uri)
        except ParseError:
            return self._stock.decide(request, now=now)
        owner = self._book.owner(request.to.uri)
        decision = self._special(uri, owner if isinstance(owner, User) else None)
        if decision is None:
            return self._stock.decide(request, now=now)
        return Ruling(decision, request)

    def targets(
        self, text: str, user: User, request: Request, now: float
    ) -> tuple[Target, ...]:
        """Where `user` has calls sent that names `text`; () for nowhere."""
        uri = parse_uri(text)
        decision = self._special(uri, user)
        if decision is None:
            asked = request.replace(uri=text)
            decision = self._stock.decide(asked, now=now).decision
        if isinstance(decision, Pass):
            return (Target(text),)
        return targets_of(decision)

    def _special(self, uri: Uri, user: User | None) -> Decision | None:
        """Voice mail and numbers; None: neither."""
        if self._exum is not None and (mailbox := self._exum.target(uri)):
            return Forward(mailbox)
        if self._outbound is None or number_of(uri) is None:
            return None
        uri = self._normalised(uri, user)
        if not self._outbound.is_foreign(uri):
            return None
        found = self._outbound.trunk_for(uri, user)
        return found if isinstance(found, Reply) else Forward(found)

    def _normalised(self, uri: Uri, user: User | None) -> Uri:
        number = number_of(uri) or ""
        if user is None or self._translation is None or number.startswith("+"):
            return uri
        plan = self._translation.plan_of(parse_uri(user.uri))
        meant = None if plan is None else plan.translate(number)
        domain = host_of(uri) or host_of(parse_uri(user.uri))
        return uri if meant is None else parse_uri(phone_uri(meant, domain))
