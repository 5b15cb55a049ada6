"""ms-diagnostics: why a server answered as it did (lync-routing §1.6, MS-OCER)."""

from mspllab.cores.decision import Reply
from mspllab.sim.fault import REFUSED, SILENT, UNRESOLVED, UNTRUSTED
from mspllab.sip.grammar import quote

NOT_FOR_PUBLIC = 1001
NOT_FOR_PARTNERS = 1002
NO_SUCH_USER = 1003
NO_SUCH_DOMAIN = 1005
NO_WAY = 1007
NO_SUCH_NAME = 1008
NO_TRUST = 1010
BAD_TARGET = 5005
NO_GATEWAY = 12000
NOT_ALLOWED = 12001
NO_NUMBER = 12002
NO_ROUTE = 12004
NEXT_GATEWAY = 12006
NO_SUITABLE_RESPONSE = 13001
NO_FINAL_RESPONSE = 13002
BAD_HISTORY = 13003
PROXIED_TO_ENDPOINTS = 13004
INVALID_VERSION = 17002
PROXIED_TO_OTHERS = 13005
FORWARDED = 13006
NO_RULE = 14010
REASONS = {
    NOT_FOR_PUBLIC: "Not allowed to talk to public IM providers",
    NOT_FOR_PARTNERS: "Not allowed to talk to federated partners",
    NO_SUCH_USER: "User does not exist",
    NO_SUCH_DOMAIN: "This domain cannot be reached through here",
    NO_WAY: "There is no way to the next hop just now",
    NO_SUCH_NAME: "DNS does not know the next hop",
    NO_TRUST: "The certificate of the next hop is not trusted",
    BAD_TARGET: "Application gave an invalid Request-URI",
    NO_GATEWAY: "No gateway is there for this number",
    NOT_ALLOWED: "The voice policy of the caller has no usage for this number",
    NO_NUMBER: "This is no telephone number",
    NO_ROUTE: "No route is there for this number",
    NEXT_GATEWAY: "A gateway has failed, the next one is tried",
    NO_SUITABLE_RESPONSE: "No endpoint of the callee is registered",
    NO_FINAL_RESPONSE: "Nobody has answered in time",
    BAD_HISTORY: "History-Info cannot be read",
    PROXIED_TO_ENDPOINTS: "Request was proxied to one or more registered endpoints",
    INVALID_VERSION: "This version of the client is not let in",
    PROXIED_TO_OTHERS: "Request was proxied to additional targets",
    FORWARDED: "Request was forwarded, and earlier branches were cancelled",
    NO_RULE: "No rule of the dial plan fits the number",
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
