"""Walk: where the checker is in the tree, and what is certain there."""

from collections.abc import Container, Sequence
from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.checking.report import Report
from mspllab.mspl.checking.values import ValueChecks
from mspllab.mspl.inference import Here, Scope, Types, Value, Variable
from mspllab.mspl.nodes import Node
from mspllab.mspl.settings import Settings
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Level, Vocabulary

MOST_AROUND: Final = 12
"""Loops and switches inside each other; Python's compiler ends at 20."""


class Walk:
    """A walk through one script: first its functions, then its body."""

    def __init__(
        self,
        script: nodes.Script,
        source: Source,
        vocabulary: Vocabulary,
        settings: Settings,
    ) -> None:
        self.script = script
        self.source = source
        self.vocabulary = vocabulary
        self.settings = settings
        self.report = Report(source)
        self.types = Types(vocabulary, settings.files)
        self.values = ValueChecks(self.types, settings, self.report)
        self.taken: Final[Sequence[tuple[Container[str], str]]] = (
            (vocabulary.variables, "a built-in variable"),
            (vocabulary.functions, "a built-in function"),
            (vocabulary.constants, "a list of constants"),
            (vocabulary.classes, "a built-in class"),
            (settings.files, "a flat file"),
            (self.types.functions, "a function of this script"),
        )
        """Names that are no variables of the script, and what they are."""
        self.calls: dict[str, dict[str, nodes.Call]] = {}
        """Function → the functions it calls, each with the first such call."""
        self.enter(Scope())

    def enter(self, scope: Scope) -> None:
        """Begin with a function or with the body."""
        self.here = Here(scope)
        self.blocks = {0}
        """Blocks that are open here."""
        self.block = 0
        """The innermost of them."""
        self.last_block = 0
        self.certain: set[str] = set()
        """Variables that have been assigned here, whatever way was taken."""
        self.trail: list[str] = []
        """The same in the order in which they were, to forget them blockwise."""
        self.written: list[str] = []
        """Every variable that was assigned so far, in the order of the text."""
        self.unresolved: list[nodes.Name] = []
        self.around: list[str] = []
        """"loop" and "switch", outermost first."""
        self.branches = 0
        """Branches and loops around, which may not run."""
        self.fork_branches: int | None = None
        """The same where the fork was opened that is still open."""

    # --- findings ---------------------------------------------------------------------

    def lenient(self, where: Node, message: str, hint: str = "") -> None:
        """Add a finding that is an error in strict mode and a warning otherwise."""
        code = "MSPL219" if self.settings.strict else "MSPL409"
        self.report(code, message, where, hint)

    def too_new(self, what: str, since: Level, where: Node) -> None:
        """Add a finding about something that later levels have."""
        level = self.settings.level
        message = f"{what} came with {since}, and the level asked for is {level}"
        self.report("MSPL215", message, where)

    # --- what is certain --------------------------------------------------------------

    def make_certain(self, name: str) -> None:
        """From here to the end of the block, `name` has been assigned."""
        if name not in self.certain:
            self.certain.add(name)
            self.trail.append(name)

    def open_block(self) -> tuple[int, int]:
        """Begin a block that may not run; give the result to `close_block`."""
        around = self.block
        self.last_block += 1
        self.block = self.last_block
        self.blocks.add(self.block)
        return around, len(self.trail)

    def close_block(self, opened: tuple[int, int]) -> set[str]:
        """End the block; what was certain at its end and is not any more."""
        around, mark = opened
        self.blocks.discard(self.block)
        self.block = around
        if len(self.trail) == mark:
            return set()
        certain = set(self.trail[mark:])
        del self.trail[mark:]
        self.certain -= certain
        return certain

    def back_to(self, here: Here, mark: int) -> None:
        """Know what was known before, but for variables written since `mark`."""
        self.here = here
        if here.solid and len(self.written) > mark:
            self.here = here.without(self.written[mark:])

    # --- variables --------------------------------------------------------------------

    def assign(self, name: str, value: Value) -> None:
        """Note that `value` is assigned to a variable here."""
        self.variable(name).values.append(value)
        self.make_certain(name)
        self.written.append(name)
        if name in self.here.solid:
            self.here = self.here.without((name,))

    def variable(self, name: str) -> Variable:
        """The variable of that name; a new one where there is none."""
        variables = self.here.scope.variables
        variable = variables.get(name)
        if variable is None:
            variable = variables[name] = Variable(name, self.block)
        elif variable.block not in self.blocks:
            variable.is_scattered = True
        return variable
