from collections.abc import Callable

import pytest

from mspllab.applications.builtins.constants import CONSTANTS
from mspllab.applications.builtins.headers import (
    add_header,
    get_header_values,
    set_parameter_value,
)
from mspllab.applications.hosting.host import Host
from mspllab.errors import ScriptError
from mspllab.sip.message import Request

HEADER = CONSTANTS["StandardHeader"]


def test_add_header_puts_it_at_the_end(host: Callable[..., Host]) -> None:
    run = host()
    assert add_header(run, "X-Lab", "seen")
    assert list(run.message.headers)[-1] == ("X-Lab", "seen")


def test_add_header_leaves_one_that_is_there_alone(host: Callable[..., Host]) -> None:
    run = host()
    before = run.message
    assert not add_header(run, "call-id", "other")
    assert not add_header(run, "i", "other")
    assert run.message is before


def test_add_header_takes_a_constant(host: Callable[..., Host]) -> None:
    run = host()
    assert add_header(run, HEADER["UserAgent"], "lab")
    assert run.message.headers.get("User-Agent") == "lab"


@pytest.mark.parametrize(
    ("name", "value"),
    [("", "x"), ("X Lab", "x"), ("X-Lab:", "x"), ("X-Lab", "a\r\nVia: forged")],
)
def test_add_header_refuses_what_would_break_the_message(
    host: Callable[..., Host], name: str, value: str
) -> None:
    with pytest.raises(ScriptError, match="AddHeader"):
        add_header(host(), name, value)


def test_add_header_with_the_nonstandard_constant_ends_the_run(
    host: Callable[..., Host],
) -> None:
    with pytest.raises(ScriptError, match="no header name"):
        add_header(host(), HEADER["Nonstandard"], "x")


def test_get_header_values_takes_lists_apart(
    host: Callable[..., Host], invite: Callable[..., Request]
) -> None:
    headers = (("Supported", "timer, histinfo"), ("Supported", "100rel"))
    run = host(invite(headers=headers))
    assert get_header_values(run, "supported") == ("timer", "histinfo", "100rel")
    assert get_header_values(run, "k") == ("timer", "histinfo", "100rel")


def test_get_header_values_keeps_commas_in_brackets_and_quotes(
    host: Callable[..., Host], invite: Callable[..., Request]
) -> None:
    value = '"Doe, J" <sip:a,b@lab.example>, <sip:c@lab.example>'
    run = host(invite(headers=(("Diversion", value),)))
    assert get_header_values(run, "Diversion") == (
        '"Doe, J" <sip:a,b@lab.example>',
        "<sip:c@lab.example>",
    )


def test_get_header_values_of_an_absent_header_is_empty(
    host: Callable[..., Host],
) -> None:
    assert get_header_values(host(), "X-Lab") == ()
    assert get_header_values(host(), "") == ()


def test_short_names_reach_the_same_header(host: Callable[..., Host]) -> None:
    run = host()
    assert get_header_values(run, "m") == get_header_values(run, HEADER["Contact"])


def test_set_parameter_value_adds_one_outside_the_brackets(
    host: Callable[..., Host],
) -> None:
    run = host()
    assert set_parameter_value(run, "To", "epid", "b0b0000001")
    assert run.message.headers.get("To") == "<sip:bob@lab.example>;epid=b0b0000001"


def test_set_parameter_value_replaces_one_and_leaves_the_order(
    host: Callable[..., Host],
) -> None:
    run = host()
    names = [name for name, _ in run.message.headers]
    assert set_parameter_value(run, HEADER["From"], "TAG", "new")
    tag = run.message.from_tag
    assert tag == "new"
    assert [name for name, _ in run.message.headers] == names


def test_an_empty_value_removes_the_parameter(host: Callable[..., Host]) -> None:
    run = host()
    assert set_parameter_value(run, "From", "epid", "")
    assert (
        run.message.headers.get("From") == '"Alice" <sip:alice@lab.example>;tag=a-77f1'
    )


def test_removing_a_parameter_that_is_not_there_changes_nothing(
    host: Callable[..., Host],
) -> None:
    run = host()
    assert set_parameter_value(run, "To", "epid", "")
    assert run.message.headers.get("To") == "<sip:bob@lab.example>"


def test_only_the_first_value_of_the_first_header_is_touched(
    host: Callable[..., Host], invite: Callable[..., Request]
) -> None:
    headers = (
        ("Diversion", "<sip:a@lab.example>;x=1, <sip:b@lab.example>"),
        ("Diversion", "<sip:c@lab.example>"),
    )
    run = host(invite(headers=headers))
    assert set_parameter_value(run, "Diversion", "x", "2")
    assert run.message.headers.all("Diversion") == (
        "<sip:a@lab.example>;x=2, <sip:b@lab.example>",
        "<sip:c@lab.example>",
    )


def test_a_header_keeps_the_spelling_of_its_name(host: Callable[..., Host]) -> None:
    run = host()
    assert set_parameter_value(run, "t", "epid", "b0b0000001")
    assert [name for name, _ in run.message.headers if name in ("t", "To")] == ["To"]


def test_a_value_that_needs_quotes_gets_them(host: Callable[..., Host]) -> None:
    run = host()
    assert set_parameter_value(run, "To", "note", "a b")
    assert run.message.headers.get("To") == '<sip:bob@lab.example>;note="a b"'


@pytest.mark.parametrize(
    ("header", "name"), [("X-Lab", "epid"), ("To", ""), ("To", "a b"), ("", "epid")]
)
def test_set_parameter_value_is_false_where_it_cannot_be_done(
    host: Callable[..., Host], header: str, name: str
) -> None:
    run = host()
    before = run.message
    assert not set_parameter_value(run, header, name, "x")
    assert run.message is before


def test_a_line_break_in_a_parameter_ends_the_run(host: Callable[..., Host]) -> None:
    with pytest.raises(ScriptError, match="SetParameterValue"):
        set_parameter_value(host(), "To", "epid", "a\r\nVia: forged")
