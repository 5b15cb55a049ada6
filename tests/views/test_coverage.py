"""A manifest with what runs reached of it, as text, as HTML and for tools."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mspllab.applications.application import Application
from mspllab.errors import UsageError
from mspllab.scenario.run import play
from mspllab.sip.codec import decode
from mspllab.trace.records import ScriptRun
from mspllab.trace.trace import ScriptText, Trace
from mspllab.views.coverage import coverage

DATA = Path(__file__).resolve().parents[2] / "data"
MANIFEST = """<?xml version="1.0"?>
<lc:applicationManifest lc:appUri="http://www.lab.example/try"
    xmlns:lc="http://schemas.microsoft.com/lcs/2006/05">
<lc:requestFilter methodNames="INVITE"/>
<lc:splScript><![CDATA[
{script}
]]></lc:splScript>
</lc:applicationManifest>
"""
ASKING = """if (sipRequest.Method == "BYE") {
  ProxyRequest("");
}
switch (sipRequest.StandardMethod) {
  case StandardMethod.Invite:
    Log("Debugr", false, "a < b");
    break;
  case StandardMethod.Bye:
    break;
}"""
Loaded = Callable[[str], Application]


@pytest.fixture
def loaded() -> Loaded:
    return lambda script: Application.load(MANIFEST.replace("{script}", script), "t.am")


def ran(script: Application, *, recorded: bool = False, name: str = "invite") -> object:
    message = decode((DATA / "messages" / f"{name}.sip").read_bytes())
    return script.record(message) if recorded else script.run(message)


def test_the_text_counts_lines_and_names_what_was_never_reached(loaded: Loaded) -> None:
    script = loaded(ASKING)

    text = str(coverage(script, ran(script), ran(script))).splitlines()

    assert text[6] == '▶ 2×  6 | if (sipRequest.Method == "BYE") {'
    assert text[7] == '✗     7 |   ProxyRequest("");'
    assert text[8] == "      8 | }"
    assert text[-4:] == [
        "line 6: never true",
        "line 9: never case StandardMethod.Bye",
        "line 9: always one of its cases",
        "2 runs: 4 of 6 lines ran (66 %), 2 of 5 branches were taken (40 %).",
    ]


def test_html_says_of_a_line_what_never_came_of_it_and_escapes_it(
    loaded: Loaded,
) -> None:
    script = loaded(ASKING)

    html = coverage(script, ran(script))._repr_html_()

    assert "never true</i>" in html
    assert '<tr class="never"><td>✗</td>' in html
    assert "a &lt; b" in html


def test_a_choice_that_never_came_up_and_a_loop_are_told_in_their_own_words(
    loaded: Loaded,
) -> None:
    text = (
        'foreach (dbEndpoint in QueryEndpoints("sip:eve@lab.example", true)) {\n'
        '  if (dbEndpoint.EPID == "1") {\n    a = 1;\n  }\n}'
    )
    script = loaded(text)

    assert coverage(script, ran(script)).gaps == (
        "line 6: never anything to go over",
        "line 7: never came to be asked",
    )


def test_what_lines_cannot_tell_is_said_and_a_recorded_run_tells_it(
    loaded: Loaded,
) -> None:
    script = loaded("a = 1;\nif (a == 1) { b = 1; } else { b = 2; }")

    blurred = coverage(script, ran(script))
    clear = coverage(script, ran(script, recorded=True))

    assert "line 7: cannot be told" in blurred.gaps[0]
    assert "BRDA" not in blurred.lcov
    assert clear.gaps == ("line 7: never false",)


def test_lcov_has_the_lines_the_branches_and_their_sums(loaded: Loaded) -> None:
    script = loaded(ASKING)

    reached = coverage(script, ran(script))

    assert reached.lcov.splitlines() == [
        *("TN:", "SF:t.am"),
        *("BRDA:6,0,0,0", "BRDA:6,0,1,1"),
        *("BRDA:9,1,0,1", "BRDA:9,1,1,0", "BRDA:9,1,2,0", "BRF:5", "BRH:2"),
        *("DA:6,1", "DA:7,0", "DA:9,1", "DA:11,1", "DA:12,1", "DA:14,0"),
        *("LF:6", "LH:4", "end_of_record"),
    ]


def test_lcov_tells_a_branch_not_taken_from_one_that_was_never_asked_for(
    loaded: Loaded,
) -> None:
    script = loaded(ASKING)

    assert "BRDA:6,0,0,-" in coverage(script).lcov


def test_a_tracefile_can_be_saved(loaded: Loaded, tmp_path: Path) -> None:
    script, path = loaded(ASKING), tmp_path / "t.lcov"
    reached = coverage(script, [ran(script)])

    reached.save(path)

    assert path.read_bytes() == reached.lcov.encode()


def test_messages_that_the_filters_keep_out_are_no_runs(loaded: Loaded) -> None:
    script = loaded(ASKING)

    reached = coverage(script, ran(script, name="message"), ran(script))

    assert reached.coverage.runs == 1


def test_of_traces_the_runs_of_this_script_count_whatever_its_path_was() -> None:
    trace = play(str(DATA / "scenarios" / "chain.toml"))
    path = "data/scripts/vip-line.am"
    script = Application.load((DATA.parent / path).read_bytes(), path)

    twice = coverage(script, trace, [trace])

    assert twice.coverage.runs == 8
    assert twice.gaps == ("line 12: never false",)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("invite.sip", "str holds no runs"),
        (7, "int holds no runs"),
        (Trace(), "took part in this trace; it has none"),
        (Trace(scripts={"x.am": ScriptText("x.am", "", 1, 1)}), "it has x.am"),
        (ScriptRun(1, 0.0, "fe01", "", "x.am", None, "error"), "one of x.am, not t.am"),
    ],
)
def test_what_is_no_run_of_this_script_is_said(
    loaded: Loaded, source: object, complaint: str
) -> None:
    with pytest.raises(UsageError, match=complaint):
        coverage(loaded(ASKING), source)


def test_a_script_without_branches_has_none_to_count(loaded: Loaded) -> None:
    script = loaded('Log("Debugr", false, "here");')

    said = coverage(script, ran(script)).summary

    assert said == "1 run: 1 of 1 line ran (100 %), no branch to count."
