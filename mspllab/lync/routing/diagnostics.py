"""ms-diagnostics: why a server answered as it did (lync-routing §1.6, MS-OCER)."""

from mspllab.cores.decision import Reply
from mspllab.sip.grammar import quote

NO_SUCH_USER = 1003
BAD_TARGET = 5005
NO_SUITABLE_RESPONSE = 13001
PROXIED_TO_ENDPOINTS = 13004
REASONS = {
    NO_SUCH_USER: "User does not exist",
    BAD_TARGET: "Application gave an invalid Request-URI",
    NO_SUITABLE_RESPONSE: "No endpoint of the callee is registered",
    PROXIED_TO_ENDPOINTS: "Request was proxied to one or more registered endpoints",
}
"""Numbers are the product's; the words are ours."""


def diagnostics(number: int, source: str) -> str:
    """Value of an ms-diagnostics header: number, reason and the server's name."""
    return f"{number};reason={quote(REASONS[number])};source={quote(source)}"


def explained(reply: Reply, number: int, source: str) -> Reply:
    """`reply` with an ms-diagnostics header."""
    header = ("ms-diagnostics", diagnostics(number, source))
    return reply._replace(headers=(*reply.headers, header))
