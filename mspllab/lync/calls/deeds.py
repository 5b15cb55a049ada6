"""Deeds: what is done about a call that comes in, and how long after its INVITE.

A plan in a scenario's words becomes a list of them; phones and applications differ in
their plans and in the words for what they do, not in how it is done.
"""

from enum import StrEnum
from typing import NamedTuple

from mspllab.lync.plan import ApplicationPlan, PhonePlan
from mspllab.sip.message import Request

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
    target: str = ""
    """Where a REDIRECT leads."""


def deeds_of_phone(plan: PhonePlan) -> tuple[Deed, ...]:
    """What somebody does about a call to this phone."""
    return _listed(
        (Act.RING, plan.ring_after, RINGING, ""),
        (Act.ANSWER, plan.answer_after, 200, ""),
        (Act.REFUSE, plan.decline_after, plan.decline_with, ""),
        (Act.REDIRECT, plan.redirect_after, plan.redirect_with, plan.redirect_to or ""),
        (Act.HANG_UP, plan.hang_up_after, 200, ""),
    )


def deeds_of_application(plan: ApplicationPlan) -> tuple[Deed, ...]:
    """What an application's code does about a call to this endpoint."""
    return _listed(
        (Act.RING, 0.0 if plan.ring else None, RINGING, ""),
        (Act.ANSWER, plan.accept_after, 200, ""),
        (Act.REFUSE, plan.decline_after, plan.decline_with, ""),
        (Act.REDIRECT, plan.forward_after, plan.forward_with, plan.forward_to or ""),
        (Act.HANG_UP, plan.hang_up_after, 200, ""),
    )


def target_of(deed: Deed, invite: Request) -> str:
    """The URI a redirection leads to."""
    return str(invite.to.uri) if deed.target == ORIGINAL else deed.target


def _listed(*rows: tuple[Act, float | None, int, str]) -> tuple[Deed, ...]:
    """Those that will ever be done, in the order of their times."""
    deeds = [Deed(a, after, s, t) for a, after, s, t in rows if after is not None]
    return tuple(sorted(deeds, key=lambda deed: deed.after))
