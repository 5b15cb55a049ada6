"""Tooltips."""

import pytest

from mspllab.trace.records import NO_CAUSE, Cause
from mspllab.trace.trace import Hop
from mspllab.views.captions.tooltip import tooltip
from tests.views.conftest import alices_invite


def hop(cause: Cause = NO_CAUSE, received: float | None = 0.01, lost: str = "") -> Hop:
    invite = alices_invite()
    return Hop(7, 0.0, received, "alice", "fe01", "TLS", lost or None, invite, cause)


def test_a_tooltip_says_who_when_and_what() -> None:
    assert tooltip(hop()).split("\n") == [
        "7: alice → fe01 over TLS",
        "sent 0.000 s, arrives 0.010 s",
        "INVITE sip:bob@lab.example SIP/2.0",
        "To: <sip:bob@lab.example>",
    ]


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (Cause(message=3), "because of message 3"),
        (Cause(message=3, timer="A"), "because of timer A"),
        (Cause(plan="alice: call"), "because of the plan: alice: call"),
        (Cause(message=3, run=2, line=14), "because of line 14 in script run 2"),
    ],
)
def test_a_tooltip_says_why(cause: Cause, words: str) -> None:
    assert tooltip(hop(cause)).endswith(words)


def test_losses_and_flights_are_said() -> None:
    assert "lost: cut" in tooltip(hop(received=None, lost="cut"))
    assert "on its way" in tooltip(hop(received=None))
