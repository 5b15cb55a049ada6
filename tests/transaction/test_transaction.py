"""Timers as they fall due, on both sorts of transport."""

import copy

import pytest

from mspllab.sip.message import Message
from mspllab.trace.records import TimerCancelled, TimerFired, TimerSet
from mspllab.transaction.effects import Deliver, Effect, Failed, Send, Terminated
from mspllab.transaction.layer import TransactionLayer
from mspllab.transaction.timers import Timers
from tests.transaction.messages import ALICE, BOB, request, response

EVERY_INVITE = [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5]
EVERY_OTHER = [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]


class Line:
    """One layer, a clock, and what it sent when."""

    def __init__(self, timers: Timers | None = None) -> None:
        self.layer = TransactionLayer(owner="alice", timers=timers or Timers())
        self.now = 0.0
        self.sent: list[tuple[float, str]] = []
        self.effects: list[Effect] = []

    def take(self, effects: list[Effect]) -> None:
        self.effects += effects
        for effect in effects:
            if isinstance(effect, Send):
                status = effect.message.status
                self.sent.append((self.now, str(status or effect.message.method)))

    def ask(self, method: str, transport: str = "UDP") -> str:
        key, effects = self.layer.send_request(
            request(method), destination=BOB, transport=transport, now=self.now
        )
        self.take(effects)
        return key

    def hear(self, message: Message, transport: str = "UDP") -> str:
        effects = self.layer.receive(
            message, source=ALICE, transport=transport, now=self.now
        )
        self.take(effects)
        keys = [effect.transaction for effect in effects if isinstance(effect, Deliver)]
        return keys[0] or "" if keys else ""

    def answer(self, key: str, status: int, method: str = "INVITE") -> None:
        answer = response(status, method)
        self.take(self.layer.send_response(key, answer, now=self.now))

    def run(self, until: float = 1000.0) -> None:
        while (due := self.layer.next_timer()) is not None and due <= until:
            self.now = due
            self.take(self.layer.fire_timers(now=due))
        self.now = until

    def of(self, kind: type) -> list[object]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def times(self, title: str) -> list[float]:
        return [at for at, sent in self.sent if sent == title]


def test_rule_066_an_invite_leaves_seven_times_and_times_out_at_32_seconds() -> None:
    line = Line()
    key = line.ask("INVITE")

    line.run(until=31.9)
    assert line.times("INVITE") == EVERY_INVITE
    line.run()

    assert line.times("INVITE") == EVERY_INVITE
    assert Failed(key, "timeout") in line.effects
    assert line.layer.live == ()


def test_rule_066_a_provisional_stops_the_repetition_for_good() -> None:
    line = Line()
    line.ask("INVITE")
    line.run(until=2.0)

    line.hear(response(100))
    line.run()

    assert line.times("INVITE") == [0, 0.5, 1.5]
    assert line.layer.live != (), "it waits for a final response for ever"


def test_rule_067_other_requests_leave_eleven_times() -> None:
    line = Line()
    key = line.ask("INFO")

    line.run()

    assert line.times("INFO") == EVERY_OTHER
    assert Failed(key, "timeout") in line.effects
    assert line.layer.live == ()


def test_rule_067_after_a_provisional_they_leave_every_t2() -> None:
    line = Line()
    line.ask("INFO")
    line.run(until=0.6)

    line.hear(response(100, "INFO"))
    line.run()

    assert line.times("INFO") == [0, 0.5, 1.5, 5.5, 9.5, 13.5, 17.5, 21.5, 25.5, 29.5]
    assert line.layer.live == ()


def test_a_failure_response_is_repeated_at_intervals_up_to_t2_until_h_ends_it() -> None:
    line = Line()
    key = line.hear(request())
    line.answer(key, 486)

    line.run()

    assert line.times("486") == EVERY_OTHER
    assert Failed(key, "timeout") in line.effects
    assert line.layer.live == ()


def test_the_ack_stops_the_repetition() -> None:
    line = Line()
    key = line.hear(request())
    line.answer(key, 486)
    line.run(until=1.0)

    line.hear(request("ACK", to_tag="b"))
    line.run()

    assert line.times("486") == [0, 0.5]
    assert line.of(Failed) == []
    assert line.layer.live == ()


@pytest.mark.parametrize("method", ["INVITE", "INFO"])
def test_over_tcp_nothing_leaves_twice(method: str) -> None:
    line = Line()
    line.ask(method, transport="TCP")

    line.run()

    assert line.times(method) == [0]
    assert line.layer.live == ()


def test_over_tcp_a_failed_call_leaves_nothing_behind_at_once() -> None:
    line = Line()
    key = line.ask("INVITE", transport="TCP")

    line.hear(response(486), transport="TCP")

    assert line.times("ACK") == [0]
    assert line.layer.live == ()
    assert line.effects[-1] == Terminated(key)
    assert line.layer.next_timer() is None


def test_a_success_is_heard_before_the_transaction_is_reported_over() -> None:
    line = Line()
    line.ask("INFO", transport="TCP")

    line.hear(response(200, "INFO"), transport="TCP")

    kinds = [type(e) for e in line.effects if isinstance(e, Deliver | Terminated)]
    assert kinds == [Deliver, Terminated]


def test_rule_079_every_timer_that_is_set_is_seen_to_fire_or_to_be_cancelled() -> None:
    line = Line()
    line.ask("INVITE")
    line.run(until=4.0)
    line.hear(response(486))
    line.run()

    started = [e.timer for e in line.effects if isinstance(e, TimerSet)]
    ended = [
        e.timer for e in line.effects if isinstance(e, TimerFired | TimerCancelled)
    ]
    assert sorted(started) == sorted(ended)
    assert "D" in started


def test_other_values_of_t1_scale_everything() -> None:
    line = Line(Timers(t1=0.25, t2=1.0))
    line.ask("INFO")

    line.run()

    assert line.times("INFO")[:6] == [0, 0.25, 0.75, 1.75, 2.75, 3.75]
    assert line.times("INFO")[-1] == 15.75


def test_a_copy_of_the_layer_goes_its_own_way() -> None:
    line = Line()
    line.ask("INVITE")
    line.run(until=1.0)
    twin = copy.deepcopy(line)

    line.hear(response(486))
    twin.run()

    assert line.times("INVITE") == [0, 0.5]
    assert twin.times("INVITE") == EVERY_INVITE
