import pytest

from mspllab.lync.profile import LYNC, RFC3261, Switches
from mspllab.sip import build
from mspllab.sip.message import Message, Request
from mspllab.transaction.effects import Send
from tests.lync.cast import ALICE, BOB
from tests.lync.laboratory import FE, Laboratory

BOB_SIP = "sip:bob@lab.example"


class Redirecting:
    """A server that answers each INVITE with the next of its answers."""

    def __init__(self, switches: Switches, *answers: tuple[int, str]) -> None:
        self.lab = Laboratory(switches)
        self.alice = self.lab.client("alice", ALICE, 90)
        self.lab.add(_Silent())
        self.invites: list[Request] = []
        self._answers = list(answers)
        self.lab.call("alice", BOB_SIP)
        sent: list[Message] = [self.lab.requests("INVITE")[0]]
        while sent:
            message = sent.pop(0)
            if isinstance(message, Request) and message.method == "INVITE":
                self.invites.append(message)
                sent += self._answer(message)

    @property
    def targets(self) -> list[str]:
        return [invite.uri for invite in self.invites]

    def _answer(self, invite: Request) -> list[Message]:
        if not self._answers:
            return []
        status, contacts = self._answers.pop(0)
        headers = [("Contact", contacts)] if contacts else []
        response = build.response(invite, status, to_tag="x", headers=headers)
        effects = self.alice.receive(response, source=FE, transport="TLS", now=1.0)
        self.lab.records += [e for e in effects if not isinstance(e, Send)]
        return [effect.message for effect in effects if isinstance(effect, Send)]


class _Silent:
    """Stands where the server should be and says nothing."""

    party = type("Party", (), {"name": "fe01"})
    hosts = (FE.host,)
    live = ()

    def start(self, *, now: float) -> list[object]:
        return []

    def next_timer(self) -> None:
        return None


@pytest.mark.parametrize("switches", [LYNC, RFC3261])
def test_contacts_are_tried_one_after_the_other_best_first(switches: Switches) -> None:
    both = "<sip:b@lab.example>;q=0.5, <sip:a@lab.example>;q=0.9"
    tried = Redirecting(switches, (302, both), (486, ""), (404, ""))
    assert tried.targets == [BOB_SIP, "sip:a@lab.example", "sip:b@lab.example"]
    assert tried.lab.happenings("alice")[-1].text == "has no call: 404 Not Found"


def test_new_contacts_come_before_the_old_ones_and_none_twice() -> None:
    first = "<sip:a@lab.example>, <sip:b@lab.example>"
    second = "<sip:c@lab.example>, <sip:b@lab.example>, <sip:bob@lab.example>"
    tried = Redirecting(RFC3261, (302, first), (302, second), (486, ""), (486, ""))
    assert tried.targets[1:] == [
        "sip:a@lab.example",
        "sip:c@lab.example",
        "sip:b@lab.example",
    ]
    assert [invite.cseq.number for invite in tried.invites] == [1, 2, 3, 4]


def test_a_caller_is_not_sent_on_for_ever() -> None:
    answers = [(302, f"<sip:n{number}@lab.example>") for number in range(50)]
    tried = Redirecting(LYNC, *answers)
    assert len(tried.targets) == 11
    assert tried.lab.happenings("alice")[-1].text == (
        "has no call: it was sent on 10 times"
    )


def test_each_step_is_noticed() -> None:
    tried = Redirecting(LYNC, (302, "<sip:a@lab.example>"), (486, ""))
    assert [h.text for h in tried.lab.happenings("alice")] == [
        "calls sip:bob@lab.example",
        "is sent on to sip:a@lab.example by a 302",
        "has no call: 486 Busy Here",
    ]


def test_a_failure_without_contacts_is_the_end() -> None:
    tried = Redirecting(RFC3261, (404, "<sip:a@lab.example>"))
    assert tried.targets == [BOB_SIP]


def test_silence_is_the_end_after_32_seconds() -> None:
    lab = Laboratory()
    lab.client("alice", ALICE, 90)
    silent = _Silent()
    silent.receive = lambda *_, **__: []  # type: ignore[attr-defined]
    lab.add(silent)
    lab.call("alice", BOB_SIP)
    lab.run(40.0)
    failed = lab.happenings("alice")[-1]
    assert (failed.at, failed.text) == (32.0, "has no call: nobody answers")


def test_a_name_before_the_address_is_shown_in_to() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.call("alice", '"Bob" <sip:bob@lab.example;transport=tls>')
    (invite,) = lab.requests("INVITE")
    assert invite.uri == "sip:bob@lab.example;transport=tls"
    assert str(invite.to) == '"Bob" <sip:bob@lab.example>'


def test_the_media_asked_for_are_offered() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    for media in (("audio", "video"), ("message",), ()):
        lab.call("alice", BOB_SIP, media=media)
        offered = lab.requests("INVITE", "fe01")[-1].sdp
        kinds = () if offered is None else tuple(m.kind for m in offered.media)
        assert kinds == media


def test_only_the_first_ringing_is_heard() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("desk", BOB, 101)
    lab.client("mobile", BOB, 102)
    lab.call("alice", BOB_SIP)
    lab.run(5.0)
    assert lab.statuses("alice").count(180) == 2
    assert lab.noticed("alice") == ["called", "ringback"]
