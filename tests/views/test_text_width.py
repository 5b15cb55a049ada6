"""Widths: never less than the fonts need, and texts cut to a room stay in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font, LoadFlags

from mspllab.views.text_width import cut, elide, text_width, wrap

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60)
ROOM = st.floats(30, 400)


def drawn_width(text: str, *, bold: bool) -> float:
    """What DejaVu Sans, which matplotlib brings along, takes at 1000 pixels."""
    weight = "bold" if bold else "normal"
    path = findfont(FontProperties(family="DejaVu Sans", weight=weight))
    font = FT2Font(path)
    font.set_size(1000, 72)
    advances = [
        font.load_char(ord(char), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536
        for char in text
    ]
    return sum(advances)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "".join(map(chr, range(32, 127))),
        "…→✕×·–—‘’“”Δ",
        "ÀÉÎÕÜàéîõüßÆæŒœŁłŠšŽž",
        "Ринг Ελλάδα",
    ],
)
def test_no_character_is_wider_than_its_advance(text: str, bold: bool) -> None:
    for char in text:
        assert text_width(char, 1000, bold) >= drawn_width(char, bold=bold) - 1, char


def test_width_grows_with_size_and_weight() -> None:
    assert text_width("INVITE", 24) == 2 * text_width("INVITE", 12)
    assert text_width("INVITE", 12, True) > text_width("INVITE", 12)


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert elide("sip:bob@lab.example", 500, 12) == "sip:bob@lab.example"
    assert cut("sip:bob@lab.example", 500, 12) == "sip:bob@lab.example"


def test_a_long_uri_keeps_both_its_ends() -> None:
    uri = "sip:app01.lab.example@lab.example;gruu;opaque=srvr:reroute:z85CLh3G-lWirNn4"

    short = elide(uri, 160, 12)

    head, tail = short.split("…")
    assert uri.startswith(head)
    assert uri.endswith(tail)
    assert len(head) > len(tail) > 3


def test_a_phrase_that_is_cut_keeps_its_beginning() -> None:
    assert cut("Request Terminated", 80, 13).startswith("Request")


@given(TEXT, ROOM, st.booleans())
def test_what_is_elided_or_cut_fits(text: str, room: float, bold: bool) -> None:
    assert text_width(elide(text, room, 12, bold), 12, bold) <= room
    assert text_width(cut(text, room, 12, bold), 12, bold) <= room


@given(TEXT, ROOM, st.integers(1, 4), st.booleans())
def test_wrapped_lines_fit_and_are_no_more_than_wanted(
    text: str, room: float, rows: int, bold: bool
) -> None:
    lines = wrap(text, room, 12, rows, bold)

    assert 1 <= len(lines) <= rows
    for line in lines:
        assert text_width(line, 12, bold) <= room


def test_wrapping_loses_no_word_while_there_is_room() -> None:
    text = "stops ringing: call completed elsewhere"

    assert " ".join(wrap(text, 90, 12, 6)) == text
