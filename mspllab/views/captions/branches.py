"""Branches of a fork, numbered; and which message came out of which.

A fork is what one element makes of one server transaction: the requests whose second
Via has the same branch.  Its copies are b1, b2 … in the order of sending, and keep the
number in their ACKs, CANCELs and responses.  A copy that is forked again further down
gives b1.1, b1.2 …; one that is only forwarded hands its number on.
"""

from collections.abc import Sequence
from typing import NamedTuple

from mspllab.errors import ParseError
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.trace import Hop
from mspllab.views.captions.reading import read_message

TRYING = 100
"""Never passed on: it is for one hop only (RFC 3261 §16.7)."""
HOP_BY_HOP = "hop by hop"
END_TO_END = "end to end"


class Branches(NamedTuple):
    """What the branch parameters of a trace say; keys are numbers of messages."""

    tags: dict[int, str]
    """b1, b2, b2.1 …, for the messages that belong to a branch of a fork."""
    acks: dict[int, str]
    """For each ACK, whether it is hop by hop or end to end."""
    sources: dict[int, int]
    """For each message that was passed on, the number of the one that came in."""
    invites: dict[tuple[str, str], int]
    """{(sender, branch): number} of every INVITE's first sending."""
    repeats: set[int]
    """Messages that were sent before on the same way."""


def branches_of(hops: Sequence[Hop]) -> Branches:
    """What the branches of all these messages tell."""
    known = Branches({}, {}, {}, {}, set())
    reader = _Reader(known)
    for hop in hops:
        message = read_message(hop.message)
        if message is not None:
            reader.read(hop, message)
    reader.name_branches()
    return known


class _Reader:
    """Reads messages in the order of sending and fills in what they tell."""

    def __init__(self, known: Branches) -> None:
        self._known = known
        self._branch_of: dict[int, str] = {}
        self._forks: dict[tuple[str, str], dict[str, None]] = {}
        self._requests: dict[tuple[str, str, str], int] = {}
        self._responses: dict[tuple[str, str, str], int] = {}
        self._sent: set[tuple[str | None, ...]] = set()

    def read(self, hop: Hop, message: Message) -> None:
        """Take note of one message."""
        branch = self._branch_of[hop.n] = message.branch
        tag = message.to_tag
        # Responses of two branches go up with one branch but two tags, and the answer
        # to a CANCEL has the branch of its INVITE's.
        line = f"{message.method} {message.start_line}"
        key = (hop.source, hop.destination, branch, line, tag)
        if key in self._sent:
            self._known.repeats.add(hop.n)
        self._sent.add(key)
        if isinstance(message, Request):
            self._read_request(hop, message, branch)
        elif message.status != TRYING:
            self._read_response(hop, message, tag or "")

    def _read_request(self, hop: Hop, request: Request, branch: str) -> None:
        known, method = self._known, request.method
        self._requests.setdefault((hop.destination, method, branch), hop.n)
        upstream = _upstream(request)
        if upstream:
            source = self._requests.get((hop.source, method, upstream))
            if source is not None:
                known.sources[hop.n] = source
        if method == "ACK":
            is_hop = (hop.source, branch) in known.invites
            known.acks[hop.n] = HOP_BY_HOP if is_hop else END_TO_END
            return
        if method == "INVITE":
            known.invites.setdefault((hop.source, branch), hop.n)
        if upstream:
            self._forks.setdefault((hop.source, upstream), {})[branch] = None

    def _read_response(self, hop: Hop, response: Response, tag: str) -> None:
        """A response passed on is the one that came with the same status and tag."""
        answer = (response.start_line, tag)
        source = self._responses.get((hop.source, *answer))
        if source is not None:
            self._known.sources[hop.n] = source
        self._responses[hop.destination, *answer] = hop.n

    def name_branches(self) -> None:
        """Give every message the tag of its branch, once all forks are known."""
        names, tags = _names(self._forks), self._known.tags
        if not names:
            return
        for number, branch in self._branch_of.items():
            tag = names.get(branch) or tags.get(self._known.sources.get(number, 0))
            if tag is not None:
                tags[number] = tag


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
