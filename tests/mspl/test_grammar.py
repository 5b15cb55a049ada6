"""Two parsers, one language: ours must read what the grammar of mspl.lark reads.

Programs are made from that grammar; some come out wrong, because not everything keeps
words and signs apart, and then both parsers must refuse them.
"""

import json
import struct
from pathlib import Path
from typing import Any

import lark
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark

from mspllab.mspl import nodes
from mspllab.mspl.formatter import format_script
from mspllab.mspl.parser import parse
from mspllab.mspl.source import Source
from mspllab.mspl.tokens import KEYWORDS

GRAMMAR = (Path(__file__).parent / "mspl.lark").read_text("utf-8")
ORACLE = lark.Lark(GRAMMAR, start="script", parser="lalr", maybe_placeholders=True)
PROGRAMS = from_lark(
    ORACLE,
    start="script",
    explicit={
        **{word.upper(): st.just(f"{word} ") for word in KEYWORDS},
        "NAME": st.sampled_from(["a ", "b2 ", "_x ", "GetUri ", "iffy ", "ä"]),
        "NUMBER": st.sampled_from(["0", "7", "007", "0x1F", "1.5", "2147483647"]),
        "STRING": st.sampled_from(['""', '"a"', r'"\"\\\r\n\t\u00e4"', '"/*"', '"ä"']),
        "COMMENT": st.sampled_from(["// x\n", "/* y */", "/***/"]),
        "BLANK": st.sampled_from([" ", "\n", "\t "]),
        "EQUALITY": st.sampled_from(["==", "!="]),
        "RELATION": st.sampled_from(["<", "<=", ">", ">="]),
        "SIGN": st.sampled_from(["+", "-"]),
        "NOT": st.just("!"),
    },
)
Shape = Any


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(PROGRAMS)
def test_both_parsers_agree(text: str) -> None:
    tree, findings = parse(Source(text))
    if any(finding.code == "MSPL115" for finding in findings):
        return  # nested more deeply than anybody writes

    try:
        expected = shape_of_oracle(ORACLE.parse(text))
    except lark.exceptions.LarkError:
        expected = None

    assert (None if findings else shape(tree)) == expected


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(PROGRAMS)
def test_a_formatted_program_has_the_same_tree_and_stays_as_it_is(text: str) -> None:
    tree, findings = parse(Source(text))
    if findings:
        return

    once = format_script(Source(text))

    assert shape(parse(Source(once))[0]) == shape(tree)
    assert format_script(Source(once)) == once


def test_the_grammar_reads_the_scripts_of_the_tests() -> None:
    for path in (Path(__file__).parent / "scripts").glob("*.mspl"):
        for chunk in path.read_text("utf-8").split("---\n"):
            tree, findings = parse(Source(chunk))
            if not findings and "e2;" not in chunk:  # exponents are not in the grammar
                assert shape(tree) == shape_of_oracle(ORACLE.parse(chunk)), chunk


def shape(node: Any) -> Shape:
    """A tree of ours as nested tuples."""
    match node:
        case None:
            return None
        case tuple():
            return tuple(shape(one) for one in node)
        case nodes.Script():
            return ("script", shape(node.functions), shape(node.statements))
        case nodes.FunctionDefinition():
            names = tuple(one.name for one in node.parameters)
            return ("function", node.name.name, names, shape(node.body))
        case nodes.If():
            otherwise = shape(node.otherwise)
            for branch in reversed(node.branches):
                otherwise = (
                    "if",
                    shape(branch.condition),
                    shape(branch.body),
                    otherwise,
                )
            return otherwise
        case nodes.Literal():
            return ("literal", type(node.value).__name__, node.value)
        case nodes.Foreach():
            body = shape(node.body)
            return ("foreach", node.variable.name, shape(node.collection), body)
        case str():
            return node
    fields = [name for name in type(node).__slots__ if name not in ("start", "end")]
    return (
        type(node).__name__.lower(),
        *(shape(getattr(node, name)) for name in fields),
    )


def shape_of_oracle(tree: Any) -> Shape:
    """A tree of the oracle as the same nested tuples."""
    return OracleShapes().transform(tree)


def single(number: float) -> float:
    return float(struct.unpack("f", struct.pack("f", number))[0])


class OracleShapes(lark.Transformer):
    """One method to one rule of mspl.lark."""

    def __default__(self, data: str, children: list[Any], meta: Any) -> Shape:
        return (str(data), *children)

    def script(self, children: list[Any]) -> Shape:
        functions = tuple(one for one in children if one[0] == "function")
        return ("script", functions, tuple(children[len(functions) :]))

    def function(self, children: list[Any]) -> Shape:
        name, names, body = children
        return ("function", str(name), names or (), body)

    def names(self, children: list[Any]) -> Shape:
        return tuple(map(str, children))

    def arguments(self, children: list[Any]) -> Shape:
        return tuple(map(plain, children))

    def expression(self, children: list[Any]) -> Shape:
        return ("expressionstatement", plain(children[0]))

    def block(self, children: list[Any]) -> Shape:
        return ("block", tuple(children))

    def assignment(self, children: list[Any]) -> Shape:
        return ("assignment", children[0], plain(children[1]))

    def target(self, children: list[Any]) -> Shape:
        found: Shape = ("name", str(children[0]))
        for name in children[1:]:
            found = ("member", found, str(name))
        return found

    def foreach(self, children: list[Any]) -> Shape:
        return ("foreach", str(children[0]), plain(children[1]), children[2])

    def switch(self, children: list[Any]) -> Shape:
        return ("switch", plain(children[0]), tuple(children[1:]))

    def case(self, children: list[Any]) -> Shape:
        value = None if isinstance(children[0], lark.Token) else plain(children[0])
        return ("case", value, tuple(children[1:]))

    def number(self, children: list[Any]) -> Shape:
        text = str(children[0])
        if "." in text:
            return ("digits", "float", single(float(text)))
        return ("digits", "int", int(text, 16 if "x" in text.lower() else 10))

    def string(self, children: list[Any]) -> Shape:
        return ("literal", "str", json.loads(children[0]))

    def true(self, children: list[Any]) -> Shape:
        return ("literal", "bool", True)

    def false(self, children: list[Any]) -> Shape:
        return ("literal", "bool", False)

    def null(self, children: list[Any]) -> Shape:
        return ("literal", "NoneType", None)

    def name(self, children: list[Any]) -> Shape:
        return ("name", str(children[0]))

    def bracketed(self, children: list[Any]) -> Shape:
        # Brackets part a sign from its number; and && from && as well.
        return ("bracketed", plain(children[0]))

    def call(self, children: list[Any]) -> Shape:
        return ("call", str(children[0]), children[1] or ())

    def member(self, children: list[Any]) -> Shape:
        return ("member", plain(children[0]), str(children[1]))

    def index(self, children: list[Any]) -> Shape:
        return ("index", *map(plain, children))

    def signed(self, children: list[Any]) -> Shape:
        sign, operand = str(children[0]), children[1]
        if operand[0] == "digits":
            factor = -1 if sign == "-" else 1
            return ("literal", operand[1], factor * operand[2])
        return ("unary", sign, plain(operand))

    def negated(self, children: list[Any]) -> Shape:
        return ("unary", "!", plain(children[1]))

    def or_(self, children: list[Any]) -> Shape:
        return ("logical", "||", tuple(map(plain, children)))

    def and_(self, children: list[Any]) -> Shape:
        return ("logical", "&&", tuple(map(plain, children)))

    def equality(self, children: list[Any]) -> Shape:
        found = plain(children[0])
        for operator, right in zip(children[1::2], children[2::2], strict=True):
            found = ("binary", str(operator), found, plain(right))
        return found

    relation = sum = equality

    def if_(self, children: list[Any]) -> Shape:
        return ("if", plain(children[0]), children[1], children[2])

    def while_(self, children: list[Any]) -> Shape:
        return ("while", plain(children[0]), children[1])

    def return_(self, children: list[Any]) -> Shape:
        return ("return", None if children[0] is None else plain(children[0]))


for word in ("or", "and", "if", "while", "return"):
    setattr(OracleShapes, word, getattr(OracleShapes, f"{word}_"))


def plain(value: Shape) -> Shape:
    """Without the marks that only the oracle's tree has."""
    if value[0] == "digits":
        return ("literal", *value[1:])
    return value[1] if value[0] == "bracketed" else value
