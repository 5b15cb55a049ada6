"""Comments that take warnings out."""

import pytest

from mspllab.applications.vocabulary import VOCABULARY
from mspllab.mspl.program import check
from mspllab.mspl.source import Source

DEBUG = 'Log("Debug", false, "seen");'


def codes(text: str) -> list[str]:
    return [finding.code for finding in check(Source(text), VOCABULARY)]


@pytest.mark.parametrize(
    "text",
    [
        f"{DEBUG} // mspllab: ignore MSPL410",
        f"// mspllab: ignore MSPL410\n{DEBUG}",
        f"// mspllab: ignore MSPL410\n// because of the old tool\n\n{DEBUG}",
        f"{DEBUG} // mspllab: ignore MSPL401, MSPL410",
        '// mspllab: ignore MSPL410\nLog(\n    "Debug", false);',
    ],
)
def test_a_warning_is_taken_out_at_its_line_or_above_its_statement(text: str) -> None:
    assert "MSPL410" not in codes(text)


def test_only_the_codes_that_are_named_are_taken_out() -> None:
    assert codes(f"{DEBUG} // mspllab: ignore MSPL401") == ["MSPL410", "MSPL426"]


def test_several_codes_are_parted_by_commas() -> None:
    comment = "// mspllab: ignore MSPL401, MSPL410, MSPL412"
    text = f"ProxyRequest(sipRequest.RequestUri); {comment}"

    assert codes(text) == []


def test_the_comment_above_is_for_one_statement() -> None:
    text = f"// mspllab: ignore MSPL410\n{DEBUG}\n{DEBUG}"

    assert [one.place.line for one in check(Source(text), VOCABULARY)] == [3]


def test_the_comment_above_an_if_is_for_its_condition() -> None:
    text = (
        "// mspllab: ignore MSPL420\n"
        'if (sipRequest.Method == "INVITE" || "BYE") {\n'
        f"    {DEBUG}\n}}"
    )

    assert codes(text) == ["MSPL410"]


def test_a_comment_without_code_is_warned_about() -> None:
    assert codes(f"{DEBUG} // mspllab: ignore") == ["MSPL410", "MSPL425"]


def test_an_unknown_code_is_warned_about() -> None:
    assert codes('Log("Event", false); // mspllab: ignore MSPL999') == ["MSPL425"]


def test_errors_stay_whatever_a_comment_says() -> None:
    assert codes("x = y; // mspllab: ignore MSPL202") == ["MSPL202", "MSPL425"]


def test_a_comment_that_hides_nothing_is_a_remark() -> None:
    (finding,) = check(
        Source('Log("Event", false); // mspllab: ignore MSPL410'), VOCABULARY
    )

    assert (finding.code, finding.severity.value) == ("MSPL426", "info")


def test_a_text_that_looks_like_a_comment_is_none() -> None:
    text = 'Log("Debug", false, "// mspllab: ignore MSPL410");'

    assert codes(text) == ["MSPL410"]
