"""Script runs in words."""

from mspllab.trace.records import ScriptRun
from mspllab.trace.trace import Trace
from mspllab.views.captions.scripts import decisive_line, decisive_lines, file_name

RUN = ScriptRun(1, 0.0, "fe01", "uri", "a/b/reroute.am", 1, "routed", lines=(4, 7, 9))


def test_the_line_that_sent_messages_decided(forked_call: Trace) -> None:
    assert decisive_lines(forked_call.hops) == {1: 11}


def test_without_messages_the_last_line_that_ran_is_taken() -> None:
    assert decisive_line(RUN, {}) == 9
    assert decisive_line(RUN, {1: 7}) == 7
    assert decisive_line(RUN._replace(lines=()), {}) is None


def test_a_file_is_named_without_its_folders() -> None:
    assert file_name(RUN) == "reroute.am"
    assert file_name(RUN._replace(path="C:\\lab\\x.am")) == "x.am"
