"""The functions on headers of mspl.md §4.3, as scripts see and change a message."""

import pytest

from mspllab.applications.run import Run
from mspllab.sip.build import response
from mspllab.sip.message import Message
from tests.applications.builtins.bench import error, ran, refused, value, values
from tests.applications.conftest import make_invite

HEADERS = (
    ("Supported", "timer, 100rel"),
    ("k", "histinfo"),
    ("Subject", "one, two"),
    ("Diversion", '"Doe, J" <sip:a,b@lab.example>;x=1, <sip:c@lab.example>;x=2'),
    ("Diversion", "<sip:d@lab.example>"),
    ("Event", "presence"),
    ("X-lAb", "seen"),
)
INVITE = make_invite(headers=HEADERS)
CONTACT = "<sip:alice@lab.example;opaque=user:epid:2r5GdLPot1OpZbhaZqMc_AAA;gruu>"
FROM = '"Alice" <sip:alice@lab.example>;tag=a-77f1;epid=a1b2c3d4e5'

VALUES = [
    ('"Supported"', ["timer", "100rel", "histinfo"]),
    ('"SUPPORTED"', ["timer", "100rel", "histinfo"]),
    ('"k"', ["timer", "100rel", "histinfo"]),
    ("StandardHeader.Supported", ["timer", "100rel", "histinfo"]),
    ('"Subject"', ["one, two"]),
    (
        '"Diversion"',
        [
            '"Doe, J" <sip:a,b@lab.example>;x=1',
            "<sip:c@lab.example>;x=2",
            "<sip:d@lab.example>",
        ],
    ),
    ('"M"', [CONTACT]),
    ("StandardHeader.Contact", [CONTACT]),
    ('"f"', [FROM]),
    ("StandardHeader.From", [FROM]),
    ("StandardHeader.Event", ["presence"]),
    ('"o"', ["presence"]),
    ('"x-lab"', ["seen"]),
    ("StandardHeader.CallID", ["c1-lab-0001"]),
    ("StandardHeader.CSeq", ["1 INVITE"]),
    ("StandardHeader.UserAgent", []),
    ("StandardHeader.Nonstandard", []),
    ('"X-Absent"', []),
    ('""', []),
    ('"no name"', []),
    ("12", []),
]


@pytest.mark.parametrize(("name", "wanted"), VALUES)
def test_all_values_of_a_header(name: str, wanted: list[str]) -> None:
    assert values(f"GetHeaderValues({name})", INVITE) == wanted


def test_null_names_no_header() -> None:
    assert error("foreach (x in GetHeaderValues(null)) { }").startswith("script: ")
    assert error('AddHeader(null, "x");').startswith("script: ")
    assert error('AddHeader("X-A", null);').startswith("script: ")
    assert error('SetParameterValue(null, "a", "b");').startswith("script: ")
    assert error('SetParameterValue("To", null, "b");').startswith("script: ")
    assert error('SetParameterValue("To", "a", null);').startswith("script: ")


def test_a_constant_of_another_list_is_its_text() -> None:
    assert values("GetHeaderValues(StandardMethod.Invite)", INVITE) == []


ADDED = [
    ('AddHeader("X-New", "a")', "true", ["X-New: a"]),
    ('AddHeader("x-nEW", "")', "true", ["x-nEW: "]),
    ('AddHeader("X-New", 7)', "true", ["X-New: 7"]),
    ('AddHeader(StandardHeader.UserAgent, "lab")', "true", ["User-Agent: lab"]),
    ('AddHeader("User-Agent", ServerRole.FrontEnd)', "true", ["User-Agent: FrontEnd"]),
    ('AddHeader("X-LAB", "again")', "false", []),
    ('AddHeader("Event", "again")', "false", []),
    ('AddHeader("o", "again")', "false", []),
    ('AddHeader("Supported", "more")', "false", []),
    ('AddHeader(StandardHeader.To, "<sip:x@y>")', "false", []),
]


@pytest.mark.parametrize(("call", "wanted", "lines"), ADDED)
def test_adding_a_header(call: str, wanted: str, lines: list[str]) -> None:
    result = ran(f'Log("t", false, {call});', INVITE)

    assert result.log[0].lines == (wanted,)
    assert added(result, INVITE) == lines


def added(result: Run, before: Message) -> list[str]:
    lines = before.headers.lines
    assert result.message.headers.lines[: len(lines)] == lines
    return list(result.message.headers.lines[len(lines) :])


@pytest.mark.parametrize(
    "call",
    [
        'AddHeader("", "a")',
        'AddHeader("X New", "a")',
        'AddHeader("X-New:", "a")',
        'AddHeader("X-New", "a\\r\\nVia: forged")',
        'AddHeader("X-New", "a\\n")',
        'AddHeader("X-New\\r\\nVia", "a")',
        'AddHeader(StandardHeader.Nonstandard, "a")',
        'SetParameterValue("To", "epid", "a\\r\\nVia: forged")',
    ],
)
def test_what_would_break_the_message_ends_the_run(call: str) -> None:
    result = ran(f"{call};", INVITE)

    assert [one.critical for one in result.errors] == [False]
    assert result.message.headers.lines == INVITE.headers.lines


SET = [
    ('"To", "epid", "b1"', "true", "To", ["<sip:bob@lab.example>;epid=b1"]),
    (
        'StandardHeader.From, "EPID", "b1"',
        "true",
        "From",
        ['"Alice" <sip:alice@lab.example>;tag=a-77f1;EPID=b1'],
    ),
    (
        '"f", "tag", "n"',
        "true",
        "From",
        ['"Alice" <sip:alice@lab.example>;tag=n;epid=a1b2c3d4e5'],
    ),
    (
        '"From", "epid", ""',
        "true",
        "From",
        ['"Alice" <sip:alice@lab.example>;tag=a-77f1'],
    ),
    ('"To", "epid", ""', "true", "To", ["<sip:bob@lab.example>"]),
    ('"To", "note", "a b"', "true", "To", ['<sip:bob@lab.example>;note="a b"']),
    ('"To", "note", "a;b,c"', "true", "To", ['<sip:bob@lab.example>;note="a;b,c"']),
    ('"To", "n", 7', "true", "To", ["<sip:bob@lab.example>;n=7"]),
    (
        '"Diversion", "x", "9"',
        "true",
        "Diversion",
        [
            '"Doe, J" <sip:a,b@lab.example>;x=9, <sip:c@lab.example>;x=2',
            "<sip:d@lab.example>",
        ],
    ),
    ('"X-Absent", "a", "b"', "false", "X-Absent", []),
    ('StandardHeader.UserAgent, "a", "b"', "false", "User-Agent", []),
    ('StandardHeader.Nonstandard, "a", "b"', "false", "To", ["<sip:bob@lab.example>"]),
    ('"To", "", "b"', "false", "To", ["<sip:bob@lab.example>"]),
    ('"To", "a b", "c"', "false", "To", ["<sip:bob@lab.example>"]),
    ('"", "a", "b"', "false", "To", ["<sip:bob@lab.example>"]),
]


@pytest.mark.parametrize(("arguments", "wanted", "name", "after"), SET)
def test_setting_a_parameter(
    arguments: str, wanted: str, name: str, after: list[str]
) -> None:
    result = ran(f'Log("t", false, SetParameterValue({arguments}));', INVITE)

    assert result.log[0].lines == (wanted,)
    assert list(result.message.headers.all(name)) == after
    assert [n for n, _ in result.message.headers] == [n for n, _ in INVITE.headers]


def test_only_the_first_occurrence_of_a_parameter_changes() -> None:
    twice = make_invite(headers=(("X-P", "v;a=1;b=2;A=3"),))

    for text, wanted in (("9", "v;a=9;b=2;A=3"), ("", "v;b=2;A=3")):
        result = ran(f'SetParameterValue("X-P", "a", "{text}");', twice)
        assert result.message.headers.get("X-P") == wanted


def test_what_a_script_has_set_it_reads_back() -> None:
    script = (
        'SetParameterValue("To", "note", "a \\"b\\"; c");'
        'Log("t", false, GetParameterValue(sipMessage.To, "note"));'
    )
    assert ran(script, INVITE).log[0].lines == ('a "b"; c',)


def test_responses_have_headers_as_well() -> None:
    ok = response(make_invite(), 200, to_tag="d-01")

    assert value('AddHeader("X-New", "a")', ok) == "true"
    assert value('SetParameterValue("To", "a", "b")', ok) == "true"
    assert values('GetHeaderValues("CSeq")', ok) == ["1 INVITE"]


def test_wrong_numbers_of_arguments_do_not_compile() -> None:
    for call in ('AddHeader("a")', "GetHeaderValues()", 'SetParameterValue("To", "a")'):
        assert refused(f"{call};") == ["MSPL205"]
