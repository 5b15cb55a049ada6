"""What the RFC forbids, and the fitting answer."""

from pathlib import Path

import pytest

from mspllab.sip.codec import decode
from mspllab.sip.message import Request
from mspllab.sip.strict import problems, unknown_scheme

MESSAGES = Path(__file__).resolve().parents[2] / "data" / "messages"


@pytest.fixture
def invite() -> Request:
    message = decode((MESSAGES / "invite.sip").read_bytes())
    assert isinstance(message, Request)
    return message


def said(message: Request) -> str:
    """All problems in one text."""
    return "\n".join(str(problem) for problem in problems(message))


def test_a_good_message_has_no_problems(invite: Request) -> None:
    assert said(invite) == ""


@pytest.mark.parametrize("name", ["Via", "From", "To", "Call-ID", "CSeq"])
def test_rule_015_what_every_request_needs(invite: Request, name: str) -> None:
    (problem,) = problems(invite.replace(headers=invite.headers.without(name)))
    assert str(problem).startswith(f"{name}: expected a {name} header field")
    assert problem.status_hint == 400


def test_rule_015_a_request_without_max_forwards_passes(invite: Request) -> None:
    # §16.3 step 3: a proxy adds it to what older senders leave out
    assert said(invite.replace(headers=invite.headers.without("Max-Forwards"))) == ""


def test_rule_016_cseq_names_the_method(invite: Request) -> None:
    assert "request line, INVITE" in said(invite.with_header("CSeq", "1 BYE"))
    assert "below 2**31" in said(invite.with_header("CSeq", f"{2**31} INVITE"))


@pytest.mark.parametrize(
    ("call_id", "is_fine"),
    [
        ("c1@192.0.2.90", True),
        ('"<[{(?\\:/)}]>"', True),
        ("", False),
        ("two words", False),
        ("a@b@c", False),
        ("c\x001", False),
        ("c1;x=1", False),
    ],
)
def test_a_call_id_is_a_word_or_two(
    invite: Request, call_id: str, is_fine: bool
) -> None:
    problem = said(invite.with_header("Call-ID", call_id))
    assert ("Call-ID: expected one word" not in problem) == is_fine


@pytest.mark.parametrize("name", ["From", "To", "Call-ID", "CSeq", "Max-Forwards"])
def test_rule_018_single_fields_stand_once(invite: Request, name: str) -> None:
    value = invite.headers.get(name) or ""
    twice = invite.replace(headers=invite.headers.added(name, value))
    assert f"{name}: expected one field of this name" in said(twice)


@pytest.mark.parametrize(
    ("date", "is_fine"),
    [
        ("Sat, 13 Nov 2010 23:29:00 GMT", True),
        ("Sat, 13 Nov 2010 23:29:00 EST", False),
        ("2010-11-13", False),
        ("", False),
    ],
)
def test_rule_022_a_date_is_in_gmt(invite: Request, date: str, is_fine: bool) -> None:
    assert (said(invite.with_header("Date", date)) == "") is is_fine


@pytest.mark.parametrize(
    ("uri", "is_fine"),
    [
        ("sip:bob@lab.example;transport=tcp", True),
        ("sip:bob@lab.example?Subject=x", False),
        ("sip:bob@lab.example;method=BYE", False),
        ("<sip:bob@lab.example>", False),
        ("tel:+12065550142", True),
        ("tel:0142;phone-context=lab.example", True),
        ("tel:0142", False),
    ],
)
def test_rule_023_what_a_request_uri_may_hold(
    invite: Request, uri: str, is_fine: bool
) -> None:
    assert (said(invite.replace(uri=uri)) == "") is is_fine


def test_rule_033_only_known_schemes_are_routed(invite: Request) -> None:
    problem = unknown_scheme(invite.replace(uri="urn:service:sos"))
    assert problem is not None
    assert problem.status_hint == 416
    assert unknown_scheme(invite) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Max-Forwards", "256"),
        ("Max-Forwards", "-1"),
        ("Content-Type", "text"),
        ("Content-Length", "1"),
        ("Expires", str(2**32)),
        ("Route", "<sip:"),
        ("Refer-To", '"x <sip:a@b>'),
        ("Contact", "*, <sip:a@b>"),
        ("Via", "SIP/2.0/UDP"),
        ("To", "<sip:a@b>;tag=1;TAG=2"),
        ("To", "<sip:a@b>;tag"),
        ("Via", "SIP/2.0/UDP a;branch"),
    ],
)
def test_a_wrong_value_is_named_after_its_field(
    invite: Request, name: str, value: str
) -> None:
    found = said(invite.with_header(name, value))
    assert found.startswith(name)


def test_all_problems_are_told_the_gravest_first(invite: Request) -> None:
    bad = invite.replace(uri="bob").with_header("Date", "never").with_header("To", "<")
    whats = [problem.what for problem in problems(bad)]
    assert whats == ["URI", "To", "Date"]
