"""Links lose, double and delay, always the same way for the same seed."""

from random import Random

from mspllab.sim.link import Link, travel_times


def test_a_plain_link_only_takes_its_time() -> None:
    assert travel_times(Link(delay=0.02), Random(1), reliable=False) == (0.02,)


def test_a_plain_link_asks_nothing_of_chance() -> None:
    chance = Random(1)
    before = chance.getstate()

    travel_times(Link(), chance, reliable=False)

    assert chance.getstate() == before


def test_jitter_adds_at_most_what_it_says() -> None:
    link, chance = Link(delay=0.1, jitter=0.05), Random(1)

    times = [travel_times(link, chance, reliable=True)[0] for _ in range(200)]

    assert 0.1 <= min(times) < 0.11
    assert 0.14 < max(times) <= 0.15


def test_a_link_that_loses_everything_delivers_nothing() -> None:
    assert travel_times(Link(loss=1.0), Random(1), reliable=False) == ()


def test_the_share_of_lost_messages_is_about_the_one_asked_for() -> None:
    link, chance = Link(loss=0.25), Random(1)

    lost = sum(not travel_times(link, chance, reliable=False) for _ in range(2000))

    assert 400 < lost < 600


def test_a_duplicating_link_delivers_two_copies() -> None:
    link = Link(delay=0.02, duplicate=1.0)

    assert travel_times(link, Random(1), reliable=False) == (0.02, 0.02)


def test_a_message_held_back_comes_late() -> None:
    link = Link(delay=0.02, reorder=1.0, hold=0.5)

    assert travel_times(link, Random(1), reliable=False) == (0.52,)


def test_a_connection_neither_loses_nor_doubles_nor_reorders() -> None:
    link = Link(delay=0.02, loss=1.0, duplicate=1.0, reorder=1.0)

    assert travel_times(link, Random(1), reliable=True) == (0.02,)


def test_rule_139_the_same_seed_gives_the_same_fate() -> None:
    link = Link(jitter=0.1, loss=0.3, duplicate=0.3, reorder=0.3)

    def fates() -> list[tuple[float, ...]]:
        chance = Random(7)
        return [travel_times(link, chance, reliable=False) for _ in range(50)]

    assert fates() == fates()
