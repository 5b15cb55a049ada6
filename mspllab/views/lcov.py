"""LCOV: coverage as the tracefile that editors, `genhtml` and CI services read."""

from collections.abc import Iterator

from mspllab.mspl.coverage import Coverage, Covered


def render_lcov(path: str, coverage: Coverage) -> str:
    """The tracefile's section on the script at `path`.

    A choice is a block on its line, each of its outcomes a branch. Choices of which the
    runs do not tell are left out, as are lines without a statement.
    """
    return "".join(f"{line}\n" for line in _lines(path, coverage))


def _lines(path: str, coverage: Coverage) -> Iterator[str]:
    yield "TN:"
    yield f"SF:{path}"
    choices = [choice for choice in coverage.choices if choice.is_clear]
    for block, choice in enumerate(choices):
        yield from _branches(block, choice)
    taken = [times for choice in choices for _, times in choice.outcomes]
    yield f"BRF:{len(taken)}"
    yield f"BRH:{sum(map(bool, taken))}"
    for line, times in coverage.lines.items():
        yield f"DA:{line},{times}"
    yield f"LF:{len(coverage.lines)}"
    yield f"LH:{sum(map(bool, coverage.lines.values()))}"
    yield "end_of_record"


def _branches(block: int, choice: Covered) -> Iterator[str]:
    """`-` stands for a choice that never came up, which is not the same as 0."""
    for number, (_, times) in enumerate(choice.outcomes):
        taken = times if choice.times else "-"
        yield f"BRDA:{choice.line},{block},{number},{taken}"
