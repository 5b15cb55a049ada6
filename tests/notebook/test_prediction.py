"""What comes next: what is asked, what is right, and why the rest is not."""

from pathlib import Path

import pytest

from mspllab.errors import UsageError
from mspllab.notebook.prediction import Prediction, predict_at
from mspllab.scenario.run import play
from mspllab.trace.records import Dropped
from mspllab.trace.trace import Trace

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"
GRUU = (
    "sip:app01.lab.example@lab.example;gruu;opaque=srvr:reroute:"
    "z85CLh3G-lWirNn474kO6QAA"
)


@pytest.fixture(scope="module")
def reroute() -> Trace:
    return play(SCENARIOS / "reroute.toml")


@pytest.fixture
def asked(reroute: Trace) -> Prediction:
    return predict_at(reroute, 3)


def test_all_that_is_right_scores_all(asked: Prediction) -> None:
    score = asked.answer(
        next="fe01 → app01: INVITE",
        line=13,
        to="Bob <sip:bob@LAB.example>",
        request_uri=GRUU,
    )

    assert (score.right, len(score.verdicts)) == (4, 4)
    assert str(score).startswith("4 of 4: fe01 passes the INVITE on to app01")


def test_a_letter_is_as_good_as_the_words(asked: Prediction) -> None:
    choices = asked.questions[0].choices
    letters = ["ABCD"[place] for place, _ in enumerate(choices)]

    right = [letter for letter in letters if asked.answer(next=letter).right]

    assert right == ["ABCD"[choices.index("fe01 → app01: INVITE")]]
    assert asked.answer(next=right[0].lower()).right == 1


def test_a_wrong_answer_is_told_the_right_one_and_the_rule(asked: Prediction) -> None:
    said = str(asked.answer(to="sip:carol@lab.example", line=12))

    assert "you said sip:carol@lab.example; it is sip:bob@lab.example" in said
    assert "A proxy leaves To as the caller wrote it" in said
    assert f'it is 13. There stands: ProxyRequest("{GRUU}");' in said
    assert "not answered; it is fe01 → app01: INVITE" in said


def test_nothing_gives_the_answer_away(asked: Prediction) -> None:
    assert [hop.n for hop in asked.before.hops] == [1, 2]
    assert asked.before.runs == ()
    assert asked.before.end is None
    assert "13" not in str(asked)


def test_what_became_of_the_last_message_is_hidden_where_nothing_came_of_it() -> None:
    asked = predict_at(play(SCENARIOS / "chat-filter.toml"), 16)

    assert asked.before.hops[-1].n == 15
    assert 15 not in [run.message for run in asked.before.runs]
    assert list(asked.before.of(Dropped)) == []
    told = asked.answer(next="alice → fe01: BYE")
    assert told.right == len(told.verdicts) == 1
    assert "What came before was dropped at fe01" in str(told)


def test_messages_of_one_moment_are_all_right() -> None:
    asked = predict_at(play(SCENARIOS / "who-rings.toml"), 3)

    for place in ("app01", "bob-desk", "bob-mobile"):
        assert asked.answer(next=f"fe01 → {place}: INVITE").right == 1


def test_a_redirected_caller_is_asked_for_its_new_to() -> None:
    trace = play(SCENARIOS / "redirect.toml")
    invite = next(
        hop
        for hop in trace.hops[1:]
        if hop.message.method == "INVITE" and hop.source == "alice"
    )

    score = predict_at(trace, invite.n).answer(to="sip:frontdesk@lab.example")

    assert "begins anew, with the Contact it got" in str(score)
    assert any(v.question.key == "to" and v.is_right for v in score.verdicts)


def test_answers_of_servers_have_no_line_and_no_addresses(reroute: Trace) -> None:
    keys = [question.key for question in predict_at(reroute, 2).questions]

    assert keys == ["next"]


def test_there_are_some_choices_without_doubles(reroute: Trace) -> None:
    for n in range(1, 13):
        question = predict_at(reroute, n).questions[0]
        assert len(set(question.choices)) == len(question.choices) == 4
        assert sum(choice in question.right for choice in question.choices) == 1


def test_a_second_means_the_next_message(reroute: Trace) -> None:
    assert predict_at(reroute, 0.1).n == 4


@pytest.mark.parametrize("at", [0, 99, 99.0])
def test_where_no_message_follows_it_is_told(reroute: Trace, at: float) -> None:
    with pytest.raises(UsageError, match="numbered from 1 to 12"):
        predict_at(reroute, at)


def test_what_nobody_asked_for_is_told(asked: Prediction) -> None:
    with pytest.raises(UsageError, match='did you mean "request_uri"'):
        asked.answer(request_url="x")


def test_the_same_run_asks_the_same(reroute: Trace) -> None:
    again = play(SCENARIOS / "reroute.toml")

    assert predict_at(again, 3).questions == predict_at(reroute, 3).questions
