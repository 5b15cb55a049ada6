"""Whatever goes round in circles stops by itself, and the trace says why."""

from pathlib import Path

from mspllab.scenario.build import build
from mspllab.scenario.language.settings import Settings
from mspllab.scenario.load import scenario_of
from mspllab.trace.trace import Trace

HERE = Path(__file__).resolve().parents[2] / "data" / "scenarios" / "loop.toml"
"""Where the scenario stands, so that it finds the scripts; there is no such file."""
SCENE = """
[servers.fe01]
host = "fe01.lab.example"
address = "192.0.2.11"
[[servers.fe01.applications]]
manifest = "../scripts/pass-through.am"
priority = 6
[servers.fe02]
host = "fe02.partner.example"
address = "192.0.2.12"
[[servers.fe02.applications]]
manifest = "../scripts/note-passing.am"
priority = 6
[users.alice]
[users.bob]
[users.carol]
[clients.alice]
user = "alice"
address = "192.0.2.90:5060"
[clients.bob]
user = "bob"
address = "192.0.2.101:5060"
on_call = { ring_after = 0.1 }
[clients.carol]
user = "carol"
address = "192.0.2.102:5060"
[[timeline]]
at = 0.0
who = "alice"
do = "call"
to = "sip:bob@lab.example"
"""
FIRST, SECOND = "../scripts/pass-through.am", "../scripts/note-passing.am"
AWAY = 'if (sipRequest) { ProxyRequest("sip:bob@partner.example"); }'
BACK = 'if (sipRequest) { ProxyRequest("sip:bob@lab.example"); }'


CIRCLE = """
if (sipRequest) {
    user = GetUserName(sipRequest.RequestUri);
    contact = Concatenate("Contact=<sip:x", user, "@lab.example>");
    Respond(302, "Moved Temporarily", contact);
}
"""
"""Sends every caller to an address that nobody has been sent to before."""


def play(first: str = "", second: str = "", **overrides: object) -> Trace:
    given = {key.replace("__", "."): value for key, value in overrides.items()}
    settings = Settings.parse(SCENE, str(HERE)).with_overrides(given)
    texts = ((FIRST, first), (SECOND, second))
    scripts = {name: text for name, text in texts if text}
    return build(scenario_of(settings), scripts).run()


def last_answer(trace: Trace) -> str:
    """What Alice hears in the end."""
    heard = [
        hop.message.start_line
        for hop in trace.hops
        if hop.destination == "alice" and (hop.message.status or 0) >= 200
    ]
    return heard[-1]


def end_of(trace: Trace) -> str:
    assert trace.end is not None
    return trace.end.why


def test_two_scripts_that_send_a_call_to_and_fro_are_told_of_a_loop() -> None:
    trace = play(AWAY, BACK)

    assert last_answer(trace) == "SIP/2.0 482 Loop Detected"
    assert (end_of(trace), len(trace.hops)) == ("quiet", 11)


def test_without_loop_detection_max_forwards_ends_it() -> None:
    trace = play(
        AWAY,
        BACK,
        servers__fe01__loop_detection=False,
        servers__fe02__loop_detection=False,
    )

    assert last_answer(trace) == "SIP/2.0 483 Too Many Hops"
    assert end_of(trace) == "quiet"


def test_a_spiral_whose_uri_changes_at_every_turn_is_ended_by_max_forwards() -> None:
    longer = """
    if (sipRequest) {
        ProxyRequest(Concatenate("sip:x", GetUserName(sipRequest.RequestUri), "@%s"));
    }
    """
    trace = play(longer % "partner.example", longer % "lab.example")

    assert last_answer(trace) == "SIP/2.0 483 Too Many Hops"
    assert end_of(trace) == "quiet"


def test_a_script_that_sends_a_call_to_its_own_server_does_not_come_back() -> None:
    trace = play('if (sipRequest) { ProxyRequest("sip:bob@fe01.lab.example"); }')

    assert last_answer(trace) == "SIP/2.0 404 Not Found"
    assert end_of(trace) == "quiet"


def test_a_script_that_redirects_to_itself_is_followed_ten_times_at_most() -> None:
    trace = play(CIRCLE)

    (failed,) = trace.happenings("alice", "failed")
    assert "it was sent on 10 times" in failed.text
    assert end_of(trace) == "quiet"


def test_phones_that_redirect_to_each_other_are_asked_once_each() -> None:
    for profile in ("lync", "rfc3261"):
        trace = play(
            profile=profile,
            clients__bob__on_call={
                "redirect_after": 0.1,
                "redirect_to": "sip:carol@lab.example",
            },
            clients__carol__on_call={
                "redirect_after": 0.1,
                "redirect_to": "sip:bob@lab.example",
            },
        )

        (failed,) = trace.happenings("alice", "failed")
        assert "without a new address to go to" in failed.text
        assert end_of(trace) == "quiet"


def test_a_chain_of_calls_ends_with_the_budget_of_legs() -> None:
    trace = play(CIRCLE, budget__legs=5)

    assert end_of(trace) == "the budget of legs, 5, is used up"


def test_a_phone_that_is_transferred_to_itself_gets_no_more_than_its_turn() -> None:
    step = {"who": "alice", "do": "transfer", "to": "sip:bob@lab.example"}
    steps = [{"at": 0.0, "who": "alice", "do": "call", "to": "sip:bob@lab.example"}]
    steps += [{"at": 2.0 * n, **step} for n in range(1, 4)]
    trace = play(timeline=steps, clients__bob__on_call={"answer_after": 0.5})

    assert end_of(trace) == "quiet"
    assert len(trace.call_ids) <= 5


def test_a_phone_that_registers_again_and_again_ends_with_the_time() -> None:
    trace = play(
        until=2000.0,
        clients__bob__register=1.0,
        clients__bob__expires=600,
        clients__bob__refresh=True,
        clients__bob__on_call={"answer_after": 1.0},
    )

    assert end_of(trace) == "until"
    registered = trace.happenings("bob", "registered")
    assert 6 <= len(registered) <= 8


def test_too_many_messages_end_it_in_words() -> None:
    trace = play(
        AWAY,
        BACK,
        servers__fe01__loop_detection=False,
        servers__fe02__loop_detection=False,
        budget__messages=50,
    )

    assert end_of(trace) == "the budget of 50 messages is used up"
