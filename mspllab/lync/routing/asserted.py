"""AssertedIdentity: who vouches for a caller, and before whom (RFC 3325)."""

from mspllab.cores.decision import Decision, targets_of
from mspllab.cores.proxying.forwarding import added
from mspllab.lync.directory import User
from mspllab.sip.address import Address
from mspllab.sip.headers import Headers
from mspllab.sip.message import Request
from mspllab.sip.uri import parse_uri
from mspllab.transaction.matching import via_endpoint

ASSERTED_IDENTITY = "P-Asserted-Identity"
PRIVACY = "Privacy"
WITHHELD = "id"
"""What a caller writes into Privacy whose identity shall not leave the servers."""


class AssertedIdentity:
    """Writes into a call who its caller is, as far as a server knows that.

    Args:
        trusted: addresses of those who are believed, and who may know it in any case.
    """

    def __init__(self, trusted: frozenset[str]) -> None:
        self._trusted = trusted

    def asserted(
        self, invite: Request, caller: User | None, decision: Decision
    ) -> Headers:
        """The headers of a call that goes where `decision` says."""
        headers = invite.headers
        if ASSERTED_IDENTITY in headers and not self._is_believed(invite):
            headers = headers.without(ASSERTED_IDENTITY)
        if _is_withheld(headers) and not self._is_among_us(decision):
            return headers.without(ASSERTED_IDENTITY)
        if ASSERTED_IDENTITY in headers or caller is None:
            return headers
        return added(headers, ASSERTED_IDENTITY, identity_of(caller))

    def _is_believed(self, invite: Request) -> bool:
        return via_endpoint(invite.top_via).host in self._trusted

    def _is_among_us(self, decision: Decision) -> bool:
        """Whether none but trusted ones get the call."""
        hops = [target.next_hop for target in targets_of(decision)]
        return all(hop is not None and hop.host in self._trusted for hop in hops)


def _is_withheld(headers: Headers) -> bool:
    said = (headers.get(PRIVACY) or "").lower().split(";")
    return WITHHELD in [one.strip() for one in said]


def identity_of(user: User) -> str:
    """Value of P-Asserted-Identity: the user's address, and line where there is one."""
    address = str(Address(user.display_name, parse_uri(user.uri)))
    return f"{address}, <{user.line}>" if user.line else address
