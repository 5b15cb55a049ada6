"""A script in one style, with its comments where they belong.

No token is changed, added or left out: only what stands between them is. So the tree
stays the same, and a second time changes nothing.
"""

from dataclasses import dataclass, field

from mspllab.errors import MsplSyntaxError
from mspllab.mspl.diagnostics import in_order
from mspllab.mspl.formatting.gap import TAB, Gap, read_gap
from mspllab.mspl.formatting.layout import Layout
from mspllab.mspl.formatting.line import INDENT, Atom, Line
from mspllab.mspl.formatting.spacing import glue, is_sign
from mspllab.mspl.lexer import scan
from mspllab.mspl.parser import parse
from mspllab.mspl.source import Source
from mspllab.mspl.tokens import END, TokenStream


def format_script(source: Source, margin: str = "") -> str:
    """The script in one style; every line begins with `margin`.

    Four blanks a level, braces on the line of what they belong to, one statement a
    line, at most one blank line between two, lines broken behind commas and before &&
    and || where the author did so or where they would be too long. "" where there is
    nothing but white space.

    Raises:
        MsplSyntaxError: the script has errors that keep it from being understood.
    """
    tree, findings = parse(source)
    if findings:
        raise MsplSyntaxError(in_order(findings))
    tokens, _ = scan(source)
    writer = _Writer(tokens, Layout.of(tree, tokens), margin)
    for index in range(len(tokens)):
        writer.take(index)
    return "".join(
        ("\n" if line.after_blank and number else "") + line.render(margin) + "\n"
        for number, line in enumerate(writer.lines)
    )


@dataclass(slots=True)
class _Writer:
    """Sorts tokens and comments into lines."""

    tokens: TokenStream
    layout: Layout
    margin: str
    lines: list[Line] = field(default_factory=list)
    brackets: int = 0
    """How many ( and [ are open."""
    sign: bool = False
    """The token before is the sign of this one."""

    def take(self, index: int) -> None:
        """Write token `index` and the comments before it."""
        gap = read_gap(self.tokens.gaps[index], first=index == 0)
        start, kind = self.tokens.starts[index], self.tokens.kinds[index]
        if kind == END:
            self._comments(gap, 0, 0, apart=False)
        elif start in self.layout.depths:
            self._start_line(index, gap)
        else:
            self._go_on(index, gap)
        self.sign = is_sign(self.tokens.kinds, index, start in self.layout.depths)
        self.brackets += (kind in ("(", "[")) - (kind in (")", "]"))

    def _start_line(self, index: int, gap: Gap) -> None:
        kind, start = self.tokens.kinds[index], self.tokens.starts[index]
        depth = self.layout.depths[start]
        within = depth + (kind == "}")
        after = depth if self._goes_on_with_else(index, gap) else within
        apart = start in self.layout.apart
        joined = self._comments(gap, within, after, apart=apart) and within == depth
        atom = Atom(self.tokens.texts[index])
        if joined and not gap.ends_line and not gap.comments[-1].ends_line:
            self.lines[-1].atoms.append(atom._replace(glue=" "))
            return
        blank = gap.after_blank or (apart and not self._own_lines(gap))
        self._add(Line(depth, blank and kind not in ("}", "else"), [atom]))
        self.brackets = 0

    def _goes_on_with_else(self, index: int, gap: Gap) -> bool:
        return self.tokens.kinds[index : index + 2] == ["}", "else"] and gap.ends_line

    def _comments(self, gap: Gap, within: int, after: int, *, apart: bool) -> bool:
        """Write comments before a line; whether the last line has nothing else.

        They stand at level `within`, but at `after` if they stand no deeper than the
        token: then they are about the else that follows.
        """
        apart = apart and not (
            gap.after_blank or any(comment.after_blank for comment in gap.comments)
        )
        alone = False
        for comment in gap.comments:
            if comment.begins_line:
                depth = after if comment.column <= gap.column else within
                column = len(self.margin.expandtabs(TAB)) + depth * INDENT
                text = comment.moved_to(column)
                atom = Atom(text, is_comment=True)
                blank = comment.after_blank or (apart and not alone)
                self._add(Line(depth, blank, [atom]))
                alone = True
            else:
                atom = Atom(comment.text, " ", is_comment=True)
                self.lines[-1].atoms.append(atom)
        return alone

    def _own_lines(self, gap: Gap) -> bool:
        return any(comment.begins_line for comment in gap.comments)

    def _add(self, line: Line) -> None:
        """Begin a line; behind an opening brace there is no blank one."""
        if self.lines and self.lines[-1].last_token == "{":
            line.after_blank = False
        self.lines.append(line)

    def _go_on(self, index: int, gap: Gap) -> None:
        """Write a token, and the comments before it, on the line that is begun."""
        atoms, kinds = self.lines[-1].atoms, self.tokens.kinds
        between = glue(kinds[index - 1], kinds[index], after_sign=self.sign)
        for comment in gap.comments:
            before = "" if kinds[index - 1] in ("(", "[") else " "
            forced = comment.begins_line
            atom = Atom(comment.text, before, forced, None, True, self.brackets)
            atoms.append(atom)
        text = self.tokens.texts[index]
        if not gap.comments:
            rank = self._rank(index)
            forced = rank is not None and self._is_broken(index, gap)
            atoms.append(Atom(text, between, forced, rank, False, self.brackets))
            return
        last = gap.comments[-1]
        forced = last.ends_line or (last.begins_line and gap.ends_line)
        tight = kinds[index] in (")", "]", ",", ";", ":")
        between = "" if tight else " "
        atoms.append(Atom(text, between, forced, None, False, self.brackets))

    def _is_broken(self, index: int, gap: Gap) -> bool:
        """Whether the author broke here; behind an operator counts as before it."""
        following = self.tokens.gaps[index + 1]
        is_operator = self.tokens.kinds[index] in ("&&", "||")
        return gap.ends_line or (is_operator and "\n" in following)

    def _rank(self, index: int) -> tuple[int, int] | None:
        """Where the line may break: behind commas, before || and &&."""
        if self.tokens.kinds[index - 1] == ",":
            return self.brackets, 0
        order = {"||": 1, "&&": 2}.get(self.tokens.kinds[index])
        return None if order is None else (self.brackets, order)
