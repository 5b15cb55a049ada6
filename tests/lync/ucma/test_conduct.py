from typing import Any

import pytest

from mspllab.lync.plan import ApplicationPlan, ReceivedCall
from mspllab.lync.ucma.conduct import Conduct, media_of
from mspllab.sip.message import Request
from tests.lync.cast import GRUU, request

SDP = b"v=0\r\no=- 0 1 IN IP4 192.0.2.90\r\ns=s\r\nc=IN IP4 192.0.2.90\r\nt=0 0\r\n"
FRONTDESK = "sip:frontdesk@lab.example"
OWN = f"<{FRONTDESK}>;tag=f1"


def invite(*media: str, from_: str | None = None, **more: Any) -> Request:
    body = SDP + b"".join(b"m=%b 9 RTP/AVP 0\r\n" % m.encode() for m in media)
    given: dict[str, Any] = {"body": body, "content_type": "application/sdp"}
    if from_ is not None:
        given["from_"] = from_
    return request(GRUU, **(given if media else {}) | more)


def conduct(handles: tuple[str, ...] = ("audio",), **plan: Any) -> Conduct:
    return Conduct("app01", ApplicationPlan(**plan), handles, FRONTDESK)


@pytest.mark.parametrize(
    ("media", "handles", "status"),
    [
        (("audio",), ("audio",), None),
        (("audio", "video"), ("audio",), None),
        (("video",), ("message",), 488),
        (("message",), ("audio",), 488),
        (("message",), ("message",), None),
        ((), ("audio",), None),
        ((), ("message",), 488),
    ],
)
def test_a_call_of_a_modality_without_code_is_refused(
    media: tuple[str, ...], handles: tuple[str, ...], status: int | None
) -> None:
    refusal = conduct(handles).refusal(invite(*media))
    assert (None if refusal is None else refusal[0]) == status


@pytest.mark.parametrize(
    ("handling", "status"), [("required", 415), ("optional", None)]
)
def test_a_part_that_must_be_understood_and_is_not_is_415(
    handling: str, status: int | None
) -> None:
    body = (
        b"--b\r\nContent-Type: application/x-odd\r\nContent-Disposition: session;"
        b"handling=" + handling.encode() + b"\r\n\r\nx\r\n--b--\r\n"
    )
    odd = invite(body=body, content_type="multipart/mixed;boundary=b")
    refusal = conduct().refusal(odd)
    assert (None if refusal is None else refusal[0]) == status


def test_a_multipart_body_that_cannot_be_taken_apart_is_415() -> None:
    odd = invite(body=b"x", content_type="multipart/mixed;boundary=b")
    assert conduct().refusal(odd) == (
        415,
        "multipart/mixed;boundary=b must be understood, and is not",
    )


def test_a_rejected_stream_is_no_medium() -> None:
    zero = invite("audio").body.replace(b"audio 9", b"audio 0")
    assert media_of(invite(body=zero, content_type="application/sdp")) == ()


def test_the_budget_counts_calls_with_one_from_and_to_within_a_minute() -> None:
    code = conduct(loop_budget=3)
    statuses = [code.receive(n, invite("audio"), at)[0] for n, at in enumerate((0, 1))]
    assert statuses == [None, None]
    assert code.receive(2, invite("audio"), 61.5)[0] is None
    assert code.receive(3, invite("audio"), 61.6)[0] is None
    assert code.receive(4, invite("audio"), 61.7)[0] == 482


def test_a_leg_of_its_own_that_comes_back_counts_with_the_call_it_is_for() -> None:
    code = conduct(loop_budget=2)
    assert code.receive(1, invite("audio"), 0.0)[0] is None
    status, (thrown,) = code.receive(2, invite("audio", from_=OWN), 0.1)
    assert (status, thrown.what) == (482, "exception")
    assert thrown.text.startswith("LoopBudgetExceeded: call 2 from sip:alice@")


def test_other_callers_have_a_budget_of_their_own() -> None:
    code = conduct(loop_budget=2)
    carol = "<sip:carol@lab.example>;tag=c"
    assert code.receive(1, invite("audio"), 0.0)[0] is None
    assert code.receive(2, invite("audio", from_=carol), 0.0)[0] is None


def test_code_says_for_each_call_what_is_to_be_otherwise() -> None:
    told: list[ReceivedCall] = []

    def answer(call: ReceivedCall) -> dict[str, float]:
        told.append(call)
        return {"accept_after": 2.0}

    code = conduct(decline_with=603, python=answer)
    code.receive(1, invite("audio", headers=[("Subject", "Lunch")]), 0.0)
    plan = code.plan_of(1)
    assert (plan.accept_after, plan.decline_with) == (2.0, 603)
    (call,) = told
    assert (call.n, call.caller, call.callee, call.request_uri, call.media) == (
        1,
        "sip:alice@lab.example",
        "sip:bob@lab.example",
        GRUU,
        ("audio",),
    )
    assert call.headers["Subject"] == "Lunch"


def test_an_exception_in_code_is_told_with_its_line_and_the_call_gets_500() -> None:
    def answer(call: ReceivedCall) -> dict[str, float]:
        raise ValueError("no such desk")

    status, (thrown,) = conduct(python=answer).receive(1, invite("audio"), 0.0)
    assert status == 500
    assert thrown.text.startswith("ValueError: no such desk (line ")


def test_a_call_that_is_over_has_the_usual_plan_again() -> None:
    code = conduct(python=lambda call: {"accept_after": 1.0})
    code.receive(1, invite("audio"), 0.0)
    code.forget(1)
    assert code.plan_of(1).accept_after is None
