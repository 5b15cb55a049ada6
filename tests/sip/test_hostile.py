"""Texts made to keep a reader busy: each is read in one pass, or this never ends.

A head may have 64 KiB. What goes through these texts once takes milliseconds; what
goes through the rest of them again from every character would take minutes.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import mspllab.sip
from mspllab.errors import ParseError
from mspllab.shell.dissection import dissect
from mspllab.sip.address import Address
from mspllab.sip.codec import MAX_HEAD, verdict
from mspllab.sip.digest import Challenge
from mspllab.sip.grammar import split_list
from mspllab.sip.params import Params
from mspllab.sip.strict import problems
from mspllab.sip.uri import parse_uri
from mspllab.sip.via import Via

SIZE = MAX_HEAD - 1000
FIELDS = {
    "Via": "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx",
    "From": "<sip:alice@lab.example>;tag=1",
    "To": "<sip:bob@lab.example>",
    "Contact": "<sip:alice@192.0.2.1>",
    "Route": "<sip:proxy.lab.example;lr>",
    "Call-ID": "one@lab.example",
    "CSeq": "1 INVITE",
    "Content-Type": "multipart/mixed;boundary=b",
    "Date": "Thu, 21 Feb 2002 13:02:03 GMT",
}
PIECES = (
    *('"', '\\"', '\\"\\', "<", ">", "<<>", ",", ',"', ',\\"', ",<", ';"', '="', "=;"),
    *(" ", "\t", "\r\n ", "x \t", ";a", ';a="b"', ";a = b ", "%", "%4", ":", "@", "a@"),
    *("a.", "[", "(", "*", "é", "\udcff", "0", "SIP/2.0/UDP a,", "<sip:a@b>,"),
)


def read(data: bytes) -> None:
    """Everything that is ever made of a message's text."""
    message = verdict(data).message
    if message is not None:
        dissect(message)
        list(problems(message))


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("piece", PIECES)
def test_a_field_of_one_piece_over_and_over(name: str, piece: str) -> None:
    long = (piece * (SIZE // len(piece) // 4)).removesuffix("\r\n ")
    for value in (f"{FIELDS[name]}{long}!", f"x{long}{FIELDS[name]}"):
        fields = {**FIELDS, name: value}
        head = "".join(f"{key}: {text}\r\n" for key, text in fields.items())
        text = f"INVITE sip:bob@lab.example SIP/2.0\r\n{head}\r\n"
        read(text.encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("piece", [p for p in PIECES if "\r" not in p])
@pytest.mark.parametrize(
    "before", ["INVITE ", "INVITE sip:", "INVITE sip:a", "SIP/2.0 "]
)
def test_a_start_line_of_one_piece_over_and_over(before: str, piece: str) -> None:
    line = before + piece * (SIZE // len(piece) // 2) + "@b SIP/2."
    read(f"{line}\r\nTo: x\r\n\r\n".encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("piece", PIECES)
def test_values_of_one_piece_over_and_over(piece: str) -> None:
    long = piece * (SIZE // len(piece))
    assert "".join(split_list(f"{long},")).count("x") == long.count("x")
    for reader in (Address.parse, Params.parse, parse_uri, Via.parse, Challenge.parse):
        for text in (f"Digest {long}", f'a{long}"', f"<sip:a@b>{long}", f";a={long}"):
            try:
                reader(text)
            except ParseError as error:
                assert len(str(error)) < 500


@pytest.mark.parametrize("text", ['"a,b', "<a,b", '"a\\",b', 'x"y,<z'])
def test_a_lone_quote_or_bracket_holds_nothing_together(text: str) -> None:
    assert split_list(text) == tuple(text.split(","))


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ('"a,b" <c,d>, e', ('"a,b" <c,d>', "e")),
        ('"a\\",b",c', ('"a\\",b"', "c")),
        ('<a,b>,"c,d', ("<a,b>", '"c', "d")),
        ('<a",b>,"c,d"', ('<a",b>', '"c,d"')),
        (",,a, ,b,", ("a", "b")),
    ],
)
def test_rule_008_what_stands_between_quotes_or_brackets_is_one(
    text: str, members: tuple[str, ...]
) -> None:
    assert split_list(text) == members


def expressions() -> Iterator[tuple[str, str, int]]:
    """Module and name, pattern and flags of every expression that reads messages."""
    for path in sorted(Path(mspllab.sip.__path__[0]).glob("[a-z]*.py")):
        module = import_module(f"mspllab.sip.{path.stem}")
        for name, value in vars(module).items():
            pattern = getattr(value, "__self__", value)
            if isinstance(pattern, re.Pattern):
                text = pattern.pattern
                text = text.decode("latin-1") if isinstance(text, bytes) else text
                yield f"{path.stem}.{name}", text, pattern.flags & ~re.UNICODE


EXPRESSIONS = list(expressions())


def backtracking(tree: Any, *, inside: bool = False) -> bool:
    """Does a repetition without limit, which gives back, stand inside another one?"""
    for operator, argument in tree:
        if operator in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            _, most, inner = argument
            endless = most is _constants.MAXREPEAT
            if (endless and inside) or backtracking(inner, inside=inside or endless):
                return True
        elif operator is _constants.ATOMIC_GROUP:
            # What it took it keeps: only its own inside can be gone through again.
            if backtracking(argument, inside=False):
                return True
        elif operator is _constants.SUBPATTERN:
            if backtracking(argument[-1], inside=inside):
                return True
        elif operator is _constants.BRANCH and any(
            backtracking(branch, inside=inside) for branch in argument[1]
        ):
            return True
    return False


@pytest.mark.parametrize(
    ("pattern", "flags"), [e[1:] for e in EXPRESSIONS], ids=[e[0] for e in EXPRESSIONS]
)
def test_no_repetition_that_gives_back_stands_inside_another(
    pattern: str, flags: int
) -> None:
    assert not backtracking(_parser.parse(pattern, flags))


def test_the_check_above_knows_a_trap_when_it_sees_one() -> None:
    assert backtracking(_parser.parse("(?:a+b?)*"))
    assert not backtracking(_parser.parse("(?:a++b?)*"))
    assert not backtracking(_parser.parse("(?>(?:a++)*)b*"))
