"""Rule 167: why a branch is cancelled."""

import pytest

from mspllab.cores.proxying.reason import completed_elsewhere, refused
from mspllab.sip import build
from mspllab.sip.message import Response
from tests.cores.wires import BOB

ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"'


def answer(contact: str, to: str = f"<{BOB}>") -> Response:
    invite = build.request(
        "INVITE",
        BOB,
        from_="<sip:alice@lab.example>;tag=a",
        to=to,
        call_id="c1",
        cseq=1,
        via="SIP/2.0/UDP 192.0.2.90;branch=z9hG4bK1",
    )
    return build.response(invite, 200, to_tag="b", headers=(("Contact", contact),))


@pytest.mark.parametrize(
    ("contact", "to", "acceptor"),
    [
        (
            "<sip:carol@lab.example;opaque=user:epid:AAA;gruu>",
            "<sip:bob@lab.example>",
            "sip:carol@lab.example",
        ),
        ("<sip:192.0.2.7:5061>", "<sip:bob@lab.example;x=y>", "sip:bob@lab.example"),
        ("<sip:bob@192.0.2.7>", "<tel:+1206>", "tel:+1206"),
    ],
)
def test_rule_167_the_product_says_who_has_answered(
    contact: str, to: str, acceptor: str
) -> None:
    said = completed_elsewhere(answer(contact, to), names_acceptor=True)
    assert said == f'{ELSEWHERE};ms-acceptedby="{acceptor}"'


def test_rule_167_the_standard_does_not() -> None:
    said = completed_elsewhere(answer("<sip:bob@192.0.2.7>"), names_acceptor=False)
    assert said == ELSEWHERE


def test_rule_167_an_answer_that_cannot_be_read_names_nobody() -> None:
    assert completed_elsewhere(answer("<sip:"), names_acceptor=True) == ELSEWHERE


def test_rule_167_a_refusal_for_all_is_its_own_reason() -> None:
    assert refused(603) == 'SIP;cause=603;text="Decline"'
