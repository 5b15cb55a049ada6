"""Bases: of which earlier message is this one a changed copy?"""

from collections.abc import Mapping, Sequence

from mspllab.sip.message import Message
from mspllab.trace.trace import Hop
from mspllab.views.captions.branches import Branches
from mspllab.views.captions.reading import read_message


def bases_of(hops: Sequence[Hop], branches: Branches) -> dict[int, Message]:
    """{number of a message: the one it was made from}, where there is one.

    That is the request or response a proxy passed on, or the INVITE that a caller
    sends again elsewhere because of a 3xx.
    """
    by_number = {hop.n: hop for hop in hops}
    bases: dict[int, Message] = {}
    for hop in hops:
        number = branches.sources.get(hop.n) or _origin(hop, by_number, branches)
        base = by_number.get(number) if number else None
        message = read_message(base.message) if base else None
        if message is not None:
            bases[hop.n] = message
    return bases


def _origin(hop: Hop, hops: Mapping[int, Hop], branches: Branches) -> int | None:
    """Number of the INVITE whose 3xx made this one be sent."""
    arrived = hops.get(hop.cause.message or 0)
    if arrived is None or arrived.message.status is None:
        return None
    if hop.message.status is not None or hop.message.method != "INVITE":
        return None
    if not 300 <= arrived.message.status < 400:
        return None
    answer = read_message(arrived.message)
    sent = (hop.source, answer.branch if answer is not None else "")
    return branches.invites.get(sent)
