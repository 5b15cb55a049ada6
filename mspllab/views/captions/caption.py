"""Caption: what a picture writes beside one message."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from mspllab.errors import ParseError
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import ScriptRun
from mspllab.trace.trace import Hop
from mspllab.views.captions.bases import bases_of
from mspllab.views.captions.branches import HOP_BY_HOP, branches_of
from mspllab.views.captions.changes import notable_changes
from mspllab.views.captions.detail import Detail
from mspllab.views.captions.product import ROUTINE, is_product_only, product_details
from mspllab.views.captions.reading import printable, read_message

MOST_CHANGES = 2
"""More changed headers than these are counted, not shown; the tooltip has them all."""
ROLES = {1: "provisional", 2: "success", 3: "redirect"}
"""Class of a status code → role of its arrow; the others are failures."""


class Caption(NamedTuple):
    """What there is to say about one message."""

    role: str
    """request, ack, hop, provisional, success, redirect, failure."""
    head: str
    """Method, or status code and reason."""
    target: str = ""
    """Request-URI of a request that has no detail for it."""
    remark: str = ""
    """Said after the head: "to BYE", "hop by hop", "again: timer A"."""
    tag: str = ""
    """Branch of a fork: b1, b2 …; "" where there is none."""
    details: tuple[Detail, ...] = ()


class Circumstances(NamedTuple):
    """What a caption needs to know beside the message itself."""

    hop: Hop
    tag: str
    ack: str
    base: Message | None
    """The message of which this one is a changed copy."""
    scripted: Collection[str]
    """Lower-case names of the headers that a script changed."""
    product: bool
    repeated: bool
    """Was the same sent before?"""


def captions(
    hops: Sequence[Hop], runs: Iterable[ScriptRun] = (), *, product: bool = True
) -> dict[int, Caption]:
    """{number of a message: its caption}.

    `runs` tell which headers a script changed; `product` is whether to say what only
    Lync does.
    """
    branches = branches_of(hops)
    bases = bases_of(hops, branches)
    scripted = {
        run.run: {change.name.lower() for change in run.headers_changed} for run in runs
    }
    tag, ack, base = branches.tags.get, branches.acks.get, bases.get
    changed = scripted.get
    said: dict[int, Caption] = {}
    known: dict[Caption, Caption] = {}
    for hop in hops:
        n = hop.n
        caption = _caption(
            Circumstances(
                hop,
                tag(n, ""),
                ack(n, ""),
                base(n),
                changed(hop.cause.run or 0, ()),
                product,
                n in branches.repeats,
            )
        )
        # Many messages say the same: one caption for them all keeps long traces small.
        said[n] = known.setdefault(caption, caption)
    return said


def _caption(known: Circumstances) -> Caption:
    message = read_message(known.hop.message)
    if isinstance(message, Request):
        return _of_request(message, known)
    if message is not None:
        return _of_response(message, known)
    return Caption("request", printable(known.hop.message.start_line))


def _of_request(request: Request, known: Circumstances) -> Caption:
    method = request.method
    details: tuple[Detail, ...] = ()
    target = printable(request.uri)
    if method in ("ACK", "CANCEL"):
        target = ""
    elif method == "INVITE" or (request.to_tag is None and method != "REGISTER"):
        target = ""
        details = _addresses(request, known.base)
    details += _reason(request) + _changed(request, known)
    if known.product:
        details += product_details(request)
    return Caption(
        ("hop" if known.ack == HOP_BY_HOP else "ack") if known.ack else "request",
        printable(method),
        target,
        _remark(known.ack, known),
        known.tag,
        details + _fate(known.hop),
    )


def _of_response(response: Response, known: Circumstances) -> Caption:
    status = response.status
    details: tuple[Detail, ...] = ()
    if 300 <= status < 400:
        details = tuple(Detail("Contact", uri) for uri in _contacts(response))
    details += _changed(response, known)
    if known.product and (status >= 300 or is_product_only(status)):
        details += product_details(response)
    return Caption(
        ROLES.get(status // 100, "failure"),
        printable(f"{status} {response.reason}"),
        "",
        _remark(f"to {response.method}" if status >= 200 else "", known),
        known.tag,
        details + _fate(known.hop),
    )


def _contacts(response: Response) -> list[str]:
    try:
        return [printable(str(contact.uri)) for contact in response.contact]
    except ParseError:
        return [printable(value) for value in response.headers.all("Contact")]


def _remark(first: str, known: Circumstances) -> str:
    """`first`, whether it is sent again, and the RFC's timer that made it be sent."""
    timer = rfc_timer(known.hop)
    again = ["again"] if known.repeated else []
    why = ": ".join([*again, f"timer {timer}"] if timer else again)
    return ", ".join([part for part in (first, why) if part])


def rfc_timer(hop: Hop) -> str:
    """The timer, "A" to "M", that made a message be sent; "" for other delays."""
    timer = hop.cause.timer or ""
    return timer if len(timer) == 1 else ""


def _addresses(request: Request, base: Message | None) -> tuple[Detail, ...]:
    """Request-URI and To, one above the other: the first may change, To must not."""
    to = _to(request)
    same_uri = not isinstance(base, Request) or base.uri == request.uri
    same_to = base is None or _to(base) == to
    return (
        Detail("R-URI", printable(request.uri), "plain" if same_uri else "changed"),
        Detail("To", to, "plain" if same_to else "changed"),
    )


def _to(message: Message) -> str:
    try:
        return printable(str(message.to.uri))
    except ParseError:
        return printable(message.headers.get("To") or "none")


def _reason(request: Request) -> tuple[Detail, ...]:
    """The Reason header (RFC 3326), its text if it has one."""
    if "reason" not in request.headers.names:
        return ()
    value = request.headers.get("Reason") or ""
    text = value.partition('text="')[2].partition('"')[0]
    return (Detail("Reason", printable(text or value)),)


def _changed(message: Message, known: Circumstances) -> tuple[Detail, ...]:
    """Headers that the previous hop did not have, or had otherwise."""
    base = known.base
    if base is None:
        return ()
    if isinstance(message, Request) and _is_new_attempt(message, base):
        return (_new_attempt(message, base),)
    shown = [
        Detail(
            change.name,
            "removed" if change.after is None else printable(change.after),
            "changed",
        )
        for change in notable_changes(base, message)
        if _is_worth_a_line(change.name.lower(), known)
    ]
    more = len(shown) - MOST_CHANGES
    if more > 0:
        shown[MOST_CHANGES:] = [Detail("", f"and {more} more headers", "changed")]
    return tuple(shown)


def _is_worth_a_line(name: str, known: Circumstances) -> bool:
    if name in known.scripted:
        return True
    if name in ("to", "reason") or name in ROUTINE:
        return False
    return known.product or not name.startswith("ms-")


def _is_new_attempt(request: Request, base: Message) -> bool:
    """Did the caller itself send both, rather than a proxy the second one?"""
    return request.call_id != base.call_id or (
        request.headers.get("CSeq") != base.headers.get("CSeq")
    )


def _new_attempt(request: Request, base: Message) -> Detail:
    if request.call_id != base.call_id:
        return Detail("Call-ID", "new, From tag too", "changed")
    return Detail("CSeq", printable(request.headers.get("CSeq") or ""), "changed")


def _fate(hop: Hop) -> tuple[Detail, ...]:
    if hop.lost is not None:
        return (Detail("lost", printable(hop.lost), "bad"),)
    if hop.received is None:
        return (Detail("", "still under way", "quiet"),)
    return ()
