"""Runs followed through small graphs, by nothing but the marks they leave."""

from mspllab.mspl.following import MOST_WAYS, Follower
from mspllab.mspl.ways import END, Spot, Way, Ways


def follower(
    spots: dict[str, list[Way]], *, calls: dict[str, str] | None = None
) -> Follower[str]:
    """One place to a letter, the first where a run begins; small ones are silent."""
    names = list(spots)
    ways = Ways()
    for name in names:
        called = (calls or {}).get(name)
        ways.spots.append(
            Spot(0, 0, (called,) if called else (), ways=tuple(spots[name]))
        )
    ways.start = 0
    ways.functions = {"F": names.index("F")} if "F" in names else {}
    ways.choices = [("choice", n) for n in range(3)]  # type: ignore[misc]
    return Follower(ways, names, [name.islower() for name in names])


NONE: frozenset[int] = frozenset()
TWO_ARMS = {
    "s": [Way(1)],
    "A": [Way(2, (0, 0)), Way(3, (0, 1))],
    "B": [Way(END)],
    "C": [Way(END)],
}


def test_the_next_mark_tells_which_way_was_taken() -> None:
    assert follower(TWO_ARMS).follow("AB", NONE).outcomes == ((0, 0),)
    assert follower(TWO_ARMS).follow("AC", NONE).outcomes == ((0, 1),)


def test_ways_that_leave_the_same_marks_cannot_be_told_apart() -> None:
    same = {"s": [Way(1)], "A": [Way(2, (0, 0)), Way(2, (0, 1))], "B": [Way(END)]}

    assert follower(same).follow("AB", NONE).unclear == {0}


def test_marks_that_no_way_leaves_tell_nothing() -> None:
    followed = follower(TWO_ARMS).follow("BA", NONE)

    assert (followed.outcomes, followed.unclear) == ((), {0, 1, 2})


def test_a_run_that_an_error_ended_went_no_further() -> None:
    short = {"s": [Way(1)], "A": [Way(END, (0, 0)), Way(2, (0, 1))], "B": [Way(END)]}

    assert follower(short).follow("A", frozenset({1})).outcomes == ()
    assert follower(short).follow("A", NONE).outcomes == ((0, 0),)


def test_a_call_comes_back_to_the_place_that_made_it() -> None:
    calling = {
        "s": [Way(1)],
        "A": [Way(2, (0, 0)), Way(END, (0, 1))],
        "B": [Way(END)],
        "F": [Way(END, (1, 0)), Way(4, (1, 1))],
        "G": [Way(END)],
    }
    made = follower(calling, calls={"A": "F"})

    assert made.follow("AFB", NONE).outcomes == ((1, 0), (0, 0))
    assert made.follow("AFGF", NONE).outcomes == ((1, 1), (1, 0), (0, 1))
    assert made.follow("AB", NONE).outcomes == ((0, 0),)


def test_silent_places_are_passed_without_a_mark_however_often() -> None:
    loop = {
        "s": [Way(1)],
        "A": [Way(2, (0, 0)), Way(4, (0, 1))],
        "B": [Way(3)],
        "a": [Way(2, (0, 0)), Way(4, (0, 1))],
        "C": [Way(END)],
    }

    assert follower(loop).follow("ABBBC", NONE).outcomes == (
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 1),
    )


def test_too_many_ways_at_once_are_given_up() -> None:
    count = MOST_WAYS + 1
    many = {"s": [Way(n, (0, n)) for n in range(1, count + 1)]}
    ways = Ways(spots=[Spot(0, 0, ways=tuple(many["s"]))], start=0)
    ways.spots += [Spot(0, 0, ways=(Way(END),)) for _ in range(count)]
    ways.choices = [("choice", 0)]  # type: ignore[list-item]

    followed = Follower(ways, ["", *["A"] * count], [True, *[False] * count])

    assert followed.follow("A", NONE).unclear == {0}


def test_what_cannot_be_told_is_not_followed_back_turn_by_turn() -> None:
    loop = {
        "s": [Way(1)],
        "A": [Way(2, (0, 0)), Way(3, (0, 1))],
        "b": [Way(4)],
        "c": [Way(4)],
        "D": [Way(1, (1, 0)), Way(END, (1, 1))],
    }

    followed = follower(loop).follow("AD" * 20_000, NONE)

    assert followed.unclear == {0}
    assert len(followed.outcomes) == 20_000
