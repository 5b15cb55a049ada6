"""Values shared between equal texts."""

import pytest

from mspllab.sip.shared import CAPACITY, LONGEST, Shared


def test_a_text_is_read_once() -> None:
    reads: list[str] = []

    def read(text: str) -> list[str]:
        reads.append(text)
        return [text]

    values = Shared(read)
    assert values["a"] is values["a"]
    assert reads == ["a"]


def test_long_texts_are_not_kept() -> None:
    values = Shared(len)
    assert values["x" * (LONGEST + 1)] == LONGEST + 1
    assert not values


def test_what_is_kept_is_bounded() -> None:
    values = Shared(len)
    for number in range(3 * CAPACITY):
        assert values[str(number)] == len(str(number))
        assert len(values) <= CAPACITY


def test_a_failed_reading_is_not_remembered() -> None:
    values = Shared(int)
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid"):
            _ = values["x"]
    assert not values
