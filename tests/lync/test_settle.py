from mspllab.cores.agent import Outcome
from mspllab.cores.events import Confirmed, Ended, Event
from mspllab.lync.settle import settled
from mspllab.trace.records import Happened


def note(what: str) -> Happened:
    return Happened(0.0, "desk", what, what)


def test_effects_pass_and_events_are_answered_in_their_place() -> None:
    answers: dict[type, list[Outcome]] = {
        Confirmed: [note("b"), Ended(1, by_us=True)],
        Ended: [note("c")],
    }

    def take(event: Event, now: float) -> list[Outcome]:
        return answers[type(event)]

    outcomes: list[Outcome] = [note("a"), Confirmed(1), note("d")]
    effects = settled(outcomes, take, 0.0)
    assert [effect.what for effect in effects] == ["a", "b", "c", "d"]  # type: ignore[union-attr]
