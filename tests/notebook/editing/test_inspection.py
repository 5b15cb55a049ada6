"""What the editor is told of a text."""

from pathlib import Path

from mspllab.notebook.editing.inspection import changed_lines, difference, inspect

REROUTE = (
    Path(__file__).resolve().parents[3] / "data" / "scripts" / "reroute.am"
).read_text("utf-8")


def test_a_finding_has_both_its_ends() -> None:
    text = REROUTE.replace("ProxyRequest();", "ProxyRequst();")

    said = inspect(text, REROUTE, "reroute.am")

    assert said["errors"] == 1
    (finding,) = said["findings"]
    assert (finding["line"], finding["endLine"]) == (15, 15)
    line = text.splitlines()[14]
    assert line[finding["column"] - 1 : finding["endColumn"] - 1] == "ProxyRequst"
    assert said["changed"] == [15]


def test_lines_that_were_there_before_have_not_changed() -> None:
    assert changed_lines("a\nb\nc", "a\nx\ny\nc") == [2, 3]
    assert changed_lines("a\nb", "a\nb") == []
    assert changed_lines("a\nb\nc", "a\nc") == []


def test_the_difference_names_what_one_started_from() -> None:
    lines = difference("a\nb", "a\nc", "x.am").splitlines()

    assert lines[:2] == ["--- x.am, as it was", "+++ x.am"]
    assert lines[-2:] == ["-b", "+c"]
    assert difference("a", "a", "x.am") == ""
