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
    arrived = hops.get(hop.cause.message or 0)
    if arrived is None or arrived.message.status is None:
        return None
    status, method = arrived.message.status, hop.message.method
    if hop.message.status == status and method == arrived.message.method:
        return arrived.n
    if method == "INVITE" and hop.message.status is None and 300 <= status < 400:
        answer = read_message(arrived.message)
        sent = (hop.source, answer.branch if answer is not None else "")
        return branches.invites.get(sent)
    return None
