"""The standard cast: who lives in lab.example."""

from mspllab.lync.directory import Contact, Directory, TrustedApplication, User
from mspllab.sip import build
from mspllab.sip.message import Request

GRUU = (
    "sip:app01.lab.example@lab.example;gruu;"
    "opaque=srvr:reroute:z85CLh3G-lWirNn474kO6QAA"
)
ALICE = User("alice", "sip:alice@lab.example", "Alice", "tel:+12065550110")
BOB = User("bob", "sip:bob@lab.example", "Bob", "tel:+1-206-555-0142")
CAROL = User("carol", "sip:carol@lab.example", "Carol")
REROUTE = TrustedApplication("reroute", "app01.lab.example", 10607, GRUU)
FRONTDESK = Contact("frontdesk", "sip:frontdesk@lab.example", "reroute")
ORPHAN = Contact("orphan", "sip:orphan@lab.example", "gone")
DIRECTORY = Directory(
    ("lab.example",), (ALICE, BOB, CAROL), (FRONTDESK, ORPHAN), (REROUTE,)
)
BOB_DESK_GRUU = "sip:bob@lab.example;opaque=user:epid:pc4u1p6l4VaAjnL2AvUKfwAA;gruu"


def request(
    uri: str,
    method: str = "INVITE",
    *,
    to: str = "<sip:bob@lab.example>",
    from_: str = '"Alice" <sip:alice@lab.example>;tag=a1',
    via: str = "SIP/2.0/TLS 192.0.2.90:50877;branch=z9hG4bK1",
    **more: object,
) -> Request:
    """A request of Alice's."""
    given = {"call_id": "c1", "cseq": 1} | more
    return build.request(method, uri, from_=from_, to=to, via=via, **given)  # type: ignore[arg-type]
