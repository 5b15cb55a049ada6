"""The document of `play --json` keeps its promise: these fields, these meanings."""

import json
from pathlib import Path

from mspllab.scenario.document import document
from mspllab.scenario.run import play
from mspllab.sip.build import request, response
from mspllab.trace.jsonl import RecordedMessage, parse_jsonl, render_jsonl
from mspllab.trace.records import (
    NO_CAUSE,
    Cause,
    DialogChanged,
    Dropped,
    Ended,
    Happened,
    HeaderChange,
    LogEntry,
    Lost,
    Received,
    RunError,
    ScriptRun,
    Sent,
    StateChanged,
    TimerCancelled,
    TimerFired,
    TimerSet,
)
from mspllab.trace.trace import Party, Trace

INVITE = request(
    "INVITE",
    "sip:bob@192.0.2.101:50211",
    from_="<sip:alice@lab.example>;tag=a1",
    to="<sip:bob@lab.example>",
    call_id="c1",
    cseq=7,
    via="SIP/2.0/TLS 192.0.2.90;branch=z9hG4bK1",
)
RINGING = response(INVITE, 180, to_tag="b1")
RUN = ScriptRun(
    1,
    0.01,
    "fe01",
    "http://lab.example/reroute",
    "reroute.am",
    1,
    "routed",
    ("sip:app01.lab.example",),
    None,
    (12, 13),
    (HeaderChange("X-Seen", None, "yes"),),
    (LogEntry("Debugr", ("seen", "again"), 12),),
    (RunError("http://lab.example/reroute", 14, "0x80070057", "no", True),),
)
TRACE = Trace(
    title="Who rings?",
    profile="lync",
    seed=1,
    parties=(Party("alice", "client", "Alice", "192.0.2.90:50877"),),
    records=[
        Sent(1, 0.0, "alice", "fe01", "TLS", INVITE, Cause(plan="alice: call")),
        StateChanged(0.0, "alice", "z9hG4bK1 INVITE", "INVITE client", "", "calling"),
        TimerSet(0.0, "alice", "z9hG4bK1 INVITE", "B", 32.0),
        Received(1, 0.01),
        RUN,
        Sent(2, 0.01, "fe01", "alice", "TLS", RINGING, Cause(1, run=1, line=13)),
        Received(2, 0.02),
        TimerCancelled(0.02, "alice", "z9hG4bK1 INVITE", "B"),
        Sent(3, 0.02, "fe01", "bob", "UDP", INVITE, NO_CAUSE),
        Lost(3, 0.02, "lost on the way"),
        TimerFired(0.52, "fe01", "z9hG4bK2 INVITE", "A"),
        DialogChanged(0.02, "alice", "c1", "a1", "b1", "", "early"),
        Happened(0.02, "alice", "ringback", "hears that it rings", "c1"),
        Dropped(0.6, "alice", None, "nobody asked"),
        Ended(1.0, "quiet"),
    ],
)
DOCUMENT = document(TRACE)
PROMISED = {
    "scenario",
    "elements",
    "messages",
    "states",
    "timers",
    "script_runs",
    "log",
    "end",
}
PROMISED_OF_A_MESSAGE = {
    "n",
    "sent",
    "received",
    "from",
    "to",
    "transport",
    "lost",
    "start_line",
    "method",
    "status",
    "call_id",
    "cseq",
    "branch",
    "from_tag",
    "to_tag",
    "request_uri",
    "to_uri",
    "text",
    "caused_by",
}


def test_the_promised_fields_are_there() -> None:
    assert set(DOCUMENT) >= PROMISED
    assert all(
        set(message) == PROMISED_OF_A_MESSAGE for message in DOCUMENT["messages"]
    )


def test_a_doubled_message_tells_when_its_copy_came() -> None:
    path = Path(__file__).resolve().parents[2] / "data/scenarios/doubled-invite.toml"
    first, second, *_ = document(play(path))["messages"]
    assert (first["received"], first["received_again"]) == (0.01, [0.06])
    assert "received_again" not in second


def test_a_request_tells_all_about_itself() -> None:
    assert DOCUMENT["messages"][0] == {
        "n": 1,
        "sent": 0.0,
        "received": 0.01,
        "from": "alice",
        "to": "fe01",
        "transport": "TLS",
        "lost": None,
        "start_line": "INVITE sip:bob@192.0.2.101:50211 SIP/2.0",
        "method": "INVITE",
        "status": None,
        "call_id": "c1",
        "cseq": "7 INVITE",
        "branch": "z9hG4bK1",
        "from_tag": "a1",
        "to_tag": None,
        "request_uri": "sip:bob@192.0.2.101:50211",
        "to_uri": "sip:bob@lab.example",
        "text": INVITE.text,
        "caused_by": {
            "message": None,
            "timer": None,
            "plan": "alice: call",
            "run": None,
            "line": None,
        },
    }


def test_a_response_has_a_status_and_no_request_uri() -> None:
    ringing = DOCUMENT["messages"][1]

    assert (ringing["status"], ringing["request_uri"]) == (180, None)
    assert (ringing["method"], ringing["to_tag"]) == ("INVITE", "b1")
    assert (ringing["caused_by"]["run"], ringing["caused_by"]["line"]) == (1, 13)


def test_a_lost_message_says_why_and_never_arrives() -> None:
    lost = DOCUMENT["messages"][2]

    assert (lost["lost"], lost["received"]) == ("lost on the way", None)
    assert lost["caused_by"] is None


def test_timers_say_what_became_of_them() -> None:
    assert [(t["event"], t["timer"]) for t in DOCUMENT["timers"]] == [
        ("set", "B"),
        ("cancelled", "B"),
        ("fired", "A"),
    ]


def test_what_scripts_logged_is_listed_by_itself() -> None:
    assert DOCUMENT["log"] == [
        {
            "at": 0.01,
            "element": "fe01",
            "application": "http://lab.example/reroute",
            "run": 1,
            "channel": "Debugr",
            "lines": ["seen", "again"],
            "line": 12,
            "severity": "debug",
            "about": [],
        }
    ]


def test_a_script_run_is_complete() -> None:
    (run,) = DOCUMENT["script_runs"]

    assert run["targets"] == ["sip:app01.lab.example"]
    assert run["lines"] == [12, 13]
    assert run["headers_changed"] == [
        {"name": "X-Seen", "before": None, "after": "yes"}
    ]
    assert run["errors"][0]["code"] == "0x80070057"


def test_times_are_told_to_the_microsecond() -> None:
    trace = Trace(records=[Ended(0.1 + 0.2, "quiet")])

    assert document(trace)["end"] == {"at": 0.3, "why": "quiet"}


def test_everything_is_plain_json() -> None:
    assert json.loads(json.dumps(DOCUMENT)) == DOCUMENT


def test_a_trace_from_a_file_gives_the_same_document() -> None:
    assert document(parse_jsonl(render_jsonl(TRACE))) == DOCUMENT


def test_what_cannot_be_read_in_a_message_is_none() -> None:
    odd = RecordedMessage("WINK", "WINK", None, "", "not SIP at all")
    trace = Trace(records=[Sent(1, 0.0, "alice", "bob", "UDP", odd, NO_CAUSE)])

    (message,) = document(trace)["messages"]

    assert (message["cseq"], message["branch"], message["to_uri"]) == (None,) * 3
    assert message["text"] == "not SIP at all"
