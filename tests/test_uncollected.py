import gc
from collections.abc import Iterator

import pytest

from mspllab.applications.vocabulary import VOCABULARY
from mspllab.mspl.program import Program, check
from mspllab.mspl.source import Source
from mspllab.uncollected import Uncollected


def test_nothing_is_collected_within_and_all_is_as_it_was_behind() -> None:
    with Uncollected():
        assert not gc.isenabled()
        with Uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_ends_it_as_well() -> None:
    with pytest.raises(ZeroDivisionError), Uncollected():
        raise ZeroDivisionError
    assert gc.isenabled()


@pytest.fixture
def rounds() -> Iterator[list[str]]:
    """Grows by one whenever rubbish is looked for."""
    seen: list[str] = []

    def note(phase: str, about: object) -> None:
        if phase == "start":
            seen.append(phase)

    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)


def test_long_scripts_are_checked_and_compiled_without_it(rounds: list[str]) -> None:
    source = Source('if (sipRequest) { Log("t", false, sipRequest.To); }\n' * 900)
    check(Source("x = 1;"), VOCABULARY)
    gc.collect()
    rounds.clear()

    check(source, VOCABULARY)
    Program.compile(source, VOCABULARY)

    assert len(rounds) <= 2, "one after each"
