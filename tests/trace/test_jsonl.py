"""A trace written and read again is the same trace."""

import pytest

from mspllab.errors import UsageError
from mspllab.trace.jsonl import RecordedMessage, parse_jsonl, render_jsonl
from mspllab.trace.records import (
    NO_CAUSE,
    Cause,
    ChainInstalled,
    ChainWalked,
    DialogChanged,
    Dropped,
    Ended,
    EventLogged,
    Happened,
    HeaderChange,
    LogEntry,
    Lost,
    Received,
    Record,
    Released,
    RunError,
    ScriptRun,
    ScriptState,
    ScriptStep,
    ScriptVariable,
    Sent,
    StateChanged,
    TimerCancelled,
    TimerFired,
    TimerSet,
    Verdict,
    Withheld,
)
from mspllab.trace.trace import Party, ScriptText, Trace

OPTIONS = RecordedMessage(
    "OPTIONS sip:bob@lab.example SIP/2.0",
    "OPTIONS",
    None,
    "c1",
    "OPTIONS sip:bob@lab.example SIP/2.0\r\nCall-ID: c1\r\nX-Odd: \udcff\r\n\r\n",
)
RUN = ScriptRun(
    run=1,
    at=0.1,
    element="fe01",
    application="http://lab.example/reroute",
    path="reroute.am",
    message=1,
    outcome="routed",
    targets=("sip:app01.lab.example",),
    lines=(12, 13),
    headers_changed=(HeaderChange("X-Seen", None, "yes"),),
    log=(LogEntry("Debugr", ("seen", "twice"), 12, ("http://lab.example", "0.1 s")),),
    errors=(RunError("http://lab.example/reroute", 14, "0x80070057", "no", True),),
)
BEFORE = ScriptState("INVITE sip:bob@lab.example SIP/2.0\r\n\r\n")
AFTER = BEFORE._replace(outcome="forked", targets=("sip:a", "sip:b"), logged=1)
HELD = (
    ScriptVariable("a", "collection", ("x", 1, ("y",))),
    ScriptVariable("b", "null", None),
    ScriptVariable("c", "float", 1.5),
)
STEPS = (
    ScriptStep(1, 12, 3, 14, 2, "", 0, None, 2, (), HELD, BEFORE, BEFORE),
    ScriptStep(
        2,
        13,
        1,
        13,
        9,
        "F",
        1,
        1,
        0,
        HELD,
        HELD,
        BEFORE._replace(fork=("sip:a",), endpoint="RegistrarEndpoint e1"),
        AFTER,
        "no",
    ),
)
RECORDED = RUN._replace(run=2, steps=STEPS, steps_left_out=True)
RECORDS: tuple[Record, ...] = (
    Sent(1, 0.1, "alice", "fe01", "UDP", OPTIONS, Cause(plan="alice: call")),
    Sent(2, 0.1 + 0.2, "alice", "fe01", "UDP", OPTIONS, NO_CAUSE),
    Received(1, 0.11),
    Lost(2, 0.3, "lost on the way"),
    Dropped(0.11, "fe01", 1, "no Max-Forwards"),
    StateChanged(0.1, "alice", "z9 OPTIONS", "non-INVITE client", "", "trying"),
    DialogChanged(0.2, "alice", "c1", "a", "b", "early", "confirmed"),
    TimerSet(0.1, "alice", "z9 OPTIONS", "E", 0.6),
    TimerFired(0.6, "alice", "z9 OPTIONS", "E"),
    TimerCancelled(0.7, "alice", "z9 OPTIONS", "F"),
    RUN,
    ChainInstalled(0.0, "fe01", ("UserServices", "http://lab.example"), ("", "a.am")),
    ChainWalked(
        0.1, "fe01", 1, None, None, 0, 1, (1,), (Verdict("routed", 1, 13, "why"),)
    ),
    Withheld(0.2, "fe01", 1, "z9 INVITE"),
    Released(0.3, "fe01", "z9 INVITE"),
    EventLogged(0.0, "fe01", 30819, "error", "http://lab.example", "not loaded", 1),
    RECORDED,
    Happened(0.2, "bob", "rings", "rings for alice", "c1"),
    Ended(1.0, "quiet"),
)


def full_trace() -> Trace:
    return Trace(
        title="Who rings?",
        profile="rfc3261",
        seed=7,
        parties=(Party("alice", "client", "Alice\ndesk", "192.0.2.90:5060"),),
        scripts={"reroute.am": ScriptText("reroute.am", "<xml/>", 10, 20)},
        records=list(RECORDS),
    )


def test_a_trace_with_every_kind_of_record_comes_back() -> None:
    trace = full_trace()

    assert parse_jsonl(render_jsonl(trace)) == trace


def test_there_is_one_line_a_record_and_one_for_the_head() -> None:
    lines = render_jsonl(full_trace()).splitlines()

    assert len(lines) == 1 + len(RECORDS)
    assert all(line.isascii() for line in lines)


def test_what_steps_share_is_written_once() -> None:
    line = next(x for x in render_jsonl(full_trace()).splitlines() if '"steps"' in x)

    assert line.count("INVITE sip:bob") == 1
    assert line.count('"collection"') == 1


def test_a_run_that_was_not_recorded_says_nothing_of_steps() -> None:
    text = render_jsonl(Trace(records=[RUN]))

    assert "steps" not in text


def test_messages_are_decoded_by_whoever_knows_how() -> None:
    text = render_jsonl(full_trace())

    trace = parse_jsonl(text, decode=lambda text: OPTIONS._replace(method=text[:3]))

    assert [sent.message.method for sent in trace.of(Sent)] == ["OPT", "OPT"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "an empty text is no trace"),
        ("INVITE sip:bob", "line 1 is no line of a trace"),
        ('{"trace": 9}', "version 9, this program reads 1"),
        ("[]", "line 1 is no line of a trace"),
    ],
)
def test_anything_else_is_refused_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        parse_jsonl(text)


def test_an_unknown_record_is_refused_with_its_line() -> None:
    head = render_jsonl(Trace())

    with pytest.raises(UsageError, match=r"line 2 .*Sneezed"):
        parse_jsonl(head + '{"record": "Sneezed"}\n')
