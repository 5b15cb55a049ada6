"""The text ladder: one line a message, and what is special about it."""

from mspllab.sip.build import response
from mspllab.trace.records import Cause, Happened
from mspllab.trace.trace import Party, Trace
from mspllab.views.ladder import render_ladder
from tests.views.conftest import Wire, alices_invite, make_forked_call, proxied

PLAIN = """\
0.000  alice → proxy  INVITE sip:bob@example.com
0.000  proxy → alice  100 Trying
0.010  proxy → bob1   INVITE sip:bob@192.0.2.11                 branch b1  To sip:bob@example.com
0.010  proxy → bob2   INVITE sip:bob@192.0.2.12                 branch b2  To sip:bob@example.com
1.000  end: quiet
"""  # noqa: E501


def test_a_fork_reads_like_the_house_style_says() -> None:
    wire = Wire(parties=(Party("alice", "client", "Alice"),))
    invite = alices_invite("sip:bob@example.com")
    wire.send(0.0, "alice", "proxy", invite, delay=0.0)
    wire.send(0.0, "proxy", "alice", response(invite, 100), delay=0.0)
    for k in (1, 2):
        copy = proxied(invite, f"sip:bob@192.0.2.1{k}", f"F{k}")
        wire.send(0.01, "proxy", f"bob{k}", copy)

    assert render_ladder(wire.end(1.0)) == PLAIN


def test_a_trace_without_anything_is_no_lines() -> None:
    assert render_ladder(Trace()) == ""


def test_the_same_trace_gives_the_same_text() -> None:
    assert render_ladder(make_forked_call()) == render_ladder(make_forked_call())


def test_columns_stand_under_each_other(forked_call: Trace) -> None:
    lines = render_ladder(forked_call).splitlines()[:-1]

    arrows = {line.find("→", 0, 24) for line in lines if " → " in line[:24]}
    assert len(arrows) == 1


def test_script_runs_and_both_sorts_of_ack_are_said(forked_call: Trace) -> None:
    text = render_ladder(forked_call)

    assert "reroute.am line 11 → proxied" in text
    assert text.count("hop by hop") == 2
    assert text.count("end to end") == 2


def test_a_script_that_is_switched_off_is_said() -> None:
    wire = Wire()
    wire.send(0.0, "alice", "fe01", alices_invite())
    text = "disables http://lab.example/apps/one after 10 critical errors"
    wire.trace.append(Happened(1.0, "fe01", "disabled", text))
    wire.trace.append(Happened(2.0, "alice", "rings", "rings for bob"))

    lines = render_ladder(wire.trace).splitlines()

    assert lines[1] == f"1.000  fe01           {text}"
    assert len(lines) == 2


def test_losses_timers_and_drops_are_said(lossy_call: Trace) -> None:
    text = render_ladder(lossy_call)

    assert "lost: the link drops it" in text
    assert text.count("again  timer A") == 2
    assert "drops message 6: it absorbs the repeat" in text
    assert text.endswith("36.500  end: until\n")


def test_two_calls_are_numbered(redirected_call: Trace) -> None:
    lines = render_ladder(redirected_call).splitlines()

    assert lines[0].endswith("call 1")
    assert sum("call 2" in line for line in lines) == 4


def test_to_is_shown_where_the_request_uri_has_left_it(redirected_call: Trace) -> None:
    lines = render_ladder(redirected_call).splitlines()

    rerouted = next(line for line in lines if "opaque=srvr:reroute" in line)
    assert rerouted.endswith("To sip:frontdesk@lab.example")


def test_control_characters_and_line_breaks_cannot_break_a_line() -> None:
    wire = Wire()
    wire.send(0.0, "alice", "fe01", alices_invite(), lost="cut\r\nhere\x1b[31m")

    assert len(render_ladder(wire.trace).splitlines()) == 1


def test_times_are_set_flush_right() -> None:
    wire = Wire()
    for at in (0.0, 9.5, 120.25):
        wire.send(at, "alice", "fe01", alices_invite(branch=f"B{at}"))

    lines = render_ladder(wire.trace).splitlines()

    assert [line[:7] for line in lines] == ["  0.000", "  9.500", "120.250"]


def test_the_delay_of_a_plan_is_no_timer() -> None:
    wire = Wire()
    wire.send(0.0, "alice", "fe01", alices_invite(), cause=Cause(timer="ring after"))

    assert "timer" not in render_ladder(wire.trace)
