import pytest

from mspllab.transaction.timers import RFC_TIMERS, Timer, Timers


@pytest.mark.parametrize(
    ("timer", "unreliable", "reliable"),
    [
        (Timer.A, 0.5, None),
        (Timer.B, 32.0, 32.0),
        (Timer.D, 32.0, 0.0),
        (Timer.E, 0.5, None),
        (Timer.F, 32.0, 32.0),
        (Timer.G, 0.5, None),
        (Timer.H, 32.0, 32.0),
        (Timer.I, 5.0, 0.0),
        (Timer.J, 32.0, 0.0),
        (Timer.K, 5.0, 0.0),
        (Timer.L, 32.0, 32.0),
        (Timer.M, 32.0, 32.0),
    ],
)
def test_every_timer_waits_as_long_as_table_4_says(
    timer: Timer, unreliable: float, reliable: float | None
) -> None:
    assert RFC_TIMERS.wait(timer, reliable=False) == unreliable
    assert RFC_TIMERS.wait(timer, reliable=True) == reliable


def test_patience_is_64_times_t1() -> None:
    assert Timers(t1=0.1).patience == pytest.approx(6.4)
    assert Timers(t1=0.1).wait(Timer.B, reliable=True) == pytest.approx(6.4)


def test_timer_d_lasts_32_seconds_however_short_t1_is() -> None:
    assert Timers(t1=0.001).wait(Timer.D, reliable=False) == 32.0
