"""Flow: what the forward analysis of a script works with, and what it has found.

The script is gone through once for requests and once for responses; that settles every
test of `sipRequest` and `sipResponse`. A call of one of the script's functions is
answered from a summary, and loops run until nothing new is learned (`paths`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from mspllab.mspl import nodes
from mspllab.mspl.checking.facts import ANYTHING, MAY_BE_NULL, Fact
from mspllab.mspl.checking.obstacles import Obstacles
from mspllab.mspl.checking.roles import CHANGING
from mspllab.mspl.checking.world import Key, Split, World
from mspllab.mspl.diagnostics import Severity
from mspllab.mspl.inference import Scope, Types
from mspllab.mspl.nodes import Expression, Node, Statement
from mspllab.mspl.settings import Settings
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Applies, Handles, Vocabulary

MOST_SUMMARIES: Final = 12
"""Ways of calling one function that are told apart."""
MOST_TRACKED: Final = 96
"""Variables of a scope that are followed; of the others nothing is said."""
NONE: Final[frozenset[str]] = frozenset()
LONGEST_SHOWN: Final = 48
"""Characters of the script that a sentence shows."""


class Exit(NamedTuple):
    """One way in which a function comes to its end."""

    world: World
    result: Fact
    is_old: bool
    """The message had been handled before the call."""


class Note(NamedTuple):
    """A finding that is not reported yet."""

    code: str
    where: Node
    message: str
    """`{message}` stands for the kinds of message that it is about."""
    hint: str
    severity: Severity | None


@lru_cache(maxsize=32)
def _tables(
    vocabulary: Vocabulary,
) -> tuple[dict[str, Fact], frozenset[str], frozenset[str]]:
    """Results of functions; functions that concern the message; fields with null."""
    functions = vocabulary.functions
    results = {
        name: MAY_BE_NULL if function.nullable else ANYTHING
        for name, function in functions.items()
    }
    acting = frozenset(
        name
        for name, function in functions.items()
        if function.applies is not Applies.ANY
        or function.handles is not Handles.NOTHING
        or name in CHANGING
    )
    nullable = frozenset(
        field.name
        for fields in vocabulary.classes.values()
        for field in fields.values()
        if field.nullable
    )
    return results, acting, nullable


class Flow:
    """One analysis of one script."""

    def __init__(
        self,
        script: nodes.Script,
        source: Source,
        types: Types,
        settings: Settings,
        body: Scope,
        singles: dict[Scope, dict[str, Expression]],
        obstacles: Obstacles,
        follow: "Callable[[Flow, Iterable[Statement], list[World]], list[World]]",
        split: "Callable[[Flow, World, Expression], Split]",
    ) -> None:
        self.script = script
        self.source = source
        self.types = types
        self.settings = settings
        self.functions = types.vocabulary.functions
        self.variables = types.vocabulary.variables
        self.constants = types.vocabulary.constants
        self.body = body
        self.singles = singles
        """Scope → variables with one value each, and its expression."""
        self.obstacles = obstacles
        self.follow = follow
        self.split = split
        self.results, self.acting, self.nullable = _tables(types.vocabulary)
        self.keys: dict[Expression, tuple[Key, frozenset[str]] | None] = {}
        self.told_of: set[str] = set()
        """Fields and functions of which some condition has told something."""
        self.telling_names: dict[Scope, set[str]] | None = None
        """Variables that depend on a mark; None: nobody has asked yet."""
        self.may_reroute = False
        """A call sends the message to a user, so it is worth while to ask."""
        self.notes: dict[tuple[str, int, int], Note] = {}
        self.absences: dict[Node, str] = {}
        """Fields that were read of a variable that is absent → the variable."""
        self.kinds: dict[tuple[str, int, int], set[Applies]] = defaultdict(set)
        """Finding → the kinds of message for which it was found."""
        self.present: dict[Node, set[Applies]] = defaultdict(set)
        """Calls and fields that are for one kind of message → the kinds that came."""
        self.outcomes: dict[Expression, set[bool | None]] = {}
        """Tests of the message → what they were known to give; None: either."""
        self.unassigned: set[tuple[Scope, str]] = set()
        """Variables that were already said to be read too early."""
        self.summaries: dict[tuple[object, ...], list[Exit]] = {}
        self.summarised: dict[tuple[str, Applies], int] = defaultdict(int)
        self.visits = 0
        """Statements that were looked at, counted once for each time."""
        self.kind = Applies.REQUEST
        """The kind of message that is being followed."""
        self.enter(body, None)

    def enter(self, scope: Scope, context: object) -> None:
        """Begin with the body or with a function, called in one way."""
        self.scope = scope
        self.context = context
        """The way in which the function was called."""
        self.returns: list[tuple[World, Fact, Statement | None]] = []
        self.breaks: list[list[World]] = []
        self.continues: list[list[World]] = []
        self.single = self.singles.get(scope, {})
        names = scope.variables
        self.untracked = NONE
        if len(names) > MOST_TRACKED:
            self.untracked = frozenset(list(names)[MOST_TRACKED:])
        self.loops: dict[Node, tuple[list[World], list[World]]] = {}
        """Loop → what was known at its head, and what behind it."""

    def note(
        self,
        code: str,
        where: Node,
        message: str,
        hint: str = "",
        severity: Severity | None = None,
    ) -> None:
        """Add a finding; the same one for another kind of message is the same."""
        key = (code, where.start, where.end)
        self.kinds[key].add(self.kind)
        if key not in self.notes:
            self.notes[key] = Note(code, where, message, hint, severity)

    def absent(self, where: Node, variable: str) -> None:
        """A field was read that is false, since the variable is absent."""
        self.absences.setdefault(where, variable)
        self.present[where].add(self.kind)

    def is_certain(self, where: Node) -> bool:
        """One kind of message alone gets there, and no error hides another."""
        return len(self.present[where]) == 1 and not self.obstacles

    def shown(self, where: Node) -> str:
        """A part of the script as it is written, on one line."""
        text = " ".join(self.source.text[where.start : where.end].split())
        return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"

    def line(self, where: Node) -> int:
        """The line of the file on which something begins."""
        return self.source.position(where.start)[0]
