import pytest

from mspllab.cores.decision import Reply
from mspllab.cores.screening import (
    CAPABLE,
    contact_problem,
    path_problem,
    syntax_problem,
    unsupported,
)
from mspllab.sip import build
from mspllab.sip.message import Request


def request(**more: str) -> Request:
    message = build.request(
        "INVITE",
        more.pop("uri", "sip:bob@lab.example"),
        from_="<sip:alice@lab.example>;tag=a",
        to="<sip:bob@lab.example>",
        call_id="c1",
        cseq=1,
        via="SIP/2.0/UDP 192.0.2.90;branch=z9hG4bK1",
    )
    for name, value in more.items():
        message = message.with_header(name.replace("_", "-"), value)
    return message


def without(name: str) -> Request:
    message = request()
    return message.replace(headers=message.headers.without(name))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (request(), None),
        (request(uri="tel:+12065550142"), None),
        (request(uri="urn:x:y"), (416, "")),
        (request(uri="sip:"), (400, "Bad Request: SIP URI")),
        (request(From="<sip:alice"), (400, "Bad Request: From")),
        (request(To="<sip:bob"), (400, "Bad Request: To")),
        (without("To"), (400, "Bad Request: To")),
        (request(CSeq="one INVITE"), (400, "Bad Request: CSeq")),
        (request(CSeq="1 BYE"), (400, "CSeq names another method")),
        (without("Call-ID"), (400, "Missing Call-ID")),
    ],
)
def test_rule_108_what_cannot_be_read_is_400_and_what_nobody_knows_416(
    message: Request, expected: tuple[int, str] | None
) -> None:
    problem = syntax_problem(message)

    assert (problem and problem[:2]) == expected


@pytest.mark.parametrize(
    ("message", "status"),
    [
        (request(), None),
        (without("Max-Forwards"), None),
        (request(Max_Forwards="0"), 483),
        (request(Max_Forwards="many"), 400),
        (request(Max_Forwards="256"), 400),
        (request(Route="<sip:p1.example;lr>"), None),
        (request(Route="<sip:"), 400),
    ],
)
def test_rule_109_zero_hops_are_too_many(message: Request, status: int | None) -> None:
    problem = path_problem(message)

    assert (problem and problem.status) == status


@pytest.mark.parametrize(
    ("message", "status"),
    [
        (request(Contact="<sip:alice@192.0.2.90>"), None),
        (request(Contact="<sip:"), 400),
        (request(Record_Route="<sip:p1.example;lr"), 400),
    ],
)
def test_what_a_dialog_needs_has_to_be_readable(
    message: Request, status: int | None
) -> None:
    problem = contact_problem(message)

    assert (problem and problem.status) == status


def test_unknown_option_tags_are_listed_and_known_ones_are_not() -> None:
    known = frozenset({"replaces"})

    problem = unsupported(request(Require="Replaces, foo, bar"), "Require", known)

    assert problem is not None
    assert (problem.status, problem.headers) == (420, (("Unsupported", "foo, bar"),))
    assert unsupported(request(Require="replaces"), "Require", known) is None
    assert unsupported(request(), "Require", known) is None


def test_options_that_may_go_no_further_are_answered_by_whoever_has_them() -> None:
    invite = request(Max_Forwards="0")
    assert path_problem(invite) == Reply(483)
    assert path_problem(invite.replace(method="OPTIONS")) == CAPABLE
