"""Which tokens of a script begin a line, and how deep that line stands."""

from dataclasses import dataclass, field

from mspllab.mspl import nodes
from mspllab.mspl.nodes import Statement
from mspllab.mspl.tokens import TokenStream


@dataclass(slots=True)
class Layout:
    """Where lines begin, found by walking the tree."""

    tokens: TokenStream
    depths: dict[int, int] = field(default_factory=dict)
    """Offset of a token that begins a line → levels of its line."""
    apart: set[int] = field(default_factory=set)
    """Offsets of tokens that a blank line stands before, whatever the author wrote."""
    _indices: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: nodes.Script, tokens: TokenStream) -> "Layout":
        """The layout of a script without errors."""
        found = cls(tokens)
        found._indices = {start: index for index, start in enumerate(tokens.starts)}
        for function in tree.functions:
            found.depths[function.start] = 0
            found._body(function.body, 0)
        for statement in tree.statements:
            found._statement(statement, 0)
        parts = (*tree.functions, *tree.statements[:1])
        if tree.functions:
            found.apart = {part.start for part in parts[1:]}
        return found

    def _statement(self, statement: Statement, depth: int) -> None:
        self.depths[statement.start] = depth
        match statement:
            case nodes.Block():
                self._block(statement, depth)
            case nodes.If():
                self._if(statement, depth)
            case nodes.Switch():
                self._switch(statement, depth)
            case nodes.Foreach() | nodes.While():
                self._body(statement.body, depth)

    def _body(self, body: Statement, depth: int) -> None:
        """A block begins on the line of what it belongs to, all else on its own."""
        if isinstance(body, nodes.Block):
            self._block(body, depth)
        else:
            self._statement(body, depth + 1)

    def _block(self, block: nodes.Block, depth: int) -> None:
        for statement in block.statements:
            self._statement(statement, depth + 1)
        self._close(block, depth)

    def _close(self, block: nodes.Block | nodes.Switch, depth: int) -> None:
        """A closing brace has its own line, unless nothing at all stands before it."""
        index = self._indices[block.end - 1]
        if self.tokens.kinds[index - 1] != "{" or self.tokens.gaps[index].strip():
            self.depths[block.end - 1] = depth

    def _if(self, chain: nodes.If, depth: int) -> None:
        bodies = [branch.body for branch in chain.branches]
        starts = [branch.start for branch in chain.branches[1:]]
        if chain.otherwise is not None:
            bodies.append(chain.otherwise)
            starts.append(chain.otherwise.start)
        for body in bodies:
            self._body(body, depth)
        for before, start in zip(bodies, starts, strict=False):
            if not isinstance(before, nodes.Block):
                self.depths[self.tokens.starts[self._indices[start] - 1]] = depth

    def _switch(self, switch: nodes.Switch, depth: int) -> None:
        for case in switch.cases:
            self.depths[case.start] = depth + 1
            for statement in case.statements:
                self._statement(statement, depth + 2)
        self._close(switch, depth)
