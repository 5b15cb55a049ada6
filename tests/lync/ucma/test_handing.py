import pytest

from mspllab.trace.records import ObjectChanged
from tests.lync.cast import ALICE, CAROL
from tests.lync.laboratory import Laboratory, own_endpoint

DESK = "sip:frontdesk@lab.example"
TO_CAROL = {"transfer_after": 1.0, "transfer_to": "sip:carol@lab.example"}


def handed(kind: str, **carol: float) -> Laboratory:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("carol", CAROL, 120, **carol)
    lab.platform(own_endpoint(accept_after=0.0, transfer=kind, **TO_CAROL))
    lab.call("alice", DESK)
    return lab.run(20.0)


def call_states(lab: Laboratory, other: str = "alice") -> list[str]:
    changed = [r for r in lab.records if isinstance(r, ObjectChanged)]
    return [r.after for r in changed if r.kind == "call" and other in r.name]


@pytest.mark.parametrize("kind", ["unattended", "attended", "supervised"])
def test_the_caller_ends_up_with_whom_the_application_names(kind: str) -> None:
    lab = handed(kind, answer_after=0.5)
    assert lab.noticed("carol").count("connected") >= 1
    assert lab.noticed("reroute").count("ended") >= 1
    assert call_states(lab) == [
        *("Incoming", "Establishing", "Established"),
        *("Transferring", "Terminating", "Terminated"),
    ]


def test_an_unattended_transfer_ends_the_call_before_anybody_answers() -> None:
    lab = handed("unattended", answer_after=5.0)
    ladder = lab.ladder()
    assert ladder.index("reroute→fe01 BYE") < ladder.index("carol→fe01 200")


def test_an_attended_transfer_stays_until_it_hears_of_success() -> None:
    lab = handed("attended", answer_after=5.0)
    ladder = lab.ladder()
    assert ladder.index("reroute→fe01 BYE") > ladder.index("carol→fe01 200")


def test_a_supervised_transfer_replaces_the_applications_own_call() -> None:
    lab = handed("supervised", answer_after=0.5)
    (refer,) = lab.requests("REFER", "alice")
    assert "Replaces=" in (refer.headers.get("Refer-To") or "")
    assert lab.requests("INVITE", "carol")[-1].headers.get("Replaces")
    assert lab.noticed("carol").count("rings") == 1


def test_a_failed_transfer_gives_the_call_back() -> None:
    lab = handed("attended", decline_after=0.5)
    assert call_states(lab)[-2:] == ["Transferring", "Established"]


def test_a_consultation_that_fails_is_an_exception_and_the_call_goes_on() -> None:
    lab = handed("supervised", decline_after=0.5)
    (thrown,) = [h.text for h in lab.happenings("reroute") if h.what == "exception"]
    assert thrown == (
        "OperationFailureException: sip:carol@lab.example was asked first, and said 603"
    )
    assert call_states(lab)[-1] == "Established"


def test_a_caller_who_has_gone_is_not_handed_on() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("carol", CAROL, 120, answer_after=3.0)
    lab.platform(own_endpoint(accept_after=0.0, transfer="supervised", **TO_CAROL))
    lab.call("alice", DESK)
    lab.run(2.0)
    lab.do("alice", "hang up")
    lab.run(20.0)
    assert lab.requests("REFER") == []
    assert lab.noticed("carol")[-1] == "ended"


def test_referred_by_names_both_sides_the_products_way() -> None:
    (refer,) = handed("unattended", answer_after=0.5).requests("REFER", "alice")
    said = refer.headers.get("Referred-By") or ""
    assert said.startswith(f'<{DESK}>;ms-referee-uri="sip:alice@lab.example"')
    assert "ms-identity=" in said
