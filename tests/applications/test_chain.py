from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from mspllab.applications.chain import Answer, ApplicationChain, Bystander
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
from mspllab.trace.records import Cause, ChainWalked, Happened, Verdict


@dataclass
class Fixed:
    """A stage that marks every message and always decides the same."""

    name: str
    decision: Decision | None = field(default_factory=Pass)
    word: str = ""
    run: int | None = None
    line: int | None = None
    seen: list[Message] = field(default_factory=list)

    def decide(self, request: Request, *, now: float) -> Answer:
        return self.ruling(request, now)

    def decide_response(
        self, response: Response, request: Request, *, now: float
    ) -> Answer:
        assert request.method == "INVITE"
        return self.ruling(response, now)

    def ruling(self, message: Message, now: float) -> Answer:
        self.seen.append(message)
        if self.decision is None:
            return self.word
        marked = message.replace(headers=message.headers.added("X-Seen", self.name))
        record = Happened(now, "fe01", "seen", self.name)
        cause = Cause(run=self.run, line=self.line)
        return Ruling(self.decision, marked, (record,), cause)


def names(ruling: Ruling) -> list[str]:
    return [record.text for record in ruling.records if isinstance(record, Happened)]


def walked(ruling: Ruling) -> ChainWalked:
    last = ruling.records[-1]
    assert isinstance(last, ChainWalked)
    return last


def test_stages_are_asked_in_the_order_of_the_list(
    invite: Callable[..., Request],
) -> None:
    chain = ApplicationChain([Fixed("first"), Fixed("mid"), Fixed("last")])
    ruling = chain.decide(invite(), now=2.0)
    assert names(ruling) == ["first", "mid", "last"]
    assert ruling.message.headers.all("X-Seen") == ("first", "mid", "last")
    assert ruling.decision == Pass()


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
    behind = Fixed("behind")
    chain = ApplicationChain(
        [Fixed("before"), Fixed("decides", decision, run=6), behind]
    )
    ruling = chain.decide(invite(), now=0.0)
    assert ruling.decision == decision
    assert (ruling.cause, ruling.place) == (Cause(run=6), 1)
    assert names(ruling) == ["before", "decides"]
    assert ruling.message.headers.all("X-Seen") == ("before", "decides")
    assert behind.seen == []


GOES_ON = (Pass(), Forward(Target("sip:a@lab.example")))
STAYS = (Reply(404), Drop("nobody"))


@pytest.mark.parametrize("decision", [*GOES_ON, *STAYS], ids=repr)
def test_what_a_script_let_on_goes_on_because_of_its_line(
    invite: Callable[..., Request], decision: Decision
) -> None:
    """`ProxyRequest("")` leaves it to others where the message goes."""
    chain = ApplicationChain(
        [
            Fixed("first", run=5, line=3),
            Fixed("script", run=6, line=13),
            Fixed("silent", run=7),
            Fixed("the server's own", decision),
        ]
    )
    because = Cause(run=6, line=13) if decision in GOES_ON else Cause()
    assert chain.decide(invite(), now=0.0).cause == because


def test_a_stage_that_is_not_concerned_changes_nothing(
    invite: Callable[..., Request],
) -> None:
    chain = ApplicationChain([Fixed("elsewhere", None), Fixed("here")])
    ruling = chain.decide(invite(), now=0.0)
    assert names(ruling) == ["here"]


def test_a_chain_without_stages_passes(invite: Callable[..., Request]) -> None:
    message = invite()
    ruling = ApplicationChain([]).decide(message, now=0.0)
    assert (ruling.decision, ruling.message) == (Pass(), message)


def test_responses_go_the_same_way(
    invite: Callable[..., Request], answer: Callable[..., Response]
) -> None:
    chain = ApplicationChain([Fixed("a"), Fixed("b", Drop("why")), Fixed("c")])
    ruling = chain.decide_response(answer(), invite(), now=0.0)
    assert names(ruling) == ["a", "b"]
    assert ruling.decision == Drop("why")
    assert isinstance(ruling.message, Response)
    assert (walked(ruling).first, walked(ruling).last) == (0, 1)


def test_responses_go_upwards_where_that_is_switched_on(
    invite: Callable[..., Request], answer: Callable[..., Response]
) -> None:
    chain = ApplicationChain([Fixed("a"), Fixed("b"), Fixed("c")], upwards=True)
    ruling = chain.decide_response(answer(), invite(), now=0.0)
    assert names(ruling) == ["c", "b", "a"]
    assert (walked(ruling).first, walked(ruling).last) == (2, 0)
    assert names(chain.decide(invite(), now=0.0)) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("upwards", "order"), [(False, ["a", "b"]), (True, ["b", "a"])]
)
def test_the_answer_of_a_stage_is_seen_by_those_above_it(
    invite: Callable[..., Request],
    answer: Callable[..., Response],
    upwards: bool,
    order: list[str],
) -> None:
    stages = [Fixed("a"), Fixed("b"), Fixed("c", Reply(486)), Fixed("d")]
    chain = ApplicationChain(stages, upwards=upwards)
    ruling = chain.decide_response(answer(486), invite(), now=0.0, above=2)
    assert names(ruling) == order
    assert walked(ruling).made_by == 2


def test_what_stands_below_sees_nothing(
    invite: Callable[..., Request], answer: Callable[..., Response]
) -> None:
    below = Fixed("below")
    chain = ApplicationChain([Fixed("last")], below=[below])
    chain.decide(invite(), now=0.0)
    chain.decide_response(answer(), invite(), now=0.0)
    assert below.seen == []
    assert chain.installed(["", "below.am"], now=0.0).stages == ("last", "below")


def test_the_way_through_the_list_is_recorded_in_words(
    invite: Callable[..., Request],
) -> None:
    stages = [
        Bystander("IIMFilter"),
        Fixed("filtered", None, word="strictRoute"),
        Fixed("runs", run=4),
        Fixed("routes", Forward(Target("sip:a@lab.example"))),
    ]
    ruling = ApplicationChain(stages, element="fe01").decide(invite(), now=3.0)
    verdicts = (Verdict("strictRoute"), Verdict("passed", 4), Verdict("routed"))
    assert walked(ruling) == ChainWalked(
        3.0, "fe01", None, None, None, 0, 3, (1, 2, 3), verdicts
    )


def test_the_record_of_a_response_has_its_status(
    invite: Callable[..., Request], answer: Callable[..., Response]
) -> None:
    ruling = ApplicationChain([]).decide_response(answer(180), invite(), now=0.0)
    assert walked(ruling).status == 180
