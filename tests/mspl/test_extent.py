"""Where the statements of a script stand."""

from mspllab.mspl.extent import Extents
from mspllab.mspl.parser import parse
from mspllab.mspl.source import Source

TEXT = "if (a) { b = 1; } else if (c) ; switch (a) { case 1: d(); break; case 2: e(); }"


def extents() -> Extents:
    return Extents(parse(Source(TEXT))[0])


def texts() -> list[str]:
    return [TEXT[extents()[n].start :][:6] for n in range(len(extents()))]


def test_branches_count_and_blocks_do_not() -> None:
    assert texts() == [
        "if (a)",
        "b = 1;",
        "if (c)",
        "switch",
        "d(); b",
        "break;",
        "e(); }",
    ]


def test_a_place_belongs_to_the_innermost_statement_around_it() -> None:
    found = extents()

    assert found.at(TEXT.index("1; }")) == 1
    assert found.at(TEXT.index("} else")) == 0
    assert found.at(TEXT.index("else")) == -1
    assert found.at(TEXT.index("case 2")) == 3


def test_a_statement_holds_what_stands_inside_it() -> None:
    found = extents()

    assert found[3].holds(found[6])
    assert not found[3].holds(found[3])
    assert not found[0].holds(found[2])
    assert [found[n].parent for n in range(len(found))] == [-1, 0, -1, -1, 3, 3, 3]


def test_the_first_statement_of_a_line_is_found() -> None:
    assert extents().first_between(1, len(TEXT)) == 1
    assert extents().first_between(len(TEXT), len(TEXT) + 5) == -1
