"""Bases: of which earlier message is this one a changed copy?"""

from collections.abc import Mapping, Sequence

from mspllab.sip.message import Message
from mspllab.trace.trace import Hop
from mspllab.views.captions.branches import Branches
from mspllab.views.captions.reading import read_message


def base_numbers(hops: Sequence[Hop], branches: Branches) -> dict[int, int]:
    """{number of a message: number of the one it was made from}, where there is one.

    That is the request or response a proxy passed on, or the INVITE that a caller
    sends again elsewhere because of a 3xx.
    """
    by_number = {hop.n: hop for hop in hops}
    numbers: dict[int, int] = {}
    for hop in hops:
        number = branches.sources.get(hop.n) or _origin(hop, by_number, branches)
        if number in by_number:
            numbers[hop.n] = number
    return numbers


def bases_of(hops: Sequence[Hop], branches: Branches) -> dict[int, Message]:
    """{number of a message: the one it was made from}, where that can be read."""
    by_number = {hop.n: hop for hop in hops}
    bases: dict[int, Message] = {}
    for n, number in base_numbers(hops, branches).items():
        message = read_message(by_number[number].message)
        if message is not None:
            bases[n] = message
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
