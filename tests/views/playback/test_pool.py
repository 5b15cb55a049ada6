"""The pool: a number for every text, the same whenever it comes."""

from mspllab.views.playback.pool import Pool


def test_a_text_keeps_its_number_and_its_number_is_its_place() -> None:
    pool = Pool()

    numbers = [pool.number(text) for text in ("Via", "To", "Via", "")]

    assert numbers == [0, 1, 0, 2]
    assert pool.texts == ["Via", "To", ""]
