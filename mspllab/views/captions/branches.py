"""Branches of a fork, numbered; and which message came out of which.

A fork is what one element makes of one server transaction: the requests whose second
Via has the same branch.  Its copies are b1, b2 … in the order of sending, and keep the
number in their ACKs, CANCELs and responses.  A copy that is forked again further down
gives b1.1, b1.2 …; one that is only forwarded hands its number on.
"""

from collections.abc import Sequence
from typing import NamedTuple

from mspllab.errors import ParseError
from mspllab.sip.message import Request
from mspllab.trace.trace import Hop
from mspllab.views.captions.reading import read_message

HOP_BY_HOP = "hop by hop"
END_TO_END = "end to end"


class Branches(NamedTuple):
    """What the branch parameters of a trace say; keys are numbers of messages."""

    tags: dict[int, str]
    """b1, b2, b2.1 …, for the messages that belong to a branch of a fork."""
    acks: dict[int, str]
    """For each ACK, whether it is hop by hop or end to end."""
    sources: dict[int, int]
    """For each forwarded request, the number of the one it is a copy of."""
    invites: dict[tuple[str, str], int]
    """{(sender, branch): number} of every INVITE's first sending."""


def branches_of(hops: Sequence[Hop]) -> Branches:
    """Tags, sorts of ACK and sources of all these messages."""
    known = Branches({}, {}, {}, {})
    forks: dict[tuple[str, str], dict[str, None]] = {}
    branch_of: dict[int, str] = {}
    arrivals: dict[tuple[str, str, str], int] = {}
    for hop in hops:
        message = read_message(hop.message)
        if message is None:
            continue
        branch = branch_of[hop.n] = message.branch
        if not isinstance(message, Request):
            continue
        method = message.method
        arrivals.setdefault((hop.destination, method, branch), hop.n)
        upstream = _upstream(message)
        if upstream:
            source = arrivals.get((hop.source, method, upstream))
            if source is not None:
                known.sources[hop.n] = source
        if method == "ACK":
            known.acks[hop.n] = (
                HOP_BY_HOP if (hop.source, branch) in known.invites else END_TO_END
            )
            continue
        if method == "INVITE":
            known.invites.setdefault((hop.source, branch), hop.n)
        if upstream:
            forks.setdefault((hop.source, upstream), {})[branch] = None
    _tag(hops, branch_of, _names(forks), known.tags)
    return known


def _upstream(request: Request) -> str:
    """Branch of the server transaction behind a proxied request; "" for a UAC's own."""
    if request.headers.names.count("via") < 2 and "," not in _first_via(request):
        return ""
    try:
        return request.via[1].branch
    except (ParseError, IndexError):
        return ""


def _first_via(request: Request) -> str:
    return request.headers.get("Via") or ""


def _names(forks: dict[tuple[str, str], dict[str, None]]) -> dict[str, str]:
    """{branch: its tag}; branches that are no part of a fork are left out."""
    names: dict[str, str] = {}
    for (_, upstream), copies in forks.items():
        above = names.get(upstream, "")
        for number, branch in enumerate(copies, 1):
            if len(copies) > 1:
                names[branch] = f"{above}.{number}" if above else f"b{number}"
            elif above:
                names[branch] = above
    return names


def _tag(
    hops: Sequence[Hop],
    branch_of: dict[int, str],
    names: dict[str, str],
    tags: dict[int, str],
) -> None:
    if not names:
        return
    for hop in hops:
        tag = names.get(branch_of.get(hop.n, ""))
        if tag is None and hop.message.status is not None:
            # A response that was passed on: it belongs to the branch it came from.
            tag = tags.get(hop.cause.message or 0)
        if tag is not None:
            tags[hop.n] = tag
