"""Telephony: the stages of a server that telephone calls need, as far as they do.

A stage that has nothing to do in a deployment is not made: its place in the list stays
a bystander's, whom nobody asks.
"""

from mspllab.applications.chain import Stage
from mspllab.lync.directory import Directory
from mspllab.lync.profile import Switches
from mspllab.lync.routing.address_book import AddressBook, Owner
from mspllab.lync.routing.exum import ExumRouting
from mspllab.lync.routing.inbound import InboundRouting
from mspllab.lync.routing.onward import Onward
from mspllab.lync.routing.outbound import OutboundRouting
from mspllab.lync.routing.routes import Routes
from mspllab.lync.routing.stock import DefaultRouting
from mspllab.lync.routing.translation import TranslationService
from mspllab.lync.voice import PLAIN_PREFERENCES


class Telephony:
    """Stages that know each other.

    Args:
        directory: what is set for telephone calls, and for whom.
        book: users and lines.
        routes: look-ups.
        stock: finds everybody but numbers and voice mail.
        switches: what is done the product's way.
    """

    def __init__(
        self,
        directory: Directory,
        book: AddressBook,
        routes: Routes,
        stock: DefaultRouting,
        switches: Switches,
    ) -> None:
        voice = directory.voice
        translation = outbound = exum = None
        if switches.dial_plans and voice.dial_plans:
            translation = TranslationService(voice.dial_plans, book, routes)
        if switches.trunk_routing and (voice.routes or voice.trunks):
            outbound = OutboundRouting(voice, book, routes)
        if switches.voice_mail_routing and voice.mailboxes:
            exum = ExumRouting(voice.mailboxes, book)
        self.onward = Onward(book, stock, translation, outbound, exum)
        inbound = None
        if _has_inbound_work(directory, switches):
            inbound = InboundRouting(book, routes, self.onward, switches)
        made: tuple[Stage | None, ...] = (translation, inbound, outbound, exum)
        self.stages = tuple([stage for stage in made if stage is not None])


def _has_inbound_work(directory: Directory, switches: Switches) -> bool:
    """Whether anybody has a line, or wishes about calls."""
    people: tuple[Owner, ...] = (*directory.users, *directory.contacts)
    if switches.number_lookup and any(one.line for one in people):
        return True
    return switches.user_preferences and any(
        user.settings.voice_mail or user.settings.routing != PLAIN_PREFERENCES
        for user in directory.users
    )
