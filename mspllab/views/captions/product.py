"""Signs by which Lync and Skype for Business are told from plain RFC 3261."""

from mspllab.errors import ParseError
from mspllab.sip.message import Message, Request, Response
from mspllab.views.captions.detail import Detail
from mspllab.views.captions.reading import printable

NAME = "Lync"
PROGRESS_REPORT = 101
"""A provisional response the RFC does not know."""
ROUTINE = frozenset({"p-asserted-identity", "history-info", "ms-conversation-id"})
"""Header fields a Front End adds to whatever passes; worth a tooltip, not a line."""


def is_product_only(status: int | None) -> bool:
    """Would a plain RFC 3261 element never send this?"""
    return status == PROGRESS_REPORT


def product_details(message: Message) -> tuple[Detail, ...]:
    """The epid in To and branched in the top Via, or what ms-diagnostics says."""
    if isinstance(message, Request):
        return _marks(message) if message.method == "INVITE" else ()
    return _diagnosis(message)


def _marks(invite: Request) -> tuple[Detail, ...]:
    try:
        epid = invite.to.params.get("epid")
        branched = invite.top_via.params.get("branched")
    except ParseError:
        return ()
    found = [f"epid={epid}"] if epid else []
    found += [f"branched={branched}"] if branched else []
    return tuple(
        Detail("" if number else NAME, printable(text), "product")
        for number, text in enumerate(found)
    )


def _diagnosis(response: Response) -> tuple[Detail, ...]:
    if "ms-diagnostics" in response.headers:
        text = response.headers.get("ms-diagnostics") or ""
        number, _, rest = text.partition(";")
        reason = rest.partition('reason="')[2].partition('"')[0]
        said = f"{number}: {reason}" if reason else number
        return (Detail(NAME, printable(said), "product"),)
    if is_product_only(response.status):
        return (Detail(NAME, "unknown to RFC 3261", "product"),)
    return ()
