"""Transfers: calls that are handed on by REFER, from either end (RFC 5589)."""

from dataclasses import dataclass

from mspllab.cores.agent import Outcome
from mspllab.cores.events import (
    Event,
    IncomingRefer,
    Notified,
    Subscribed,
    SubscriptionEnded,
)
from mspllab.cores.user_agent import UserAgent
from mspllab.errors import ParseError
from mspllab.lync.calls import happenings
from mspllab.lync.calls.caller import Caller
from mspllab.lync.calls.deeds import bracketed
from mspllab.sip.address import Address
from mspllab.sip.escape import escape
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri
from mspllab.sip.uri_request import uri_request
from mspllab.trace.records import Cause

REFERRED_BY = "Referred-By"
PROVIDE_REFERRER = 429
"""Referred-By is wanted (RFC 3892 §5)."""
SIGNATURE = "MIAGCSqGSIb3DQEHAqCA"
"""Stands for the signature of the product, which nobody here checks."""


@dataclass(frozen=True, slots=True)
class Handover:
    """A call that we are handing on."""

    call: int | None
    """None: there is none, the REFER went outside any call."""
    target: str
    is_attended: bool
    """Whether we stay until the other two are connected."""


class Transfers:
    """Hands calls on, and follows when it is handed on.

    Args:
        owner: name of the element, for the records.
        agent: the user agent whose calls they are.
        identity: who it is, for Referred-By.
        caller: calls whom it is referred to.
        refusal: the status code for REFERs; None: it follows them.
        wants_referrer: answer 429 to a REFER that does not say who refers it.
        signs: write parameters of the product into Referred-By (MS-SIPAE).
    """

    def __init__(
        self,
        owner: str,
        agent: UserAgent,
        identity: Address,
        caller: Caller,
        *,
        refusal: int | None = None,
        wants_referrer: bool = False,
        signs: bool = False,
    ) -> None:
        self._owner = owner
        self._agent = agent
        self._identity = identity
        self._caller = caller
        self._refusal = refusal
        self._wants_referrer = wants_referrer
        self._signs = signs
        self._handovers: dict[int, Handover] = {}

    def hand_over(
        self,
        call: int,
        target: str,
        *,
        other: int | None = None,
        attended: bool = False,
        headers: tuple[tuple[str, str], ...] = (),
        now: float,
        cause: Cause,
    ) -> list[Outcome]:
        """Send the other side of `call` to `target`, or into the place of call `other`.

        Of the latter, the Contact of the other side is where it is sent, so that it
        comes to the very device that has the call.

        An unattended transfer ends our call after the 202; an attended one when the
        other two are connected (rule 162).
        """
        known = None if other is None else self._agent.other_side(other)
        refer_to = bracketed(target) if known is None else _replacing(*known)
        referred_by = (REFERRED_BY, self._referred_by(call))
        handle, outcomes = self._agent.requests.refer(
            call,
            headers=(("Refer-To", refer_to), referred_by, *headers),
            now=now,
            cause=cause,
        )
        if not handle:
            return []
        is_attended = attended or known is not None
        self._handovers[handle] = Handover(call, target, is_attended)
        return [happenings.transfers(now, self._owner, target, ""), *outcomes]

    def ask(
        self,
        whom: str,
        target: str,
        *,
        replaces: str | None = None,
        headers: tuple[tuple[str, str], ...] = (),
        now: float,
    ) -> list[Outcome]:
        """Send a REFER outside any call: `whom` is to call `target`.

        `replaces` is the dialog that this call takes over, as its target knows it.
        """
        to = Address.parse(whom if "<" in whom else f"<{whom}>")
        refer_to = f"<{target}>" if replaces is None else _replacing(target, replaces)
        referred_by = (REFERRED_BY, f"<{self._identity.uri}>")
        handle, outcomes = self._agent.requests.refer_outside(
            str(to.uri),
            from_=self._identity,
            to=to,
            headers=(("Refer-To", refer_to), referred_by, *headers),
            now=now,
        )
        self._handovers[handle] = Handover(None, target, is_attended=False)
        return [happenings.refers(now, self._owner, str(to.uri), target), *outcomes]

    @property
    def open(self) -> tuple[Handover, ...]:
        """The calls that are being handed on, oldest first."""
        return tuple(self._handovers.values())

    def _referred_by(self, call: int) -> str:
        """Who hands the call on; in the product with whom, and a signature."""
        named = f"<{self._identity.uri}>"
        found = self._agent.call_of(call)
        if not self._signs or found is None or found.dialog is None:
            return named
        referee = Address.parse(found.dialog.remote).uri
        return f'{named};ms-referee-uri="{referee}";ms-identity="{SIGNATURE}"'

    def take(self, event: Event, *, now: float) -> list[Outcome]:
        """What follows from an event of the user agent."""
        match event:
            case IncomingRefer(subscription, _, request, transaction):
                return self._follow(subscription, request, transaction, now)
            case Subscribed(handle, _) if handle in self._handovers:
                handover = self._handovers[handle]
                if not handover.is_attended and handover.call is not None:
                    return self._agent.bye(handover.call, now=now)
            case Notified(handle, request, is_last) if handle in self._handovers:
                return self._learn(handle, request, is_last, now)
            case SubscriptionEnded(handle, status) if handle in self._handovers:
                del self._handovers[handle]
                why = f"{status}" if status else "nobody tells"
                return [happenings.refused(now, self._owner, "REFER", why, "")]
        return []

    def _learn(
        self, handle: int, notify: Request, is_last: bool, now: float
    ) -> list[Outcome]:
        """How far the other side is; a call that was attended ends with success."""
        if not is_last:
            return []
        handover = self._handovers.pop(handle)
        line = notify.body.decode("utf-8", "replace").strip()
        told = happenings.transferred(
            now, self._owner, handover.target, line, notify.call_id
        )
        if (
            handover.call is not None
            and handover.is_attended
            and line.startswith("SIP/2.0 2")
        ):
            return [told, *self._agent.bye(handover.call, now=now)]
        return [told]

    def _follow(
        self, subscription: int, refer: Request, transaction: str, now: float
    ) -> list[Outcome]:
        """Call whom we are referred to: a call of its own (rule 156)."""
        requests = self._agent.requests
        if self._refusal is not None:
            return requests.refuse_refer(
                subscription, transaction, self._refusal, now=now
            )
        if self._wants_referrer and REFERRED_BY not in refer.headers:
            return requests.refuse_refer(
                subscription, transaction, PROVIDE_REFERRER, now=now
            )
        try:
            address = Address.parse(refer.headers.get("Refer-To") or "")
        except ParseError:
            return requests.refuse_refer(subscription, transaction, 400, now=now)
        if not isinstance(address.uri, SipUri):
            return requests.refuse_refer(subscription, transaction, 416, now=now)
        wanted = uri_request(address.uri)
        if wanted.method != "INVITE":
            return requests.refuse_refer(subscription, transaction, 501, now=now)
        carried = refer.headers.all(REFERRED_BY)
        headers = (*wanted.headers, *((REFERRED_BY, text) for text in carried))
        return [
            *requests.accept_refer(subscription, transaction, now=now),
            *self._caller.call(
                str(wanted.uri), headers=headers, referral=subscription, now=now
            ),
        ]


def _replacing(target: str, named: str) -> str:
    """A Refer-To whose call takes the place of another (RFC 3891 §1)."""
    return f"<{target}?Replaces={escape(named)}>"
