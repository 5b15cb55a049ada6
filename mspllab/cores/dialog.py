"""Dialog: what two user agents remember of each other (RFC 3261 §12).

A dialog keeps what its messages said as they said it: most dialogs are early ones that
never send a request, and need not be read any further.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mspllab.sip import build
from mspllab.sip.address import Address
from mspllab.sip.grammar import split_list
from mspllab.sip.header_lines import value_of
from mspllab.sip.message import Message, Request, Response
from mspllab.sip.shared import Shared
from mspllab.sip.uri import SipUri


class DialogState(StrEnum):
    """Where a dialog stands; the values are those of `DialogChanged`."""

    NONE = ""
    EARLY = "early"
    CONFIRMED = "confirmed"
    TERMINATED = "terminated"


@dataclass(slots=True)
class Dialog:
    """One dialog, seen from one of its two sides."""

    call_id: str
    local: str
    """Our From, with our tag, as text."""
    local_tag: str
    remote: str
    """Our To, with the other side's tag, as text."""
    remote_tag: str
    """"" for peers that know no tags."""
    route_set: tuple[str, ...]
    """Record-Route values, next hop first; fixed when the dialog is made (§12.1)."""
    remote_target: str
    """URI of the other side's latest Contact."""
    local_seq: int
    """CSeq number of our latest request; 0 before the first."""
    remote_seq: int = -1
    """The same of the other side; -1 before its first."""
    remote_rseq: int | None = None
    """RSeq of the other side's latest reliable provisional (RFC 3262 §4)."""
    state: DialogState = DialogState.NONE
    usages: int = 0
    """Subscriptions that use it, beside the call (RFC 5057)."""
    is_left: bool = False
    """Whether its call is over, and only subscriptions keep it."""

    @property
    def next_hop(self) -> str:
        """URI of whoever is to get the next request first."""
        if not self.route_set:
            return self.remote_target
        return str(Address.parse(self.route_set[0]).uri)

    def refresh(self, message: Message) -> None:
        """Take the remote target from the Contact of a target refresh (§12.2)."""
        self.remote_target = target_of(message, self.remote_target)

    def build_request(
        self,
        method: str,
        *,
        via: str,
        contact: str | None = None,
        cseq: int | None = None,
        headers: Iterable[tuple[str, str]] = (),
        body: bytes = b"",
        content_type: str | None = None,
    ) -> Request:
        """A request inside the dialog (§12.2.1.1).

        `cseq` is given for an ACK, which has its INVITE's number; every other request
        takes the next one.
        """
        if cseq is None:
            self.local_seq += 1
            cseq = self.local_seq
        uri, route = self._path()
        return build.request(
            method,
            uri,
            from_=self.local,
            to=self.remote,
            call_id=self.call_id,
            cseq=cseq,
            via=via,
            contact=contact,
            route=route,
            headers=headers,
            body=body,
            content_type=content_type,
        )

    def _path(self) -> tuple[str, tuple[str, ...]]:
        """Request-URI and Route; a first hop without lr wants itself in the former."""
        if not self.route_set:
            return self.remote_target, ()
        first = Address.parse(self.route_set[0]).uri
        if isinstance(first, SipUri) and first.params.has("lr"):
            return self.remote_target, self.route_set
        return str(first), (*self.route_set[1:], f"<{self.remote_target}>")


def dialog_of_uac(invite: Request, response: Response, tag: str) -> Dialog:
    """The dialog that `response` makes for the side that sent `invite` (§12.1.2)."""
    return Dialog(
        call_id=invite.call_id,
        local=invite.headers.get("From") or "",
        local_tag=tag_of(invite, "from"),
        remote=response.headers.get("To") or "",
        remote_tag=tag,
        route_set=response.headers.values("Record-Route")[::-1],
        remote_target=target_of(response, invite.uri),
        local_seq=invite.cseq.number,
    )


def dialog_of_uas(invite: Request, tag: str) -> Dialog:
    """The dialog that an answer with `tag` makes for the side called (§12.1.1)."""
    headers = invite.headers
    return Dialog(
        call_id=invite.call_id,
        local=f"{headers.get('To')};tag={tag}",
        local_tag=tag,
        remote=headers.get("From") or "",
        remote_tag=tag_of(invite, "from"),
        route_set=headers.values("Record-Route"),
        remote_target=target_of(invite, "") or str(invite.from_.uri),
        local_seq=0,
        remote_seq=invite.cseq.number,
    )


def target_of(message: Message, otherwise: str) -> str:
    """URI of the first Contact; ParseError where it cannot be read."""
    return message.headers.read("contact", _TARGETS) or otherwise


def _read_target(line: str) -> str:
    if not line:
        return ""
    members = split_list(value_of(line)) or ("",)
    return str(Address.parse(members[0]).uri)


_TARGETS = Shared(_read_target)


def tag_of(message: Message, name: str) -> str:
    """The tag in From or To, "" where there is none; `name` in lower case."""
    return message.headers.read(name, _TAGS)


_TAG = re.compile(r";[ \t]*tag[ \t]*=[ \t]*([^;\s]+)", re.I).search


def _read_tag(line: str) -> str:
    _, bracket, params = line.rpartition(">")
    if bracket and '"' not in params:  # nothing there that could only look like a tag
        found = _TAG(params)
        return found[1] if found else ""
    return Address.parse(value_of(line)).tag or ""


_TAGS = Shared(_read_tag)
