"""The syntax tree. Each node shows the script text it stands for.

Nodes are compared by identity, so passes can keep facts about them in dictionaries.
They are not frozen, because a frozen one takes four times as long to make and a script
has thousands; nothing assigns to a node once the parser has made it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(slots=True, eq=False)
class Literal:
    """`12`, `-1.5`, `"text"`, `true` or `null`."""

    start: int
    end: int
    value: str | int | float | bool | None


@dataclass(slots=True, eq=False)
class Name:
    """`toUri`, a variable, or the name of a constant list or flat file."""

    start: int
    end: int
    name: str


@dataclass(slots=True, eq=False)
class Member:
    """`sipRequest.Method`, a field, a constant or a cell."""

    start: int
    end: int
    object: "Expression"
    name: str


@dataclass(slots=True, eq=False)
class Index:
    """`people[0]`, a line of a flat file."""

    start: int
    end: int
    object: "Expression"
    index: "Expression"


@dataclass(slots=True, eq=False)
class Call:
    """`GetUri(sipRequest.To)`."""

    start: int
    end: int
    name: str
    arguments: "tuple[Expression, ...]"


@dataclass(slots=True, eq=False)
class Unary:
    """`!found` or `-count`."""

    start: int
    end: int
    operator: str
    operand: "Expression"


@dataclass(slots=True, eq=False)
class Binary:
    """`count < 3`; comparisons, `+` and `-`."""

    start: int
    end: int
    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(slots=True, eq=False)
class Logical:
    """`a && b && c`, or the same with `||`."""

    start: int
    end: int
    operator: str
    operands: "tuple[Expression, ...]"


@dataclass(slots=True, eq=False)
class Assignment:
    """`toUri = GetUri(sipRequest.To);`."""

    start: int
    end: int
    target: Name | Member
    value: "Expression"


@dataclass(slots=True, eq=False)
class ExpressionStatement:
    """`ProxyRequest("");`."""

    start: int
    end: int
    expression: "Expression"


@dataclass(slots=True, eq=False)
class Block:
    """`{ first(); second(); }`."""

    start: int
    end: int
    statements: "tuple[Statement, ...]"


@dataclass(slots=True, eq=False)
class Branch:
    """`if (found) { … }` within a chain of `else if`."""

    start: int
    end: int
    condition: "Expression"
    body: "Statement"


@dataclass(slots=True, eq=False)
class If:
    """`if (a) { … } else if (b) { … } else { … }`, one flat chain however long."""

    start: int
    end: int
    branches: tuple[Branch, ...]
    otherwise: "Statement | None"


@dataclass(slots=True, eq=False)
class Case:
    """`case 1: first(); break;`, or `default: …`, where `value` is None."""

    start: int
    end: int
    value: "Expression | None"
    statements: "tuple[Statement, ...]"


@dataclass(slots=True, eq=False)
class Switch:
    """`switch (status) { case 1: … break; }`."""

    start: int
    end: int
    subject: "Expression"
    cases: tuple[Case, ...]


@dataclass(slots=True, eq=False)
class Foreach:
    """`foreach (e in QueryEndpoints(aor)) { … }`."""

    start: int
    end: int
    variable: Name
    collection: "Expression"
    body: "Statement"


@dataclass(slots=True, eq=False)
class While:
    """`while (count < 3) { … }`."""

    start: int
    end: int
    condition: "Expression"
    body: "Statement"


@dataclass(slots=True, eq=False)
class Break:
    """`break;`."""

    start: int
    end: int


@dataclass(slots=True, eq=False)
class Continue:
    """`continue;`."""

    start: int
    end: int


@dataclass(slots=True, eq=False)
class Return:
    """`return;` or `return value;`."""

    start: int
    end: int
    value: "Expression | None"


@dataclass(slots=True, eq=False)
class Empty:
    """`;`."""

    start: int
    end: int


@dataclass(slots=True, eq=False)
class FunctionDefinition:
    """`function Longer(a, b) { return LengthString(a); }`."""

    start: int
    end: int
    name: Name
    parameters: tuple[Name, ...]
    body: "Statement"


@dataclass(slots=True, eq=False)
class Script:
    """A whole script: functions first, then what runs for each message."""

    start: int
    end: int
    functions: tuple[FunctionDefinition, ...]
    statements: "tuple[Statement, ...]"


Expression: TypeAlias = (
    Literal | Name | Member | Index | Call | Unary | Binary | Logical
)
Statement: TypeAlias = (
    Assignment
    | ExpressionStatement
    | Block
    | If
    | Switch
    | Foreach
    | While
    | Break
    | Continue
    | Return
    | Empty
)
Node: TypeAlias = Expression | Statement | Branch | Case | FunctionDefinition | Script


def children(parent: Node) -> Iterator[Node]:
    """Nodes directly below `parent`, in the order of the text."""
    for field in type(parent).__slots__:
        value = getattr(parent, field)
        for child in value if isinstance(value, tuple) else (value,):
            if hasattr(child, "start"):
                yield child


def operands(expression: Unary | Binary) -> tuple[Expression, ...]:
    """What an operator works on."""
    if isinstance(expression, Unary):
        return (expression.operand,)
    return (expression.left, expression.right)


def height(tree: Node) -> int:
    """Levels of the tree, counted without recursion."""
    levels, level = 0, [tree]
    while level:
        levels += 1
        level = [child for parent in level for child in children(parent)]
    return levels
