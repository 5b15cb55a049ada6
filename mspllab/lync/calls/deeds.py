"""Deeds: what is done about a call that comes in, and how long after its INVITE.

A plan in a scenario's words becomes a list of them; phones and applications differ in
their plans and in the words for what they do, not in how it is done.
"""

from enum import StrEnum
from typing import NamedTuple, Protocol

from mspllab.lync.plan import ApplicationPlan, CallPlan, PhonePlan
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri, Uri, aor_key, parse_uri

ORIGINAL = "original"
"""A target that stands for the address in To."""
RINGING = 180


class Act(StrEnum):
    """The kinds of deed; the values name the delay in a message's cause."""

    RING = "ring after"
    ANSWER = "answer after"
    REFUSE = "decline after"
    REDIRECT = "redirect after"
    HANG_UP = "hang up after"


class Deed(NamedTuple):
    """One thing that will be done unless the call is over by then."""

    act: Act
    after: float
    """Seconds from the INVITE; of HANG_UP, from the ACK."""
    status: int = 200
    targets: tuple[str, ...] = ()
    """Where a REDIRECT leads."""


class Planned(NamedTuple):
    """What is done about one call."""

    deeds: tuple[Deed, ...]
    early_media: bool = False
    """Whether ringing brings a session description."""


class Chooser(Protocol):
    """Whoever knows what is done about a call."""

    def for_call(self, n: int, invite: Request) -> "Planned":
        """What is done about the call that `invite` makes, the `n`th from 1."""


class Deeds(NamedTuple):
    """What is done about calls: about most of them, and about some in particular."""

    usual: "Planned"
    special: tuple[tuple[CallPlan, "Planned"], ...] = ()

    def for_call(self, n: int, invite: Request) -> "Planned":
        """What is done about call `n` of this phone, counted from 1."""
        caller = invite.from_.uri
        for plan, deeds in self.special:
            is_it = plan.n in (None, n)
            if is_it and (plan.caller is None or is_same_party(plan.caller, caller)):
                return deeds
        return self.usual


def all_deeds_of_phone(plan: PhonePlan, special: tuple[CallPlan, ...]) -> Deeds:
    """What somebody does about the calls to this phone; the first that fits counts."""
    return Deeds(_planned(plan), tuple((one, _planned(one)) for one in special))


def _planned(plan: PhonePlan) -> Planned:
    return Planned(deeds_of_phone(plan), plan.early_media)


def deeds_of_phone(plan: PhonePlan) -> tuple[Deed, ...]:
    """What somebody does about a call to this phone."""
    elsewhere = plan.redirect_to or ()
    return _listed(
        (Act.RING, plan.ring_after, plan.ring_with, ()),
        (Act.ANSWER, plan.answer_after, 200, ()),
        (Act.REFUSE, plan.decline_after, plan.decline_with, ()),
        (Act.REDIRECT, plan.redirect_after, plan.redirect_with, elsewhere),
        (Act.HANG_UP, plan.hang_up_after, 200, ()),
    )


def deeds_of_application(plan: ApplicationPlan) -> tuple[Deed, ...]:
    """What an application's code does about a call to this endpoint."""
    targets = () if plan.forward_to is None else (plan.forward_to,)
    return _listed(
        (Act.RING, 0.0 if plan.ring else None, RINGING, ()),
        (Act.ANSWER, plan.accept_after, 200, ()),
        (Act.REFUSE, plan.decline_after, plan.decline_with, ()),
        (Act.REDIRECT, plan.forward_after, plan.forward_with, targets),
        (Act.HANG_UP, plan.hang_up_after, 200, ()),
    )


def contacts_of(targets: tuple[str, ...], invite: Request) -> tuple[str, ...]:
    """The Contact values by which a redirection leads to `targets`."""
    original = str(invite.to.uri)
    found = (original if target == ORIGINAL else target for target in targets)
    return tuple(bracketed(uri) for uri in found)


def bracketed(uri: str) -> str:
    """A Contact value: what has brackets, and "*", stay as they are."""
    return uri if "<" in uri or uri == "*" else f"<{uri}>"


def is_same_party(caller: str, found: Uri) -> bool:
    """Whether `found` is the address that a scenario names."""
    wanted = parse_uri(caller)
    if isinstance(wanted, SipUri) and isinstance(found, SipUri):
        return aor_key(wanted) == aor_key(found)
    return str(wanted) == str(found)


def _listed(*rows: tuple[Act, float | None, int, tuple[str, ...]]) -> tuple[Deed, ...]:
    """Those that will ever be done, in the order of their times."""
    deeds = [Deed(a, after, s, t) for a, after, s, t in rows if after is not None]
    return tuple(sorted(deeds, key=lambda deed: deed.after))
