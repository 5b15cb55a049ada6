from dataclasses import replace

import pytest

from mspllab.lync.dispatch import Dispatched, HostedEndpoint, dispatch
from mspllab.sip.codec import decode
from mspllab.sip.message import Request

GRUU = (
    "sip:app01.lab.example@lab.example;gruu;"
    "opaque=srvr:reroute:z85CLh3G-lWirNn474kO6QAA"
)
FRONTDESK = HostedEndpoint("frontdesk", "sip:frontdesk@lab.example")
DEFAULT = replace(FRONTDESK, is_default=True)
BOB = HostedEndpoint("bob-bot", "sip:bob@lab.example", "b0b0000003", "5d1e7a90c4")
BOB2 = replace(BOB, name="bob-bot-2", epid="b0b0000004", opaque="6666666666")
SALES = HostedEndpoint("sales", "sip:desk@lab.example;team=sales")
SUPPORT = HostedEndpoint("support", "sip:desk@lab.example;team=support")
TALKING = replace(FRONTDESK, conversations=frozenset({"Ac1"}))
ALICE = HostedEndpoint(
    "alice-bot", "sip:alice@lab.example", conversations=frozenset({"Ac1"})
)
CAROL = replace(ALICE, name="carol-bot", uri="sip:carol@lab.example")
CONTACT = "sip:app01.lab.example:10607;transport=tls;ms-opaque={}"
BOTH = (FRONTDESK, BOB)


def invite(uri: str = GRUU, to: str = "<sip:bob@lab.example>", *more: str) -> Request:
    lines = [
        f"INVITE {uri} SIP/2.0",
        "Via: SIP/2.0/TLS 192.0.2.11:5061;branch=z9hG4bK1",
        "Max-Forwards: 69",
        'From: "Alice" <sip:alice@lab.example>;tag=a1',
        f"To: {to}",
        "Call-ID: c1",
        "CSeq: 1 INVITE",
        *more,
        "Content-Length: 0",
    ]
    message = decode("\r\n".join([*lines, "", ""]).encode())
    assert isinstance(message, Request)
    return message


AOR = "ms-application-aor: <sip:frontdesk@lab.example>"
CONVERSATION = "Ms-Conversation-ID: Ac1"

TABLE = [
    ("its own ms-opaque", invite(CONTACT.format("5d1e7a90c4")), BOTH, "bob-bot", 1),
    ("one's ms-opaque before To", invite(CONTACT.format("6666666666")), (BOB, BOB2),
     "bob-bot-2", 1),
    ("ms-opaque before ms-application-aor",
     invite(CONTACT.format("5d1e7a90c4"), "<sip:bob@lab.example>", AOR), BOTH,
     "bob-bot", 1),
    ("a stale ms-opaque says nothing", invite(CONTACT.format("0000000000")), BOTH,
     "bob-bot", 2),
    ("To names a user endpoint here", invite(), BOTH, "bob-bot", 2),
    ("To before the default endpoint", invite(), (DEFAULT, BOB), "bob-bot", 2),
    ("To names the contact", invite(GRUU, "<sip:frontdesk@lab.example>"), BOTH,
     "frontdesk", 2),
    ("case does not matter", invite(GRUU, "<sip:FrontDesk@LAB.example>"), BOTH,
     "frontdesk", 2),
    ("ms-application-aor overrides To", invite(GRUU, "<sip:bob@lab.example>", AOR),
     BOTH, "frontdesk", 2),
    ("ms-application-aor overrides To, without success too",
     invite(GRUU, "<sip:bob@lab.example>", "ms-application-aor: <sip:x@lab.example>"),
     BOTH, None, 5),
    ("unreadable ms-application-aor counts as absent",
     invite(GRUU, "<sip:bob@lab.example>", "ms-application-aor: <sip:x"),
     BOTH, "bob-bot", 2),
    ("epid decides between two of one user",
     invite(GRUU, "<sip:bob@lab.example>;epid=b0b0000004"), (BOB, BOB2),
     "bob-bot-2", 2),
    ("URI parameters decide where epid does not",
     invite(GRUU, "<sip:desk@lab.example;team=support>"), (SALES, SUPPORT),
     "support", 2),
    ("nothing decides: the first", invite(GRUU, "<sip:desk@lab.example>"),
     (SALES, SUPPORT), "sales", 2),
    ("the conversation is known to one", invite(GRUU, "<sip:x@lab.example>",
     CONVERSATION), (BOB, TALKING), "frontdesk", 3),
    ("the conversation before the default endpoint", invite(GRUU, "<sip:x@lab.example>",
     CONVERSATION), (replace(BOB, is_default=True), TALKING), "frontdesk", 3),
    ("of two that know it, the one that is not calling", invite(GRUU,
     "<sip:x@lab.example>", CONVERSATION), (ALICE, TALKING), "frontdesk", 3),
    ("two that know it and neither is calling", invite(GRUU, "<sip:x@lab.example>",
     CONVERSATION), (CAROL, TALKING, replace(BOB, is_default=True)), None, 3),
    ("an unknown conversation says nothing", invite(GRUU, "<sip:x@lab.example>",
     "Ms-Conversation-ID: Ac9"), (DEFAULT, TALKING), "frontdesk", 4),
    ("no conversation is not a conversation of nobody", invite(GRUU,
     "<sip:x@lab.example>"), (FRONTDESK, BOB), None, 5),
    ("the default endpoint", invite(), (DEFAULT,), "frontdesk", 4),
    ("nobody", invite(), (FRONTDESK,), None, 5),
    ("no endpoints at all", invite(), (), None, 5),
]  # fmt: skip


@pytest.mark.parametrize(
    ("request_", "endpoints", "name", "step"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_dispatch_order(
    request_: Request,
    endpoints: tuple[HostedEndpoint, ...],
    name: str | None,
    step: int,
) -> None:
    assert dispatch(request_, endpoints)[:2] == (name, step)


def test_the_answer_says_why() -> None:
    assert dispatch(invite(), (FRONTDESK,)) == Dispatched(
        None, 5, "no endpoint for sip:bob@lab.example, and no default endpoint"
    )
