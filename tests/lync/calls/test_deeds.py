from mspllab.lync.calls.deeds import (
    Act,
    Deed,
    contacts_of,
    deeds_of_application,
    deeds_of_phone,
)
from mspllab.lync.plan import ApplicationPlan, PhonePlan
from mspllab.sip import build


def test_a_phone_without_orders_only_rings() -> None:
    assert deeds_of_phone(PhonePlan()) == (Deed(Act.RING, 0.0, 180),)


def test_an_application_without_orders_does_nothing() -> None:
    assert deeds_of_application(ApplicationPlan()) == ()


def test_deeds_come_in_the_order_of_their_times() -> None:
    plan = PhonePlan(ring_after=2.0, answer_after=5.0, decline_after=1.0)
    assert [deed.act for deed in deeds_of_phone(plan)] == [
        Act.REFUSE,
        Act.RING,
        Act.ANSWER,
    ]


def test_what_is_never_done_is_no_deed() -> None:
    assert deeds_of_phone(PhonePlan(ring_after=None)) == ()


def test_a_forward_of_an_application_is_303_and_may_lead_back() -> None:
    plan = ApplicationPlan(forward_after=1.0, forward_to="original")
    (deed,) = deeds_of_application(plan)
    invite = build.request(
        "INVITE",
        "sip:app@lab.example",
        from_="<sip:alice@lab.example>;tag=a",
        to="<sip:bob@lab.example>",
        call_id="c1",
        cseq=1,
        via="SIP/2.0/TLS 192.0.2.90:50877;branch=z9hG4bK1",
    )
    assert deed.status == 303
    assert contacts_of(deed.targets, invite) == ("<sip:bob@lab.example>",)
    others = ("sip:x@y.example", "<sip:z@y.example>;q=0.5")
    assert contacts_of(others, invite) == ("<sip:x@y.example>", others[1])
