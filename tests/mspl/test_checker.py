"""The checker as a whole; its single findings are tried in scripts/*.mspl."""

from mspllab.mspl.diagnostics import Finding, Severity
from mspllab.mspl.program import check
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Vocabulary


def found(text: str, vocabulary: Vocabulary) -> list[Finding]:
    return check(Source(text, "test.am"), vocabulary)


def test_a_finding_points_at_the_words_it_speaks_of(vocabulary: Vocabulary) -> None:
    (finding,) = found('Log("", 0, Contains("a", "b", true));', vocabulary)

    assert str(finding) == (
        "test.am:1:12: error MSPL201: "
        "unknown function Contains; did you mean ContainsString?\n"
        '    1 | Log("", 0, Contains("a", "b", true));\n'
        "      |            ^~~~~~~~"
    )


def test_findings_come_in_the_order_of_the_text(vocabulary: Vocabulary) -> None:
    findings = found("function F() { return b; }\n1;\nx = y; F();\n", vocabulary)

    assert [finding.place.line for finding in findings] == [1, 2, 3]


def test_a_wrong_count_shows_the_signature(vocabulary: Vocabulary) -> None:
    (finding,) = found("x = LengthString();", vocabulary)

    assert finding.hint == "int LengthString(string text)"


def test_functions_of_a_wrong_script_are_checked_all_the_same(
    vocabulary: Vocabulary,
) -> None:
    text = "function A() { return B(1); } function B() { return Zzz(); } x = A();"

    assert [one.code for one in found(text, vocabulary)] == ["MSPL205", "MSPL201"]


def test_one_unknown_name_does_not_make_a_dozen_findings(
    vocabulary: Vocabulary,
) -> None:
    text = "x = sipReqest.From; y = x; z = Concatenate(x, y); w = sipReqest.To.Length;"

    errors = [one for one in found(text, vocabulary) if one.is_error]

    assert {one.code for one in errors} == {"MSPL202"}
    assert errors[0].message.endswith("; did you mean sipRequest?")


def test_a_right_script_has_nothing_to_say(vocabulary: Vocabulary) -> None:
    text = 'if (sipRequest) { Log("", false, sipRequest.From); ProxyRequest(""); }'

    assert found(text, vocabulary) == []


def test_advice_is_no_error(vocabulary: Vocabulary) -> None:
    findings = found(
        'ProxyRequest();\nu = GetUserName("a");\nx = AsText(u);', vocabulary
    )

    assert {one.severity for one in findings} == {Severity.WARNING, Severity.INFO}
