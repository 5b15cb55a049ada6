from mspllab.lync.calls.redirection import (
    Attempt,
    as_new_call,
    contacts_of,
    to_of,
    untried,
    within_the_call,
)
from mspllab.sip import build
from mspllab.sip.address import Address
from mspllab.sip.message import Request, Response
from mspllab.sip.uri import parse_uri

ALICE = Address.parse('"Alice" <sip:alice@lab.example>')
DESK = "<sip:frontdesk@lab.example>"


def invite(*headers: tuple[str, str]) -> Request:
    return build.request(
        "INVITE",
        "sip:bob@lab.example",
        from_=ALICE.with_tag("a1"),
        to="<sip:bob@lab.example>",
        call_id="c1",
        cseq=1,
        via="SIP/2.0/TLS 192.0.2.90:50877;branch=z9hG4bK1",
        headers=headers,
    )


def moved(*contacts: str, **headers: str) -> Response:
    pairs = [("Contact", contact) for contact in contacts]
    pairs += [(name.replace("_", "-"), value) for name, value in headers.items()]
    return build.response(invite(), 302, to_tag="fe-9", headers=pairs)


def next_try(
    contact: str, response: Response | None = None, *headers: tuple[str, str]
) -> Attempt:
    before = Attempt("sip:bob@lab.example", ALICE, ALICE, headers=headers)
    return within_the_call(
        before, invite(), response or moved(contact), Address.parse(contact)
    )


def header(attempt: Attempt, name: str) -> list[str]:
    return [value for known, value in attempt.headers if known == name]


def test_contacts_come_best_q_first_and_equals_in_order() -> None:
    response = moved("<sip:a@x>;q=0.2, <sip:b@x>", "<sip:c@x>;q=oops, <sip:d@x>;q=0.5")
    assert [str(c.uri) for c in contacts_of(response)] == [
        "sip:b@x", "sip:c@x", "sip:d@x", "sip:a@x",
    ]  # fmt: skip


def test_contacts_that_cannot_be_called_are_left_out() -> None:
    assert contacts_of(moved("<tel:+12065550142>, <http://x.example/>")) == ()
    assert contacts_of(moved("")) == ()
    assert contacts_of(moved("<sip:frontdesk")) == ()


def test_no_address_is_tried_twice() -> None:
    tried = [parse_uri("sip:bob@lab.example"), parse_uri("sip:a@lab.example")]
    contacts = [
        Address.parse(text)
        for text in (
            "<sip:a@LAB.example>",
            "<sip:new@lab.example?X-Orig=1>",
            "<sip:new@lab.example>",
            "<sip:A@lab.example>",
        )
    ]
    assert [str(c.uri) for c in untried(contacts, tried)] == [
        "sip:new@lab.example?X-Orig=1",
        "sip:A@lab.example",
    ]


def test_the_product_dials_anew() -> None:
    contact = Address.parse("<sip:desk+bob@lab.example;x-orig=bob?X-Orig=sip%3Abob>")
    attempt = as_new_call(contact, ALICE, (("Allow", "INVITE"),))
    assert attempt == Attempt(
        "sip:desk+bob@lab.example;x-orig=bob",
        Address.parse("<sip:desk+bob@lab.example;x-orig=bob>"),
        ALICE,
        headers=(("Allow", "INVITE"),),
    )


def test_to_has_no_parameters_that_only_a_request_uri_may_have() -> None:
    target = parse_uri("sip:desk@lab.example;transport=tls;x-orig=bob;maddr=192.0.2.1")
    assert str(to_of(target)) == "<sip:desk@lab.example;x-orig=bob>"


def test_the_standards_caller_stays_in_the_call() -> None:
    attempt = next_try(DESK)
    assert attempt.target == "sip:frontdesk@lab.example"
    assert (attempt.call_id, attempt.cseq) == ("c1", 2)
    assert attempt.from_.tag == "a1"
    assert attempt.to == ALICE


def test_headers_of_the_uri_are_honoured_with_care() -> None:
    uri = (
        "<sip:desk@lab.example;transport=tls;method=INVITE"
        "?X-Orig=sip%3Abob%40lab.example&From=%3Csip%3Aeve%40x%3E&Call-ID=9&Route=%3Csip%3Ax%3E"
        "&To=%3Csip%3Ax%3E&Subject=hi>"
    )
    attempt = next_try(uri, None, ("Subject", "old"), ("Priority", "urgent"))
    assert attempt.target == "sip:desk@lab.example;transport=tls"
    names = [name for name, _ in attempt.headers]
    assert names == ["Priority", "X-Orig", "Subject", "History-Info"]
    assert header(attempt, "X-Orig") == ["sip:bob@lab.example"]
    assert header(attempt, "Subject") == ["hi"]


def test_an_escaped_line_end_does_not_become_a_header() -> None:
    attempt = next_try(
        "<sip:desk@lab.example?Subject=a%0D%0ARoute%3A%20%3Csip%3Aeve%3E>"
    )
    assert [name for name, _ in attempt.headers] == ["History-Info"]


def test_rule_164_165_history_tells_who_was_called_first_and_why_the_call_went_on() -> (
    None
):
    assert header(next_try(DESK), "History-Info") == [
        "<sip:bob@lab.example?Reason=SIP%3Bcause%3D302>;index=1, "
        "<sip:frontdesk@lab.example>;index=1.1;mp=1"
    ]


def test_rule_163_history_in_the_answer_is_kept_and_continued() -> None:
    response = moved(DESK, History_Info="<sip:bob@lab.example>;index=1.2")
    assert header(next_try(DESK, response), "History-Info") == [
        "<sip:bob@lab.example>;index=1.2, "
        "<sip:frontdesk@lab.example>;index=1.2.1;mp=1.2"
    ]


def test_referred_by_and_diversion_in_the_answer_are_no_business_of_the_caller() -> (
    None
):
    response = moved(DESK, Referred_By="<sip:bob@x>", Diversion="<sip:bob@x>")
    names = [name for name, _ in next_try(DESK, response).headers]
    assert names == ["History-Info"]


def test_unreadable_history_does_not_stop_the_call() -> None:
    response = moved(DESK, History_Info="<sip:bob")
    assert header(next_try(DESK, response), "History-Info")[0].endswith(
        "index=1.1;mp=1"
    )
