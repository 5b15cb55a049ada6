"""Trees, their places, and going on after an error."""

import pytest

from mspllab.mspl import nodes
from mspllab.mspl.nodes import Node
from mspllab.mspl.parser import parse
from mspllab.mspl.source import Source

WHOLE = """function F(a, b) { return a; }
/* first */ x = -1.5 + people[0].who; // last
if (x == "a" && !F(1, 2)) { ProxyRequest(""); } else if (x) ; else { return; }
switch (x) { case 1: break; default: break; }
foreach (e in Split(x, ",")) { while (true) { break; continue; } }
"""


def tree_of(text: str) -> nodes.Script:
    tree, findings = parse(Source(text))
    assert not findings
    return tree


def found_in(text: str) -> list[str]:
    return [f"{one.place.column} {one.message}" for one in parse(Source(text))[1]]


def all_nodes(node: Node) -> list[Node]:
    return [
        node,
        *(inner for child in nodes.children(node) for inner in all_nodes(child)),
    ]


def test_every_node_stands_inside_its_parent_and_behind_its_elder() -> None:
    for node in all_nodes(tree_of(WHOLE)):
        last = node.start
        for child in nodes.children(node):
            assert last <= child.start <= child.end <= node.end, node
            last = child.end


def test_places_are_those_of_the_text() -> None:
    tree = tree_of(WHOLE)

    shown = {
        type(node).__name__: WHOLE[node.start : node.end] for node in all_nodes(tree)
    }
    assert shown["FunctionDefinition"] == "function F(a, b) { return a; }"
    assert shown["Assignment"] == "x = -1.5 + people[0].who;"
    assert shown["Member"] == "people[0].who"
    assert shown["Logical"] == 'x == "a" && !F(1, 2)'
    assert shown["Case"] == "default: break;"
    assert shown["Foreach"].startswith("foreach (e in") and shown["Foreach"].endswith(
        "} }"
    )


def test_brackets_belong_to_the_operation_they_open() -> None:
    text = "x = (a + b) - c;"

    (statement,) = tree_of(text).statements

    assert isinstance(statement, nodes.Assignment)
    assert text[statement.value.start : statement.value.end] == "(a + b) - c"


def test_a_chain_of_else_ifs_is_one_node() -> None:
    (statement,) = tree_of("if (1) ; else if (2) ; else if (3) ; else ;").statements

    assert isinstance(statement, nodes.If)
    assert len(statement.branches) == 3
    assert isinstance(statement.otherwise, nodes.Empty)


def test_the_dangling_else_belongs_to_the_nearest_if() -> None:
    (outer,) = tree_of("if (1) if (2) ; else ;").statements

    assert isinstance(outer, nodes.If) and outer.otherwise is None
    inner = outer.branches[0].body
    assert isinstance(inner, nodes.If) and inner.otherwise is not None


def test_a_sign_before_a_number_is_part_of_it() -> None:
    (statement,) = tree_of("x = -2147483648;").statements

    assert isinstance(statement, nodes.Assignment)
    assert isinstance(statement.value, nodes.Literal)
    assert statement.value.value == -2147483648


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = ; y = ; z = 1;", ["5 expected a value", "11 expected a value"]),
        ("{ x = ; } y = ;", ["7 expected a value", "15 expected a value"]),
        (
            "if (x { y = 1; } z = ;",
            ["7 expected ) after the condition, found {", "22 expected a value"],
        ),
        (
            "if (3 * 4) { x = ; } else { y = ; }",
            ["7 MSPL has no `*`", "18 expected a value", "33 expected a value"],
        ),
        ('Log("a" 1);', ["9 expected , or ) after the argument, found the number 1"]),
        ("while x < 3 { }", ["7 expected ( after while, found the name x"]),
        (
            "foreach (x Split(y)) { }",
            ["12 expected in after the element's name, found the name Split"],
        ),
        (
            "x = 1\ny = 2",
            ["6 expected ; after the assignment", "6 expected ; after the assignment"],
        ),
        ("switch (1) { x = 1; }", ["14 expected case or }, found the name x"]),
        (
            'f("a very long text, longer than a line" "another");',
            ['42 expected , or ) after the argument, found the text "another"'],
        ),
        (
            'f(1 "a very long text, longer than a line");',
            ["5 expected , or ) after the argument, found the text"],
        ),
    ],
)
def test_all_errors_are_found_and_none_invented(text: str, expected: list[str]) -> None:
    found = found_in(text)

    assert len(found) == len(expected)
    assert all(
        one.startswith(start) for one, start in zip(found, expected, strict=True)
    )


def test_a_tree_is_made_of_what_could_be_understood() -> None:
    tree, findings = parse(Source("x = 1; y = ; z = 2;"))

    assert len(findings) == 1
    assert len(tree.statements) == 2


def test_children_and_height_see_the_whole_tree() -> None:
    tree = tree_of("x = 1 + 2 + 3;")

    assert [type(node).__name__ for node in all_nodes(tree)] == [
        *("Script", "Assignment", "Name", "Binary", "Binary"),
        *("Literal", "Literal", "Literal"),
    ]
    assert nodes.height(tree) == 5
