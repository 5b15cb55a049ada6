"""ms-diagnostics: why a server answered as it did (lync-routing §1.6, MS-OCER)."""

from mspllab.cores.decision import Reply
from mspllab.sim.fault import REFUSED, SILENT, UNRESOLVED, UNTRUSTED
from mspllab.sip.grammar import quote

NOT_FOR_PUBLIC = 1001
NOT_FOR_PARTNERS = 1002
NO_SUCH_USER = 1003
NO_WAY = 1007
NO_SUCH_NAME = 1008
NO_TRUST = 1010
BAD_TARGET = 5005
NO_SUITABLE_RESPONSE = 13001
PROXIED_TO_ENDPOINTS = 13004
INVALID_VERSION = 17002
REASONS = {
    NOT_FOR_PUBLIC: "Not allowed to talk to public IM providers",
    NOT_FOR_PARTNERS: "Not allowed to talk to federated partners",
    NO_SUCH_USER: "User does not exist",
    NO_WAY: "There is no way to the next hop just now",
    NO_SUCH_NAME: "DNS does not know the next hop",
    NO_TRUST: "The certificate of the next hop is not trusted",
    BAD_TARGET: "Application gave an invalid Request-URI",
    NO_SUITABLE_RESPONSE: "No endpoint of the callee is registered",
    PROXIED_TO_ENDPOINTS: "Request was proxied to one or more registered endpoints",
    INVALID_VERSION: "This version of the client is not let in",
}
"""Numbers are the product's; the words are ours."""


def diagnostics(number: int, source: str) -> str:
    """Value of an ms-diagnostics header: number, reason and the server's name."""
    return f"{number};reason={quote(REASONS[number])};source={quote(source)}"


def unreachable(
    source: str, *, with_diagnostics: bool
) -> tuple[tuple[str, Reply], ...]:
    """504 for each thing that can stand between a server and the next hop."""
    plain = Reply(504)
    return tuple(
        (why, explained(plain, number, source) if with_diagnostics else plain)
        for why, number in _OBSTACLES
    )


_OBSTACLES = (
    (REFUSED, NO_WAY),
    (SILENT, NO_WAY),
    (UNRESOLVED, NO_SUCH_NAME),
    (UNTRUSTED, NO_TRUST),
)


def explained(reply: Reply, number: int, source: str) -> Reply:
    """`reply` with an ms-diagnostics header."""
    header = ("ms-diagnostics", diagnostics(number, source))
    return reply._replace(headers=(*reply.headers, header))
