"""InboundRouting: what callees want to happen with their calls (lync-routing §1.5).

Numbers become their owners' addresses here (§5.1, step 3), and audio calls go where the
callee's preferences send them; everything else is forked as ever.
"""

from mspllab.applications.chain import NOT_CONCERNED, Answer
from mspllab.cores.decision import PASS, Reply, Ruling, Target
from mspllab.cores.proxying.forwarding import HISTORY_INFO
from mspllab.errors import ParseError
from mspllab.lync.directory import Contact, User
from mspllab.lync.dispatch import APPLICATION_AOR
from mspllab.lync.profile import Switches
from mspllab.lync.routing.address_book import AddressBook, Owner, number_of
from mspllab.lync.routing.diagnostics import BAD_HISTORY
from mspllab.lync.routing.exum import voice_mail_of
from mspllab.lync.routing.history import History
from mspllab.lync.routing.onward import Onward
from mspllab.lync.routing.outbound import referrer
from mspllab.lync.routing.priority_list import INBOUND_ROUTING
from mspllab.lync.routing.request_stage import RequestStage
from mspllab.lync.routing.ringing import Ringing
from mspllab.lync.routing.routes import Routes
from mspllab.lync.voice import PLAIN_PREFERENCES, VOICE_MAIL, Preferences
from mspllab.sip.body import session_description
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri, Uri, parse_uri

SECONDARY = ("Ms-Target-Class", "secondary")
"""Marks the copies for others than the callee's own phones."""
CONFERENCE = "application/ms-conf-invite+xml"
ONE_PLACE = ("gruu", "gr")
"""Parameters of addresses that mean one endpoint or service, and not its user."""


class InboundRouting(RequestStage):
    """Forwards, rings others too, and gives up in time.

    Args:
        book: users and lines.
        routes: their phones.
        onward: finds the targets that they name.
        switches: what is done the product's way.
    """

    name = INBOUND_ROUTING

    def __init__(
        self, book: AddressBook, routes: Routes, onward: Onward, switches: Switches
    ) -> None:
        self._book = book
        self._routes = routes
        self._onward = onward
        self._switches = switches

    def decide(self, request: Request, *, now: float) -> Answer:
        """What becomes of an INVITE that begins a call to somebody here."""
        if request.method != "INVITE" or request.to_tag is not None:
            return NOT_CONCERNED
        uri = parse_uri(request.uri)
        owner = self._owner(request, uri)
        if owner is None:
            return NOT_CONCERNED
        named = self._named(request, uri, owner)
        if isinstance(owner, User) and self._is_wanted(owner) and is_audio(request):
            return self._preferred(named, owner, now)
        if named is request:
            return NOT_CONCERNED
        return Ruling(PASS, named, why=f"{number_of(uri)} is the line of {owner.name}")

    def _owner(self, request: Request, uri: Uri) -> Owner | None:
        """Whose address of record or number is called."""
        if not self._routes.is_ours(uri) or not self._routes.ends_here(request):
            return None
        if isinstance(uri, SipUri) and any(map(uri.params.has, ONE_PLACE)):
            return None
        return self._book.owner(uri)

    def _named(self, request: Request, uri: Uri, owner: Owner) -> Request:
        """With the owner's address in the place of the number; To stays."""
        is_known = self._book.key(uri) == self._book.key(parse_uri(owner.uri))
        if is_known or not self._switches.number_lookup or number_of(uri) is None:
            return request
        headers = request.headers
        if self._switches.history_info:
            told = History.of(request)
            first = () if told.entries else (told.first,)
            lines = (*headers.all(HISTORY_INFO), *first, told.next(owner.uri))
            headers = headers.with_all(HISTORY_INFO, lines)
        return request.replace(uri=owner.uri, headers=headers)

    def _is_wanted(self, user: User) -> bool:
        settings = user.settings
        has_wishes = settings.routing != PLAIN_PREFERENCES or settings.voice_mail
        return self._switches.user_preferences and bool(has_wishes)

    def _preferred(self, request: Request, user: User, now: float) -> Ruling:
        if not History.of(request).is_sound:
            refused = self._routes.refused(480, BAD_HISTORY)
            return Ruling(refused, request, why="its History-Info cannot be read")
        wishes, caller = user.settings.routing, request.from_.uri
        if self._is_among(caller, wishes.block):
            return Ruling(Reply(603), request, why=f"{user.name} blocks the caller")
        helpers = (*wishes.delegates, *wishes.team)
        if self._is_among(caller, helpers) or self._is_among(
            referrer(request), helpers
        ):
            phones = self._routes.phones_of(user, now)
            ringing = Ringing(phones, total=wishes.wait_total)
            why = f"from one who answers for {user.name}: no secondary targets"
        else:
            ringing = self._ringing(request, user, wishes, now)
            why = f"as {user.name} wishes"
        return Ruling(ringing.decision(self._routes), request, why=why)

    def _ringing(
        self, request: Request, user: User, wishes: Preferences, now: float
    ) -> Ringing:
        def others(*named: str) -> tuple[Target, ...]:
            return self._secondary(named, user, request, now)

        last = others(*_last_of(user))
        if wishes.forward_immediate:
            return Ringing(last=last)
        first: tuple[Target, ...] = ()
        if not wishes.do_not_disturb:
            if not wishes.skip_primary:
                first = self._routes.phones_of(user, now)
            first += others(*wishes.simultaneous_ring)
        wait_team = wishes.wait_user if wishes.wait_team is None else wishes.wait_team
        added = (
            (wishes.wait_user, others(*wishes.delegates)),
            (wait_team, others(*wishes.team)),
        )
        found = tuple([(wait, targets) for wait, targets in added if targets])
        return Ringing(first, found, wishes.wait_total, last)

    def _secondary(
        self, named: tuple[str, ...], user: User, request: Request, now: float
    ) -> tuple[Target, ...]:
        """Targets that the callee has named, marked as such."""
        out: list[Target] = []
        for uri in named:
            text = voice_mail_of(user) if uri == VOICE_MAIL else uri
            marks = [SECONDARY]
            if self._switches.history_info:
                marks.append((HISTORY_INFO, History.of(request).next(text)))
            owner = self._book.owner(parse_uri(text))
            if isinstance(owner, Contact) and self._switches.application_aor:
                marks.append((APPLICATION_AOR, f"<{owner.uri}>"))
            for target in self._onward.targets(text, user, request, now):
                out.append(_marked(target, tuple(marks)))
        return tuple(out)

    def _is_among(self, uri: Uri | None, named: tuple[str, ...]) -> bool:
        """Whether `uri` is the address or the number of one of those."""
        if uri is None or not named:
            return False
        return self._key(uri) in [self._key(parse_uri(one)) for one in named]

    def _key(self, uri: Uri) -> str:
        owner = self._book.owner(uri)
        if owner is not None:
            return self._book.key(parse_uri(owner.uri))
        return number_of(uri) or self._book.key(uri)


def is_audio(invite: Request) -> bool:
    """Whether it is about a telephone call: preferences count for nothing else."""
    kind = (invite.headers.get("Content-Type") or "").lower()
    if kind.startswith(CONFERENCE):
        return b"audio" in invite.body
    try:
        description = session_description(invite.headers, invite.body)
    except ParseError:
        return False
    streams = () if description is None else description.media
    return any(stream.kind == "audio" and stream.port for stream in streams)


def _last_of(user: User) -> tuple[str, ...]:
    """Where a call goes that was not taken; () for nowhere."""
    settings = user.settings
    if settings.routing.forward_to is not None:
        return (settings.routing.forward_to,)
    return (VOICE_MAIL,) if settings.voice_mail else ()


def _marked(target: Target, marks: tuple[tuple[str, str], ...]) -> Target:
    """With these fields in its copy, and in the copies for those that stand in."""
    backups = tuple([_marked(one, marks) for one in target.backups])
    return target._replace(headers=(*target.headers, *marks), backups=backups)
