import pytest

from mspllab.lync.gruu import (
    GruuKind,
    endpoint_gruu,
    gruu_token,
    instance_of_epid,
    instance_of_gruu,
    instance_of_token,
    kind_of_gruu,
)
from mspllab.sip.uri import parse_uri

CAST = {
    "a1b2c3d4e5": "2r5GdLPot1OpZbhaZqMc_AAA",
    "b0b0000001": "pc4u1p6l4VaAjnL2AvUKfwAA",
    "b0b0000002": "HyCBdrNF4FyQl8JSbBxliAAA",
    "b0b0000003": "DkfjOFtJvFGGCBKO55fKYQAA",
}


def test_the_documented_epid_gives_the_documented_instance() -> None:
    assert instance_of_epid("01010101") == "4b1682a8-f968-5701-83fc-7c6741dc6697"


def test_an_instance_seen_on_the_wire_gives_the_token_seen_with_it() -> None:
    token = gruu_token("34d859db-6585-5f91-a3b4-de853c15347d")
    assert token == "21nYNIVlkV-jtN6FPBU0fQAA"


@pytest.mark.parametrize(("epid", "token"), CAST.items())
def test_the_standard_cast_has_its_tokens(epid: str, token: str) -> None:
    assert gruu_token(instance_of_epid(epid)) == token


@pytest.mark.parametrize("epid", CAST)
def test_token_and_instance_stand_for_each_other(epid: str) -> None:
    instance = instance_of_epid(epid)
    assert instance_of_token(gruu_token(instance)) == instance


@pytest.mark.parametrize("text", ["", "pc4u", "pc4u1p6l4VaAjnL2AvUKfwAB", "é", "a"])
def test_other_text_is_no_token(text: str) -> None:
    assert instance_of_token(text) is None


def test_a_gruu_leads_back_to_its_instance() -> None:
    instance = instance_of_epid("b0b0000001")
    gruu = endpoint_gruu("sip:bob@lab.example", instance)
    assert gruu == (
        "sip:bob@lab.example;opaque=user:epid:pc4u1p6l4VaAjnL2AvUKfwAA;gruu"
    )
    assert instance_of_gruu(parse_uri(gruu)) == instance


@pytest.mark.parametrize(
    ("uri", "kind"),
    [
        ("sip:bob@lab.example;opaque=user:epid:x;gruu", GruuKind.ENDPOINT),
        ("sip:bob@lab.example;gruu;opaque=user:epid:x", GruuKind.ENDPOINT),
        ("sip:fe@lab.example;gruu;opaque=srvr:reroute:x", GruuKind.SERVER),
        ("sip:org@lab.example;gruu;opaque=app:conf:focus:id:1", GruuKind.CONFERENCE),
        ("sip:bob@lab.example;gruu;opaque=app:voicemail", GruuKind.SERVICE),
        ("sip:bob@lab.example;opaque=user:epid:x", None),
        ("sip:bob@lab.example;gruu", None),
        ("sip:bob@lab.example;gruu;opaque=else:x", None),
        ("tel:+12065550142", None),
    ],
)
def test_kinds_are_told_apart(uri: str, kind: GruuKind | None) -> None:
    assert kind_of_gruu(parse_uri(uri)) is kind


def test_only_an_endpoints_gruu_has_an_instance() -> None:
    token = CAST["b0b0000001"]
    service = parse_uri(f"sip:bob@lab.example;gruu;opaque=srvr:{token}")
    assert instance_of_gruu(service) is None
