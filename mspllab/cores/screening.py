"""What every core looks at before it works on a request (RFC 3261 §8.2, §16.3).

Each check returns the answer that fits what is wrong, or None where nothing is.
"""

from mspllab.cores.decision import Reply
from mspllab.errors import ParseError
from mspllab.sip import fields
from mspllab.sip.message import Message, Request
from mspllab.sip.status import reason_phrase
from mspllab.sip.uri import OtherUri

CAPABLE = Reply(
    200,
    headers=(
        ("Accept", "application/sdp"),
        ("Accept-Encoding", "identity"),
        ("Accept-Language", "en"),
        ("Supported", "gruu, outbound, path"),
    ),
)
"""What a server says of itself to OPTIONS; a proxy takes every method, so there is no
Allow (RFC 3261 §11.2)."""


def syntax_problem(request: Request) -> Reply | None:
    """400 for fields that cannot be read, 416 for a scheme nobody here understands."""
    try:
        uri = request.request_uri
        _ = request.from_, request.to
        if request.cseq.method != request.method:
            return Reply(400, "CSeq names another method")
    except ParseError as error:
        return bad(error)
    if not request.headers.first_line("call-id"):
        return Reply(400, "Missing Call-ID")
    return Reply(416) if isinstance(uri, OtherUri) else None


def path_problem(request: Request) -> Reply | None:
    """400 where Route or Max-Forwards cannot be read, 483 after too many hops.

    OPTIONS that may go no further ask whoever they have come to (RFC 3261 §11).
    """
    try:
        if request.headers.first_line("route"):
            _ = request.route
        if request.max_forwards == 0:
            return CAPABLE if request.method == "OPTIONS" else Reply(483)
        return None
    except ParseError as error:
        return bad(error)


def contact_problem(message: Message) -> Reply | None:
    """400 where what a call is made of cannot be read."""
    try:
        _ = message.contact, fields.expires(message.headers)
        if message.headers.first_line("record-route"):
            _ = message.record_route
    except ParseError as error:
        return bad(error)
    return None


def bad(error: ParseError) -> Reply:
    """The answer to what `error` complains of."""
    status = error.status_hint or 400
    return Reply(status, f"{reason_phrase(status)}: {error.what}")


def unsupported(
    request: Request, header: str, supported: frozenset[str]
) -> Reply | None:
    """420 with the option tags of `header` (Require, Proxy-Require) we do not know."""
    if not request.headers.first_line(header.lower()):
        return None
    tags = request.headers.values(header)
    unknown = [tag for tag in tags if tag.lower() not in supported]
    return (
        Reply(420, headers=(("Unsupported", ", ".join(unknown)),)) if unknown else None
    )
