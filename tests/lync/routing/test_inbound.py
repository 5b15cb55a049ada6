"""What callees want to happen with their calls (lync-routing §1.5)."""

from typing import Any

import pytest

from mspllab.cores.decision import Fork, Pass, Reply, Ruling, Turn
from mspllab.lync.profile import LYNC, RFC3261
from mspllab.lync.routing.inbound import InboundRouting, is_audio
from mspllab.sip.message import Request
from tests.lync.cast import request
from tests.lync.telephony import MAILBOX, deployment, directory

LINES = ("v=0", "o=- 0 1 IN IP4 192.0.2.90", "s=-", "t=0 0", "m=audio 50052 RTP/AVP 0")
AUDIO = "\r\n".join((*LINES, ""))
BOB = "sip:192.0.2.101:50000;transport=tls;ms-received-cid=0100"
CAROL = "sip:192.0.2.110:50000;transport=tls;ms-received-cid=0200"
VOICE_MAIL = "sip:bob@lab.example;gruu;opaque=app:voicemail"
MOBILE = "sip:+14255550199@gw01.lab.example;user=phone;maddr=med01.lab.example"


def invite(uri: str = "sip:bob@lab.example", body: str = AUDIO, **more: Any) -> Request:
    call = request(uri, **more)
    headers = call.headers.added("Content-Type", "application/sdp")
    return call.replace(headers=headers, body=body.encode())


def stage(**wishes: Any) -> InboundRouting:
    found = deployment(directory(**wishes)).stages["InboundRouting"]
    assert isinstance(found, InboundRouting)
    return found


def ruling(call: Request | None = None, **wishes: Any) -> Ruling:
    found = stage(**wishes).decide(call or invite(), now=0.0)
    assert isinstance(found, Ruling)
    return found


def rings(call: Request | None = None, **wishes: Any) -> list[tuple[float, list[str]]]:
    """Seconds, and whose phones begin to ring then."""
    decision = ruling(call, **wishes).decision
    assert isinstance(decision, Fork)
    first = [(0.0, [target.uri for target in decision.targets])]
    return first + [(t.after, [one.uri for one in t.targets]) for t in decision.turns]


def last(**wishes: Any) -> Turn:
    decision = ruling(**wishes).decision
    assert isinstance(decision, Fork)
    return decision.turns[-1]


def test_all_phones_ring_and_voice_mail_takes_what_is_not_answered_in_20_s() -> None:
    assert rings() == [(0.0, [BOB]), (20.0, [VOICE_MAIL])]


def test_when_the_time_is_up_everything_is_cancelled() -> None:
    turn = last(forward_to="sip:carol@lab.example", wait_total=18.0)
    assert (turn.after, turn.replaces) == (18.0, True)
    assert [target.uri for target in turn.targets] == [CAROL]


def test_forwarded_at_once_the_users_own_phones_stay_silent() -> None:
    wishes = {"forward_immediate": True, "forward_to": "sip:carol@lab.example"}
    assert rings(**wishes) == [(0.0, []), (0.0, [CAROL])]


def test_forwarded_at_once_to_nobody_is_to_voice_mail() -> None:
    assert rings(forward_immediate=True)[-1] == (0.0, [VOICE_MAIL])


def test_a_mobile_outside_rings_at_the_same_time() -> None:
    assert rings(simultaneous_ring=("tel:+14255550199",))[0] == (0.0, [BOB, MOBILE])


def test_a_mobile_may_be_written_as_it_is_dialled() -> None:
    uri = "sip:199@lab.example;user=phone"
    found = rings(simultaneous_ring=(uri,))[0][1][1]
    assert found.startswith("sip:+12065550199@gw01.lab.example")


def test_delegates_join_in_and_nobody_stops_for_them() -> None:
    wishes = {"delegates": ("sip:carol@lab.example",), "wait_user": 5.0}
    assert rings(**wishes)[:2] == [(0.0, [BOB]), (5.0, [CAROL])]
    decision = ruling(**wishes).decision
    assert isinstance(decision, Fork) and not decision.turns[0].replaces


def test_delegates_without_a_wait_ring_at_once() -> None:
    assert rings(delegates=("sip:carol@lab.example",))[0] == (0.0, [BOB, CAROL])


def test_the_team_rings_after_its_own_wait() -> None:
    found = rings(team=("sip:carol@lab.example",), wait_team=10.0)
    assert [at for at, _ in found] == [0.0, 10.0, 20.0]


def test_whoever_would_ring_after_the_end_does_not() -> None:
    found = rings(team=("sip:carol@lab.example",), wait_team=30.0)
    assert [at for at, _ in found] == [0.0, 20.0]


def test_who_does_not_want_to_be_disturbed_gets_no_call() -> None:
    wishes = {"do_not_disturb": True, "simultaneous_ring": ("tel:+14255550199",)}
    assert rings(**wishes) == [(0.0, []), (20.0, [VOICE_MAIL])]


def test_skipping_the_users_own_phones_leaves_the_others() -> None:
    wishes = {"skip_primary": True, "simultaneous_ring": ("tel:+14255550199",)}
    assert rings(**wishes)[0] == (0.0, [MOBILE])


def test_who_is_blocked_is_declined() -> None:
    found = ruling(block=("sip:alice@lab.example",))
    assert found.decision == Reply(603)


def test_who_is_blocked_may_not_call_from_their_line_either() -> None:
    call = invite(from_="<sip:+12065550110@lab.example;user=phone>;tag=a")
    assert ruling(call, block=("sip:alice@lab.example",)).decision == Reply(603)


@pytest.mark.parametrize("group", ["delegates", "team"])
@pytest.mark.parametrize("header", ["From", "Referred-By"])
def test_a_call_from_those_who_answer_for_bob_skips_secondary_targets(
    group: str, header: str
) -> None:
    call = invite(from_="<sip:carol@lab.example>;tag=c")
    if header != "From":
        call = invite(headers=[(header, "<sip:carol@lab.example>")])
    wishes = {"forward_immediate": True, group: ("sip:carol@lab.example",)}
    assert rings(call, **wishes) == [(0.0, [BOB]), (20.0, [])]


def test_secondary_targets_are_marked_and_the_users_own_phones_are_not() -> None:
    decision = ruling(simultaneous_ring=("sip:carol@lab.example",)).decision
    assert isinstance(decision, Fork)
    own, other = decision.targets
    assert own.headers == ()
    assert other.headers == (
        ("Ms-Target-Class", "secondary"),
        ("History-Info", "<sip:carol@lab.example>;index=1.1"),
    )


def test_a_number_becomes_its_owners_address_and_to_stays() -> None:
    number = "sip:+12065550142@lab.example;user=phone"
    found = ruling(invite(number, to=f"<{number}>"))
    assert isinstance(found.message, Request)
    assert found.message.uri == "sip:bob@lab.example"
    assert str(found.message.to) == f"<{number}>"
    assert found.message.headers.all("History-Info") == (
        f"<{number}>;index=1",
        "<sip:bob@lab.example>;index=1.1",
    )


def test_history_goes_on_where_it_has_begun() -> None:
    number = "sip:+12065550142@lab.example;user=phone"
    call = invite(number, headers=[("History-Info", "<sip:x@y.example>;index=1.2")])
    entries = ruling(call).message.headers.all("History-Info")
    assert entries[1:] == ("<sip:bob@lab.example>;index=1.2.1",)


def test_a_history_that_cannot_be_read_is_480() -> None:
    call = invite(headers=[("History-Info", "<sip:x@y.example>")])
    found = ruling(call).decision
    assert isinstance(found, Reply)
    assert (found.status, found.headers[0][1][:5]) == (480, "13003")


@pytest.mark.parametrize(
    "body",
    [
        "",
        AUDIO.replace("m=audio 50052 RTP/AVP 0", "m=message 5060 sip null"),
        AUDIO.replace("50052", "0"),
        "nonsense",
    ],
)
def test_preferences_count_for_audio_only(body: str) -> None:
    call = invite(body=body)
    assert not is_audio(call)
    assert stage(forward_immediate=True).decide(call, now=0.0) == ""


def test_a_conference_with_audio_is_audio() -> None:
    call = request("sip:bob@lab.example")
    kind = "application/ms-conf-invite+xml"
    call = call.replace(headers=call.headers.added("Content-Type", kind))
    assert is_audio(call.replace(body=b"<x><audio available='true'/></x>"))


@pytest.mark.parametrize(
    "uri",
    [
        "sip:bob@lab.example;opaque=user:epid:pc4u1p6l4VaAjnL2AvUKfwAA;gruu",
        VOICE_MAIL,
        "sip:carol@lab.example",
        "sip:nobody@lab.example",
        "sip:bob@elsewhere.example",
    ],
)
def test_one_endpoint_and_those_without_wishes_are_left_alone(uri: str) -> None:
    assert stage(forward_immediate=True).decide(invite(uri), now=0.0) == ""


def test_voice_mail_is_where_its_server_listens() -> None:
    [target] = last().targets
    assert target.next_hop == MAILBOX


def test_a_number_of_one_without_wishes_is_only_named() -> None:
    call = invite("sip:+12065550110@lab.example;user=phone")
    found = ruling(call)
    assert isinstance(found.decision, Pass)
    assert found.why == "+12065550110 is the line of alice"


def test_by_the_standards_the_stage_is_idle() -> None:
    idle = deployment(directory(), RFC3261).stages["InboundRouting"]
    assert not isinstance(idle, InboundRouting)
    assert isinstance(
        deployment(directory(), LYNC).stages["InboundRouting"], InboundRouting
    )
