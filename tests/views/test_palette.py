"""The palette: readable on light and dark, and never colour alone."""

import pytest

from mspllab.views.palette import (
    FACES,
    FILLS,
    INKS,
    STROKES,
    Ink,
)

ENOUGH = 4.5
"""WCAG 2.1, contrast of text, level AA."""
GROUNDS = ("paper", "panel", "wash")


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", Ink._fields)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", FACES)
def test_text_stands_out_from_its_paper(role: str, ground: str, theme: str) -> None:
    text, paper = (getattr(INKS[name], theme) for name in (FACES[role].ink, ground))

    assert contrast(text, paper) >= ENOUGH


@pytest.mark.parametrize("theme", Ink._fields)
@pytest.mark.parametrize(
    "role", ["request", "ack", "hop", "provisional", "success", "redirect", "failure"]
)
def test_arrows_stand_out_like_text(role: str, theme: str) -> None:
    line, paper = getattr(INKS[STROKES[role].ink], theme), getattr(INKS["paper"], theme)

    assert contrast(line, paper) >= ENOUGH


def test_requests_responses_and_hop_by_hop_acks_differ_without_colour() -> None:
    looks = {
        role: (STROKES[role].dash, STROKES[role].head)
        for role in ("request", "provisional", "hop")
    }

    assert len(set(looks.values())) == 3


def test_every_ink_is_used_by_name() -> None:
    used = {face.ink for face in FACES.values()} | {s.ink for s in STROKES.values()}
    used |= {ink for fill in FILLS.values() for ink in (fill.fill, fill.frame)} - {""}

    assert used <= set(INKS)


def test_no_text_is_smaller_than_twelve_pixels() -> None:
    assert min(face.size for face in FACES.values()) >= 12
