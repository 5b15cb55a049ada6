"""Advice beside errors: what is found on ways that come by none of them."""

import pytest

from mspllab.applications.vocabulary import VOCABULARY
from mspllab.mspl.program import check
from mspllab.mspl.settings import Admission
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Applies

NULL = 'y = Concatenate("", GetDisplayName(sipMessage.From));'
REQUESTS = {"applies": Applies.REQUEST}


def codes(script: str, **settings: object) -> list[str]:
    found = check(Source(script), VOCABULARY, **settings)  # type: ignore[arg-type]
    return [one.code.removeprefix("MSPL") for one in found]


@pytest.mark.parametrize(
    ("script", "found"),
    [
        (f"{NULL} x = Unknwon();", ["413", "201"]),
        (f"x = Unknwon(); {NULL}", ["201"]),
        (f"if (sipRequest) {{ x = Unknwon(); }} {NULL}", ["201", "413"]),
        (f"if (sipReqest) {{ {NULL} }}", ["202"]),
        (f"if (sipRequest) {{ {NULL} }} else if (a) {{ }} {NULL}", ["202"]),
        (f"while (a) {{ {NULL} }} {NULL}", ["202"]),
        (f"foreach (x in Lines()) {{ {NULL} }} {NULL}", ["201"]),
        (f"x = 1; switch (x) {{ case z: {NULL} break; }} {NULL}", ["202"]),
        (f"x = 1; switch (x) {{ case 1: {NULL} }} {NULL}", ["211"]),
        (f"function F() {{ {NULL} return Unknwon(); }} F(); {NULL}", ["413", "201"]),
        (f"function F(FQDN) {{ {NULL} }} if (sipRequest) {{ F(); }} {NULL}", None),
        (f"function F() {{ return F(); }} {NULL}", ["206"]),
        (f"function F() {{ }} function F() {{ }} F(); {NULL}", ["207"]),
    ],
)
def test_no_way_is_followed_beyond_an_error(
    script: str, found: list[str] | None
) -> None:
    if found is None:
        assert codes(script)[-1:] == ["413"], "the way that does not call F"
    else:
        assert codes(script) == found


def test_a_misspelt_call_does_not_leave_a_message_unhandled() -> None:
    drops = Admission(proxy_by_default=False)
    script = 'if (sipRequest) { ProxyReqest(""); } else { ProxyResponse(); }'

    assert codes(script, admission=drops) == ["201"]


def test_a_misspelt_guard_does_not_let_the_wrong_message_through() -> None:
    assert codes('if (sipReqest) { ProxyRequest(""); }') == ["202"]


def test_what_an_error_may_hide_is_only_possible() -> None:
    script = 'x = "a"; if (sipRequest) { x = Unknwon(); } ProxyRequest("");'

    found = check(Source(script), VOCABULARY)

    assert [one.message for one in found if one.code == "MSPL401"] == [
        "ProxyRequest is for requests, and this may be a response"
    ]


def test_no_test_is_called_useless_that_an_error_may_decide() -> None:
    script = (
        'm = "a"; if (sipRequest.Method == "BYE") { m = Unknwon(); }\n'
        'else if (sipRequest.Method != "BYE") { Log("t", false, m); }\n'
        'if (sipRequest.Method == "BYE") { Log("t", false, m); }'
    )

    assert codes(script, **REQUESTS) == ["201"]
