"""Dialog: what two user agents remember of each other (RFC 3261 §12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mspllab.sip import build
from mspllab.sip.address import Address
from mspllab.sip.message import Message, Request, Response
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
    local: Address
    """Our From, with our tag."""
    local_tag: str
    remote: Address
    """Our To, with the other side's tag."""
    remote_tag: str
    """"" for peers that know no tags."""
    route_set: tuple[Address, ...]
    """Fixed when the dialog is made, next hop first (§12.1)."""
    remote_target: str
    """URI of the other side's latest Contact."""
    local_seq: int
    """CSeq number of our latest request; 0 before the first."""
    remote_seq: int = -1
    """The same of the other side; -1 before its first."""
    state: DialogState = DialogState.NONE

    @property
    def next_hop(self) -> str:
        """URI of whoever is to get the next request first."""
        return str(self.route_set[0].uri) if self.route_set else self.remote_target

    def refresh(self, message: Message) -> None:
        """Take the remote target from the Contact of a target refresh (§12.2)."""
        if contact := message.contact:
            self.remote_target = str(contact[0].uri)

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
        route = tuple([str(hop) for hop in self.route_set])
        first = self.route_set[0].uri if self.route_set else None
        if first is None or (isinstance(first, SipUri) and first.params.has("lr")):
            return self.remote_target, route
        return str(first), (*route[1:], f"<{self.remote_target}>")


def dialog_of_uac(invite: Request, response: Response) -> Dialog:
    """The dialog that `response` makes for the side that sent `invite` (§12.1.2)."""
    local, remote = invite.from_, response.to
    contact = response.contact
    return Dialog(
        call_id=invite.call_id,
        local=local,
        local_tag=local.tag or "",
        remote=remote,
        remote_tag=remote.tag or "",
        route_set=response.record_route[::-1],
        remote_target=str(contact[0].uri) if contact else invite.uri,
        local_seq=invite.cseq.number,
    )


def dialog_of_uas(invite: Request, tag: str) -> Dialog:
    """The dialog that an answer with `tag` makes for the side called (§12.1.1)."""
    remote, contact = invite.from_, invite.contact
    return Dialog(
        call_id=invite.call_id,
        local=invite.to.with_tag(tag),
        local_tag=tag,
        remote=remote,
        remote_tag=remote.tag or "",
        route_set=invite.record_route,
        remote_target=str((contact[0] if contact else remote).uri),
        local_seq=0,
        remote_seq=invite.cseq.number,
    )
