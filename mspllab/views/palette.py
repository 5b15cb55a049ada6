"""Palette: how each role looks, on light and on dark paper.

The hues are Okabe and Ito's, which colour-blind readers can tell apart; each is made
darker or lighter until text in it has a contrast of at least 4.5 to 1 on its paper.
No meaning hangs on colour alone: lines differ in their dashes and heads, texts in their
words and weight.
"""

from typing import NamedTuple

LIGHT_PAPER, DARK_PAPER = "#ffffff", "#111111"


class Ink(NamedTuple):
    """One colour on light and on dark paper."""

    light: str
    dark: str


INKS = {
    "paper": Ink(LIGHT_PAPER, DARK_PAPER),
    "ink": Ink("#1c2127", "#e8eaed"),
    "soft": Ink("#59616b", "#a3abb5"),
    "faint": Ink("#c3c9d0", "#4a5058"),
    "hair": Ink("#eceff2", "#1f2327"),
    "panel": Ink("#f5f7f9", "#1c2025"),
    "blue": Ink("#0067a5", "#64b7ee"),
    "green": Ink("#00745a", "#3dc9a0"),
    "orange": Ink("#8a5a00", "#efb13c"),
    "red": Ink("#b8430a", "#ff8b58"),
    "purple": Ink("#9a4878", "#e29cc4"),
    "wash": Ink("#fff6e3", "#2a2210"),
}
"""Every colour there is. Paper, faint, hair, panel and wash carry no text."""


class Stroke(NamedTuple):
    """How a line is drawn."""

    ink: str
    width: float = 1.4
    dash: str = ""
    head: str = ""
    """full, open, barb or nothing."""


STROKES = {
    "request": Stroke("blue", 1.5, "", "full"),
    "ack": Stroke("blue", 1.5, "", "full"),
    "hop": Stroke("soft", 1.3, "1.5 3", "open"),
    "provisional": Stroke("soft", 1.3, "6 3", "open"),
    "success": Stroke("green", 1.5, "6 3", "open"),
    "redirect": Stroke("purple", 1.5, "6 3", "open"),
    "failure": Stroke("red", 1.5, "6 3", "open"),
    "lane": Stroke("faint", 1.2),
    "pause": Stroke("faint", 1.2, "1.5 4"),
    "hair": Stroke("hair", 1.0),
    "axis": Stroke("soft", 1.0),
    "instant": Stroke("soft", 2.0),
    "edge": Stroke("soft", 1.4, "", "full"),
    "leader": Stroke("ink", 1.2),
    "rule": Stroke("faint", 1.0),
    "way": Stroke("blue", 2.0, "", "full"),
}


class Face(NamedTuple):
    """How a piece of text is drawn."""

    ink: str = "ink"
    bold: bool = False
    italic: bool = False
    size: float = 12.0


FACES = {
    "plain": Face(),
    "head": Face(bold=True, size=13.0),
    "phrase": Face(size=13.0),
    "strong": Face(bold=True),
    "name": Face(bold=True, size=13.0),
    "title": Face(bold=True, size=17.0),
    "key": Face("soft"),
    "quiet": Face("soft", italic=True),
    "note": Face("ink", italic=True),
    "timer": Face("orange", italic=True),
    "state": Face("soft"),
    "changed": Face("red", bold=True),
    "product": Face("purple", italic=True),
    "bad": Face("red", bold=True),
    "time": Face("soft"),
    "pause": Face("soft", italic=True),
    "tag": Face("ink", bold=False),
}


class Fill(NamedTuple):
    """How a box is filled and framed."""

    fill: str
    frame: str = ""
    width: float = 1.0
    opacity: float = 1.0


FILLS = {
    "mask": Fill("paper", opacity=0.8),
    "chip": Fill("paper", "soft"),
    "script": Fill("wash", "orange", 1.2),
    "remark": Fill("paper", "faint"),
    "stage": Fill("panel", "soft"),
    "head-client": Fill("panel", "soft"),
    "head-front-end": Fill("panel", "blue", 1.6),
    "head-edge": Fill("panel", "blue", 1.6),
    "head-proxy": Fill("panel", "blue", 1.6),
    "head-redirect-server": Fill("panel", "blue", 1.6),
    "head-platform": Fill("panel", "purple", 1.6),
    "head-gateway": Fill("panel", "green", 1.6),
}
FONT = (
    "'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
)
"""None is wider than `text_width` says."""
