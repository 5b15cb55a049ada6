from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from mspllab.applications.chain import ApplicationChain
from mspllab.cores.decision import (
    Decision,
    Drop,
    Fork,
    Forward,
    Pass,
    Reply,
    Ruling,
    Target,
)
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import Cause, Happened


@dataclass
class Fixed:
    """A stage that marks every message and always decides the same."""

    name: str
    priority: int
    decision: Decision | None = field(default_factory=Pass)
    seen: list[Message] = field(default_factory=list)

    def decide(self, request: Request, *, now: float) -> Ruling | None:
        return self.ruling(request, now)

    def decide_response(
        self, response: Response, request: Request, *, now: float
    ) -> Ruling | None:
        assert request.method == "INVITE"
        return self.ruling(response, now)

    def ruling(self, message: Message, now: float) -> Ruling | None:
        self.seen.append(message)
        if self.decision is None:
            return None
        marked = message.replace(headers=message.headers.added("X-Seen", self.name))
        record = Happened(now, "fe01", "seen", self.name)
        return Ruling(self.decision, marked, (record,), Cause(run=self.priority))


def names(ruling: Ruling) -> list[str]:
    return [record.text for record in ruling.records if isinstance(record, Happened)]


def test_smaller_numbers_come_earlier(invite: Callable[..., Request]) -> None:
    chain = ApplicationChain([Fixed("last", 10), Fixed("first", 0), Fixed("mid", 6)])
    ruling = chain.decide(invite(), now=2.0)
    assert names(ruling) == ["first", "mid", "last"]
    assert ruling.message.headers.all("X-Seen") == ("first", "mid", "last")
    assert ruling.decision == Pass()


def test_stages_of_equal_priority_keep_their_order(
    invite: Callable[..., Request],
) -> None:
    chain = ApplicationChain([Fixed("a", 6), Fixed("b", 6)])
    assert names(chain.decide(invite(), now=0.0)) == ["a", "b"]


@pytest.mark.parametrize(
    "decision",
    [
        Forward(Target("sip:a@lab.example")),
        Fork((Target("sip:a@lab.example"),)),
        Reply(486),
        Drop("why"),
    ],
    ids=lambda decision: type(decision).__name__,
)
def test_the_first_decision_stands(
    invite: Callable[..., Request], decision: Decision
) -> None:
    behind = Fixed("behind", 10)
    chain = ApplicationChain(
        [Fixed("before", 0), Fixed("decides", 6, decision), behind]
    )
    ruling = chain.decide(invite(), now=0.0)
    assert ruling.decision == decision
    assert ruling.cause == Cause(run=6)
    assert names(ruling) == ["before", "decides"]
    assert ruling.message.headers.all("X-Seen") == ("before", "decides")
    assert behind.seen == []


def test_a_stage_that_is_not_concerned_changes_nothing(
    invite: Callable[..., Request],
) -> None:
    chain = ApplicationChain([Fixed("elsewhere", 0, None), Fixed("here", 1)])
    ruling = chain.decide(invite(), now=0.0)
    assert names(ruling) == ["here"]


def test_a_chain_without_stages_passes(invite: Callable[..., Request]) -> None:
    message = invite()
    assert ApplicationChain([]).decide(message, now=0.0) == Ruling(Pass(), message)


def test_responses_go_the_same_way(
    invite: Callable[..., Request], answer: Callable[..., Response]
) -> None:
    chain = ApplicationChain([Fixed("b", 2, Drop("why")), Fixed("a", 1), Fixed("c", 3)])
    ruling = chain.decide_response(answer(), invite(), now=0.0)
    assert names(ruling) == ["a", "b"]
    assert ruling.decision == Drop("why")
    assert isinstance(ruling.message, Response)
