"""The style: the palette's colours, small type nowhere, nothing fetched."""

import re

from mspllab.views.own_file import own_file
from mspllab.views.palette import FONT, INKS, STROKES
from mspllab.views.playback.style import module, style

LEAST = 12.0
"""Pixels."""


def test_every_ink_it_uses_is_in_the_palette() -> None:
    used = set(
        re.findall(r"var\(--([\w-]+)", own_file("mspllab.views.playback", "player.css"))
    )

    assert used <= INKS.keys()


def test_every_arrow_is_drawn_with_the_stroke_of_the_palette() -> None:
    for role, stroke in STROKES.items():
        if stroke.head:
            assert f".r-{role}{{stroke:var(--{stroke.ink})" in style()


def test_no_text_is_smaller_than_twelve_pixels() -> None:
    sizes = re.findall(
        r"font(?:-size)?:[^;]*?([\d.]+)px",
        own_file("mspllab.views.playback", "player.css"),
    )

    assert sizes
    assert min(map(float, sizes)) >= LEAST


def test_it_uses_the_fonts_whose_widths_are_known() -> None:
    assert FONT in style()


def test_neither_file_could_end_the_element_it_stands_in() -> None:
    for text in (style(), module()):
        assert "</" + "s" not in text.lower()
        assert "<!--" not in text
