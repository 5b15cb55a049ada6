"""Connections: the numbers a server gives to whoever is connected to it.

A client's registered contact carries the number as ms-received-cid, and requests for it
travel down the same connection (the idea of RFC 5626 flows; lync-routing §1.3).
"""

from mspllab.sim.datagram import Endpoint
from mspllab.sip.uri import SipUri, Uri

RECEIVED_CID = "ms-received-cid"


class Connections:
    """Peers by number; the same peer keeps its number."""

    def __init__(self) -> None:
        self._cids: dict[Endpoint, str] = {}
        self._peers: dict[str, Endpoint] = {}

    def cid_of(self, peer: Endpoint) -> str:
        """The number of the connection with `peer`, a new one where it is new."""
        cid = self._cids.get(peer)
        if cid is None:
            cid = self._cids[peer] = f"{len(self._cids) + 1:02X}00"
            self._peers[cid] = peer
        return cid

    def peer(self, cid: str) -> Endpoint | None:
        """Who is at the other end; None: no such connection."""
        return self._peers.get(cid)


def numbered(contact: Uri, peer: Endpoint, cid: str) -> Uri:
    """`contact` with the number of the connection, where it stands at its other end.

    A contact that names its host, as servers' do, is reached by that name.
    """
    if not isinstance(contact, SipUri) or contact.host != peer.host:
        return contact
    return contact.with_param(RECEIVED_CID, cid)
