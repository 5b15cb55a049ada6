"""OutboundRouting: numbers that are nobody's go to a gateway (lync-routing §5.1).

Voice policy of the caller → PSTN usages → routes whose pattern fits → their gateways,
the next one where one fails.
"""

import re
from collections.abc import Iterable, Iterator

from mspllab.applications.chain import NOT_CONCERNED, Answer
from mspllab.cores.decision import Forward, Reply, Ruling, Target
from mspllab.errors import ParseError
from mspllab.lync.directory import User
from mspllab.lync.routing.address_book import AddressBook, Owner, number_of
from mspllab.lync.routing.asserted import ASSERTED_IDENTITY
from mspllab.lync.routing.diagnostics import (
    NO_GATEWAY,
    NO_NUMBER,
    NO_ROUTE,
    NOT_ALLOWED,
)
from mspllab.lync.routing.priority_list import OUTBOUND_ROUTING
from mspllab.lync.routing.request_stage import RequestStage
from mspllab.lync.routing.routes import Routes
from mspllab.lync.routing.translation import host_of, is_dialled, phone_uri
from mspllab.lync.voice import GLOBAL, Trunk, Voice, VoicePolicy, VoiceRoute
from mspllab.sip.address import Address
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri, Uri, parse_uri

REFERRED_BY = "Referred-By"
_IS_NUMBER = re.compile(r"\+?[0-9*#]+").fullmatch


class OutboundRouting(RequestStage):
    """Finds the gateways for a number.

    Args:
        voice: policies, routes and gateways.
        book: users, for the policy of whoever calls.
        routes: knows which numbers are this server's to route.
    """

    name = OUTBOUND_ROUTING

    def __init__(self, voice: Voice, book: AddressBook, routes: Routes) -> None:
        self._policies = {one.name.lower(): one for one in voice.policies}
        self._voice_routes = voice.routes
        self._trunks = {trunk.name: trunk for trunk in voice.trunks}
        self._book = book
        self._routes = routes

    def decide(self, request: Request, *, now: float) -> Answer:
        """A gateway for an INVITE to a number that is nobody's line, or why not."""
        if request.method != "INVITE" or not is_dialled(request):
            return NOT_CONCERNED
        uri = parse_uri(request.uri)
        if not self._routes.ends_here(request) or not self.is_foreign(uri):
            return NOT_CONCERNED
        found = self.trunk_for(uri, self.payer_of(request))
        if isinstance(found, Reply):
            return Ruling(found, request, why=f"{found.status}: {_told(found)}")
        return Ruling(
            Forward(found), request, why=f"to {host_of(parse_uri(found.uri))}"
        )

    def is_foreign(self, uri: Uri) -> bool:
        """Whether `uri` is a number that is ours to route and nobody's line here."""
        if number_of(uri) is None or not self._routes.is_ours(uri):
            return False
        return self._book.owner(uri) is None

    def payer_of(self, request: Request) -> Owner | None:
        """Whose policy counts: the caller's, or theirs who have sent the caller on."""
        owner = self._book.owner(request.from_.uri)
        if owner is not None:
            return owner
        sender = referrer(request)
        return None if sender is None else self._book.owner(sender)

    def trunk_for(self, uri: Uri, payer: Owner | None) -> Target | Reply:
        """The first gateway, with the others behind it; or what the caller is told."""
        number = number_of(uri) or ""
        if not _IS_NUMBER(number):
            return self._routes.refused(404, NO_NUMBER)
        if payer is None:
            return self._routes.refused(403, NOT_ALLOWED)
        fitting = [r for r in self._voice_routes if re.search(r.pattern, number)]
        if not fitting:
            return self._routes.refused(404, NO_ROUTE)
        allowed = list(self._allowed(fitting, payer))
        if not allowed:
            return self._routes.refused(403, NOT_ALLOWED)
        targets = [
            _target(number, self._trunks[name], route)
            for route in allowed
            for name in route.gateways
        ]
        if not targets:
            return self._routes.refused(480, NO_GATEWAY)
        first, *others = dict.fromkeys(targets)
        return first._replace(backups=tuple(others))

    def _allowed(
        self, fitting: Iterable[VoiceRoute], payer: Owner
    ) -> Iterator[VoiceRoute]:
        """The routes that `payer` may use; an application, which is trusted, all."""
        if not isinstance(payer, User):
            yield from fitting
            return
        policy = self._policy_of(payer)
        for usage in policy.usages if policy else ():
            yield from (route for route in fitting if usage in route.usages)

    def _policy_of(self, user: User) -> VoicePolicy | None:
        return self._policies.get((user.settings.voice_policy or GLOBAL).lower())


def referrer(request: Request) -> Uri | None:
    """Who has sent the caller on (RFC 3892); None: nobody, or it cannot be read."""
    text = request.headers.get(REFERRED_BY)
    try:
        return None if text is None else Address.parse(text).uri
    except ParseError:
        return None


def _target(number: str, trunk: Trunk, route: VoiceRoute) -> Target:
    uri = parse_uri(phone_uri(number, trunk.host))
    if trunk.mediation is not None and isinstance(uri, SipUri):
        uri = uri.with_param("maddr", trunk.mediation)
    shown: tuple[tuple[str, str], ...] = ()
    if route.caller_id is not None:
        number_shown = f"<{phone_uri(route.caller_id, trunk.host)}>"
        shown = ((ASSERTED_IDENTITY, number_shown),)
    return Target(str(uri), trunk.endpoint, headers=shown)


def _told(reply: Reply) -> str:
    """The reason in the answer's ms-diagnostics."""
    texts = [v.split('"')[1] for n, v in reply.headers if n == "ms-diagnostics"]
    return texts[0] if texts else "not to be routed"
