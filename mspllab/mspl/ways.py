"""Ways: where a script can go on from each of its statements, as a graph.

A place is where a run leaves a mark, mostly a statement; a way leads to the next one.
Where a condition or a case decides, the way bears the choice and its outcome.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from mspllab.mspl import nodes
from mspllab.mspl.nodes import Node, Statement
from mspllab.mspl.source import Source

END: Final = -1
"""Where the body or a function is over."""
Outcome = tuple[int, int]
"""Number of a choice, and which of its outcomes it is."""


class Choice(NamedTuple):
    """Something in a script that can come out in several ways."""

    start: int
    """Offset into the script."""
    kind: str
    """if, else if, while, foreach, switch."""
    outcomes: tuple[str, ...]
    """true and false; some and none, of a foreach; the cases of a switch."""


class Way(NamedTuple):
    """On to the next place."""

    target: int
    """Number of the place; END: behind the last one."""
    outcome: Outcome | None = None
    """What leads there; None: nothing was to be chosen."""


@dataclass(slots=True)
class Spot:
    """A place in a script; its ways are filled in when those behind it are known."""

    start: int
    end: int
    """Where what runs at this place ends: a branch only up to its body."""
    calls: tuple[str, ...] = ()
    """Functions of the script that may be called there."""
    is_silent: bool = False
    """A run leaves no mark there: a loop is looked at once more."""
    is_elusive: bool = False
    """It may be no step of a recorded run: break, continue, `if (true)`."""
    ways: tuple[Way, ...] = ()


@dataclass(slots=True)
class Ways:
    """The places of a script, its choices, and where it begins."""

    spots: list[Spot] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    """In the order of the text."""
    start: int = END
    """A silent place before the first statement."""
    functions: dict[str, int] = field(default_factory=dict)
    """Function → its first place; END: it has none."""

    @classmethod
    def of(cls, script: nodes.Script, source: Source) -> "Ways":
        """Everything that `script` can do."""
        ways = cls()
        builder = _Builder(ways, source)
        for function in script.functions:
            builder.own.add(function.name.name)
        for function in script.functions:
            first = builder.through((function.body,), END)
            ways.functions[function.name.name] = first
        ways.start = builder.before(builder.through(script.statements, END))
        builder.sort_choices()
        return ways


class _Builder:
    """Builds from the end to the beginning: what comes next is known already."""

    def __init__(self, ways: Ways, source: Source) -> None:
        self._ways = ways
        self._source = source
        self._leave: list[int] = []
        """Where break leads from each loop and switch around."""
        self._again: list[int] = []
        """Where continue leads from each loop around."""
        self.own: set[str] = set()

    def before(self, first: int) -> int:
        """A silent place before another one."""
        return self._add(Spot(0, 0, is_silent=True), (Way(first),))

    def through(self, statements: Sequence[Statement], after: int) -> int:
        """The first place of `statements`, behind which `after` comes."""
        for statement in reversed(statements):
            after = self._statement(statement, after)
        return after

    def _statement(self, statement: Statement, after: int) -> int:
        match statement:
            case nodes.Block(statements=inner):
                return self.through(inner, after)
            case nodes.Empty():
                return after
            case nodes.If():
                return self._if(statement, after)
            case nodes.Switch():
                return self._switch(statement, after)
            case nodes.Foreach() | nodes.While():
                return self._loop(statement, after)
        return self._simple(statement, after)

    def _simple(self, statement: Statement, after: int) -> int:
        spot = self._spot(statement, statement)
        spot.is_elusive = isinstance(statement, nodes.Break | nodes.Continue)
        match statement:
            case nodes.Return():
                after = END
            case nodes.Break():
                after = self._leave[-1]
            case nodes.Continue():
                after = self._again[-1]
        return self._add(spot, (Way(after),))

    def _if(self, statement: nodes.If, after: int) -> int:
        otherwise = statement.otherwise
        past = after if otherwise is None else self._statement(otherwise, after)
        for branch in reversed(statement.branches):
            kind = "if" if branch is statement.branches[0] else "else if"
            choice = self._choice(branch.start, kind, ("true", "false"))
            then = self._statement(branch.body, after)
            spot = self._spot(branch, branch.condition)
            past = self._add(spot, (Way(then, (choice, 0)), Way(past, (choice, 1))))
        return past

    def _switch(self, statement: nodes.Switch, after: int) -> int:
        arms = list(_arms(statement))
        names = tuple(self._name(labels) for labels, _ in arms)
        has_default = any(one.value is None for one in statement.cases)
        missed = () if has_default else ("no case",)
        choice = self._choice(statement.start, "switch", names + missed)
        self._leave.append(after)
        targets = [self.through(body, after) for _, body in arms]
        self._leave.pop()
        targets += [after] * len(missed)
        ways = [Way(target, (choice, n)) for n, target in enumerate(targets)]
        tests = [one.value for one in statement.cases if one.value is not None]
        return self._add(self._spot(statement, statement.subject, *tests), tuple(ways))

    def _name(self, labels: Sequence[nodes.Case]) -> str:
        text = self._source.text
        names = [
            "default" if one.value is None else text[one.value.start : one.value.end]
            for one in labels
        ]
        if "default" in names:
            return "default"
        return f"case {', '.join(names)}"

    def _loop(self, statement: nodes.Foreach | nodes.While, after: int) -> int:
        is_while = isinstance(statement, nodes.While)
        names = ("true", "false") if is_while else ("some", "none")
        kind = "while" if is_while else "foreach"
        choice = self._choice(statement.start, kind, names)
        match statement:
            case nodes.While(condition=head) | nodes.Foreach(collection=head):
                pass
        first = self._spot(statement, head)
        calls = first.calls if is_while else ()
        again = Spot(statement.start, first.end, calls, is_silent=True)
        number = self._add(again, ())
        self._leave.append(after)
        self._again.append(number)
        body = self._statement(statement.body, number)
        self._leave.pop()
        self._again.pop()
        first.ways = Way(body, (choice, 0)), Way(after, (choice, 1))
        again.ways = first.ways if is_while else (Way(body), Way(after))
        return self._add(first, first.ways)

    def _spot(self, node: Node, *heads: Node) -> Spot:
        calls = dict.fromkeys(name for head in heads for name in _calls(head))
        own = tuple(name for name in calls if name in self.own)
        end = max(head.end for head in heads)
        return Spot(node.start, end, own, is_elusive=not any(map(_varies, heads)))

    def _add(self, spot: Spot, ways: tuple[Way, ...]) -> int:
        spot.ways = ways
        self._ways.spots.append(spot)
        return len(self._ways.spots) - 1

    def _choice(self, start: int, kind: str, outcomes: tuple[str, ...]) -> int:
        self._ways.choices.append(Choice(start, kind, outcomes))
        return len(self._ways.choices) - 1

    def sort_choices(self) -> None:
        """Number the choices in the order of the text."""
        choices = self._ways.choices
        order = sorted(range(len(choices)), key=lambda number: choices[number].start)
        place = {old: new for new, old in enumerate(order)}
        self._ways.choices = [choices[old] for old in order]
        for spot in self._ways.spots:
            spot.ways = tuple(
                way._replace(outcome=(place[way.outcome[0]], way.outcome[1]))
                if way.outcome
                else way
                for way in spot.ways
            )


def _arms(
    statement: nodes.Switch,
) -> Iterator[tuple[list[nodes.Case], tuple[Statement, ...]]]:
    """Labels that share a branch, and the branch."""
    labels: list[nodes.Case] = []
    for case in statement.cases:
        labels.append(case)
        if case.statements or case is statement.cases[-1]:
            yield labels, case.statements
            labels = []


def _calls(head: Node) -> Iterator[str]:
    """Names of the functions that are called in an expression or simple statement."""
    return (node.name for node in _within(head) if isinstance(node, nodes.Call))


def _varies(head: Node) -> bool:
    """Whether it depends on anything but its own text."""
    return any(isinstance(node, nodes.Name | nodes.Call) for node in _within(head))


def _within(head: Node) -> Iterator[Node]:
    pending = [head]
    while pending:
        node = pending.pop()
        yield node
        pending += nodes.children(node)
