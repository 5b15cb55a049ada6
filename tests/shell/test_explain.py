"""`explain`: a page for every code and every name, and a way back from slips."""

import json
from collections.abc import Callable

import pytest

from mspllab.applications.reading.element_pages import ELEMENT_PAGES
from mspllab.applications.vocabulary import VOCABULARY
from mspllab.mspl.diagnostics import RULES
from mspllab.mspl.reference import names

Command = Callable[..., object]


@pytest.mark.parametrize("name", ["MSPL205", "mspl205", "205"])
def test_a_code_has_a_page(command: Command, name: str) -> None:
    said = command("explain", name)

    assert said.status == 0
    assert said.out.startswith("MSPL205: wrong number of arguments\n")
    assert "signature" in said.out


def test_the_scripts_of_a_page_keep_their_lines(command: Command) -> None:
    code, rule = next((c, r) for c, r in sorted(RULES.items()) if "\n" in r.before)
    said = command("explain", code).out

    for line in (*rule.before.splitlines(), *rule.after.splitlines()):
        assert f"\n    {line}\n" in said


def test_a_function_is_explained_by_what_drives_it(command: Command) -> None:
    said = command("explain", "AddHeader")

    assert said.status == 0
    assert "bool AddHeader(string|StandardHeader name, string value)" in said.out
    assert 'AddHeader("X-Seen-By", FQDN) → true' in said.out


def test_the_level_decides_about_arguments(command: Command) -> None:
    old = command("explain", "Split", "--level", "2005").out
    new = command("explain", "Split").out

    assert "charSet" not in old
    assert "bool charsNotInSet, string charSet" in new


def test_several_names_and_data(command: Command) -> None:
    said = command("explain", "--json", "sipRequest.Method", "foreach", "MSPL201")
    method, loop, code = json.loads(said.out)

    assert (method["what"], method["forms"]) == ("field", ["string sipRequest.Method"])
    assert loop["what"] == "keyword"
    assert code == {
        "code": "MSPL201",
        "severity": RULES["MSPL201"].severity.value,
        "title": RULES["MSPL201"].title,
        "explanation": RULES["MSPL201"].explanation,
        "before": RULES["MSPL201"].before or None,
        "after": RULES["MSPL201"].after or None,
    }


def test_one_name_as_data_is_one_object(command: Command) -> None:
    found = json.loads(command("explain", "--json", "StandardMethod.Invite").out)

    assert found["facts"] == {"As number": "1", "As text": '"INVITE"'}


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ("AddHeaders", "AddHeader"),
        ("addheader", "AddHeader"),
        ("SetHeader", "AddHeader"),
        ("StandardMethod.invite", "StandardMethod.Invite"),
        ("UserOptions", "UserOption"),
        ("MSPL2O5", "MSPL205"),
        ("methodNames", "requestFilter"),
        ("requestfilter", "requestFilter"),
        ("forEach", "foreach"),
    ],
)
def test_an_unknown_name_leads_to_the_nearest(
    command: Command, slip: str, right: str
) -> None:
    said = command("explain", slip)

    assert said.status == 2
    assert f"did you mean '{right}'?" in said.err
    assert said.out == ""


def test_nonsense_is_told_what_could_be_asked(command: Command) -> None:
    said = command("explain", "--json", "qqqqqqqq")

    assert said.status == 2
    assert "a code such as MSPL205" in said.err
    assert "error" in json.loads(said.out)


def test_without_a_name_all_codes_are_listed(command: Command) -> None:
    said = command("explain")
    rows = json.loads(command("explain", "--json").out)

    assert [line.split()[0] for line in said.out.splitlines()] == sorted(RULES)
    assert [row["code"] for row in rows] == sorted(RULES)


@pytest.mark.parametrize("name", [*names(VOCABULARY), *ELEMENT_PAGES])
def test_every_name_can_be_asked_for(command: Command, name: str) -> None:
    said = command("explain", name)

    assert (said.status, said.err) == (0, "")
    assert max(len(line) for line in said.out.splitlines()) < 100
