"""ExumRouting: a user's voice mail, which an address of its own leads to."""

from collections.abc import Iterable

from mspllab.applications.chain import NOT_CONCERNED, Answer
from mspllab.cores.decision import Forward, Ruling, Target
from mspllab.lync.directory import User
from mspllab.lync.gruu import GruuKind, kind_of_gruu
from mspllab.lync.routing.address_book import AddressBook
from mspllab.lync.routing.priority_list import EXUM_ROUTING
from mspllab.lync.routing.request_stage import RequestStage
from mspllab.sim.datagram import Endpoint
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri, Uri, parse_uri

OPAQUE = "app:voicemail"


class ExumRouting(RequestStage):
    """Finds the voice mail server of a user; for whom there is none, others decide.

    Args:
        mailboxes: voice mail servers by name, and where they listen.
        book: users.
    """

    name = EXUM_ROUTING

    def __init__(
        self, mailboxes: Iterable[tuple[str, Endpoint]], book: AddressBook
    ) -> None:
        self._mailboxes = dict(mailboxes)
        self._book = book

    def decide(self, request: Request, *, now: float) -> Answer:
        """To the voice mail server."""
        if OPAQUE not in request.uri or request.to_tag is not None:
            return NOT_CONCERNED
        target = self.target(parse_uri(request.uri))
        if target is None:
            return NOT_CONCERNED
        return Ruling(Forward(target), request, why="voice mail")

    def target(self, uri: Uri) -> Target | None:
        """The server for an address of voice mail; None: it is none, or has none."""
        if not is_voice_mail(uri):
            return None
        owner = self._book.owner(uri)
        name = owner.settings.voice_mail if isinstance(owner, User) else None
        where = None if name is None else self._mailboxes.get(name)
        return None if where is None else Target(str(uri), where)


def is_voice_mail(uri: Uri) -> bool:
    """Whether `uri` is the address of somebody's voice mail."""
    is_service = kind_of_gruu(uri) is GruuKind.SERVICE
    return is_service and isinstance(uri, SipUri) and uri.params.get("opaque") == OPAQUE


def voice_mail_of(user: User) -> str:
    """The address of a user's voice mail."""
    return f"{user.uri};gruu;opaque={OPAQUE}"
