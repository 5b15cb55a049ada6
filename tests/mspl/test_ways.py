"""The places of a script, and where a run can go on from each."""

from mspllab.mspl.parser import parse
from mspllab.mspl.source import Source
from mspllab.mspl.ways import END, Spot, Ways


def ways_of(text: str) -> Ways:
    tree, findings = parse(Source(text))
    assert not findings
    return Ways.of(tree, Source(text))


def spot(ways: Ways, text: str, part: str) -> Spot:
    """The place where `part` begins."""
    start = text.index(part)
    return next(one for one in ways.spots if one.start == start and not one.is_silent)


def targets(ways: Ways, place: Spot) -> list[int]:
    """Offsets of the places that come next; END is the end."""
    return [
        END if way.target == END else ways.spots[way.target].start for way in place.ways
    ]


def test_one_statement_leads_to_the_next_and_the_last_to_the_end() -> None:
    text = "a = 1; { b = 2; ; } c = 3;"
    ways = ways_of(text)

    assert targets(ways, spot(ways, text, "a")) == [text.index("b")]
    assert targets(ways, spot(ways, text, "b")) == [text.index("c")]
    assert targets(ways, spot(ways, text, "c")) == [END]


def test_an_if_leads_into_its_body_or_to_what_comes_next() -> None:
    text = "if (x) a = 1; else if (y) b = 2; else c = 3; d = 4;"
    ways = ways_of(text)

    assert targets(ways, spot(ways, text, "if (x)")) == [
        text.index("a ="),
        text.index("if (y)"),
    ]
    assert targets(ways, spot(ways, text, "if (y)")) == [
        text.index("b ="),
        text.index("c ="),
    ]
    assert targets(ways, spot(ways, text, "a =")) == [text.index("d =")]


def test_a_loop_is_looked_at_once_more_behind_its_body() -> None:
    text = "while (x) { a = 1; continue; } b = 1;"
    ways = ways_of(text)
    (again,) = (
        one for one in ways.spots if one.is_silent and one.start == 0 and one.end > 0
    )

    assert targets(ways, spot(ways, text, "continue")) == [0]
    assert targets(ways, again) == [text.index("a"), text.index("b")]


def test_break_leaves_the_loop_or_switch_around_it() -> None:
    text = (
        "foreach (e in x) { switch (e) { case 1: a = 1; break; } b = 1; break; } c = 1;"
    )
    ways = ways_of(text)
    inner, outer = (one for one in ways.spots if text.startswith("break", one.start))

    assert {*targets(ways, inner), *targets(ways, outer)} == {
        text.index("b ="),
        text.index("c ="),
    }


def test_return_leads_to_the_end_from_anywhere() -> None:
    text = "foreach (e in x) { if (e) return; } a = 1;"
    ways = ways_of(text)

    assert targets(ways, spot(ways, text, "return")) == [END]


def test_a_place_knows_which_functions_of_the_script_it_may_call() -> None:
    text = "function F(x) { return x; } if (F(1) || G(F(2))) { a = F(3); }"
    ways = ways_of(text)

    assert spot(ways, text, "if").calls == ("F",)
    assert ways.spots[ways.functions["F"]].start == text.index("return")


def test_choices_stand_in_the_order_of_the_text() -> None:
    text = (
        "function F(x) { while (x) { } } "
        "foreach (e in x) { if (e) { } else if (x) { } } "
        "switch (x) { case 1: case 2: break; default: break; } "
        'switch (x) { case "a": break; }'
    )

    found = [(one.kind, one.outcomes) for one in ways_of(text).choices]

    assert found == [
        ("while", ("true", "false")),
        ("foreach", ("some", "none")),
        ("if", ("true", "false")),
        ("else if", ("true", "false")),
        ("switch", ("case 1, 2", "default")),
        ("switch", ('case "a"', "no case")),
    ]


def test_conditions_that_never_change_and_jumps_may_be_no_step() -> None:
    text = "if (1 < 2) { a = 1; } while (x) { break; }"
    ways = ways_of(text)

    elusive = {text[one.start : one.end] for one in ways.spots if one.is_elusive}

    assert elusive == {"if (1 < 2", "break;"}
