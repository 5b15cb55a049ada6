"""Listings: the manifest with the lines that ran."""

import pytest

from mspllab.errors import UsageError
from mspllab.trace.trace import ScriptText, Trace
from mspllab.views.listing import list_script, listing
from tests.views.conftest import MANIFEST


def test_lines_that_ran_are_marked_and_counted(forked_call: Trace) -> None:
    shown = listing(forked_call)

    assert shown.path == "reroute.am"
    assert shown.lines_that_ran == (8, 9, 10, 11)
    assert [line.decided for line in shown.lines if line.number == 11] == [1]


def test_the_text_shows_every_line_with_its_number(forked_call: Trace) -> None:
    text = str(listing(forked_call))

    assert '▶ 1×  9 |     if (ContainsString(sipRequest.To, "bob@lab' in text
    assert "◆ 1× 11 |       ProxyRequest();" in text
    assert "      7 |   // Calls for Bob" in text
    assert text.endswith("run 1 on message 1 at fe01, 0.010 s: proxied, line 11")


def test_what_surrounds_the_script_is_told_from_it(forked_call: Trace) -> None:
    lines = listing(forked_call).lines

    assert [line.number for line in lines if line.is_script] == list(range(7, 14))


def test_html_escapes_the_manifest(forked_call: Trace) -> None:
    html = listing(forked_call)._repr_html_()

    assert "&lt;lc:splScript&gt;&lt;![CDATA[" in html
    assert "<lc:" not in html
    assert html.count("<tr") == len(MANIFEST.splitlines())


def test_a_script_is_found_by_its_file_name_alone(forked_call: Trace) -> None:
    script = forked_call.scripts.pop("reroute.am")
    forked_call.scripts["../scripts/reroute.am"] = script

    assert listing(forked_call, "reroute.am").path == "reroute.am"


def test_a_script_that_took_no_part_is_an_error_that_names_those_that_did(
    forked_call: Trace,
) -> None:
    with pytest.raises(UsageError, match=r"no script 'other\.am' .*; it has reroute"):
        listing(forked_call, "other.am")


def test_a_trace_without_scripts_says_so() -> None:
    with pytest.raises(UsageError, match="it has none at all"):
        listing(Trace())


def test_a_manifest_that_has_not_run_is_listed_without_marks() -> None:
    shown = list_script(ScriptText("x.am", MANIFEST, 7, 13))

    assert shown.lines_that_ran == ()
    assert shown.runs == ()
    assert "▶" not in str(shown)


def test_a_listing_shows_itself_as_text_and_html(forked_call: Trace) -> None:
    shown = listing(forked_call)

    assert repr(shown) == str(shown)
    assert "<table>" in shown._repr_html_()
