"""Blocks: the caption of a message, set in lines that fit a given room."""

from typing import NamedTuple

from mspllab.views.captions.caption import Caption
from mspllab.views.captions.detail import Detail
from mspllab.views.shapes import HEAD, ROW, TEXT, Row, Span
from mspllab.views.text_width import cut, elide, text_width

CHIP = 10.0
"""What the frame of a branch number adds to its width."""
CHIP_GAP = 6.0
INDENT = 12.0
"""Details stand this far right of the head; the sign of a change hangs there."""
TAB = INDENT + 43.0
"""Where Request-URI and To begin, so that they can be compared."""
GAP = 5.0
"""Between two words in different styles."""
CHANGED = "Δ"
ALIGNED = ("R-URI", "To")
"""Keys of the details whose values are to be compared; they are never left out."""
MODEST = ("Reason",)
"""Keys that give way to their values where there is no room for both."""
BOLD = ("changed", "bad")
"""Roles of details that are set in bold."""


class Block(NamedTuple):
    """Lines of text and the room they take."""

    rows: tuple[Row, ...]
    width: float
    height: float
    tag: str
    """Written in a frame, before the head or after it."""


def natural_width(caption: Caption) -> float:
    """The width at which nothing need be elided, on the generous side."""
    first, _, phrase = caption.head.partition(" ")
    head = text_width(first, HEAD, True) + _chip_room(caption.tag)
    if phrase:
        head += GAP + text_width(phrase, HEAD)
    for text in (caption.target, caption.remark):
        if text:
            head += GAP + text_width(text, TEXT)
    return max(
        [head]
        + [
            TAB + text_width(detail.value, TEXT, detail.role == "changed")
            if detail.key in ALIGNED
            else INDENT
            + GAP
            + text_width(f"{CHANGED} {detail.key}{detail.value}", TEXT)
            for detail in caption.details
        ]
    )


def block(caption: Caption, room: float, *, tabs: bool) -> Block:
    """The caption in at most `room` pixels.

    `tabs` aligns the values of Request-URI and To, which needs text set from the left.
    """
    head, width = _head(caption, room - _chip_room(caption.tag))
    width += _chip_room(caption.tag)
    rows = [head]
    for detail in caption.details:
        row, used = _detail(detail, room, tabs)
        rows.append(row)
        width = max(width, used)
    return Block(tuple(rows), width, ROW * len(rows) + 1, caption.tag)


def _chip_room(tag: str) -> float:
    return text_width(tag, TEXT) + CHIP + CHIP_GAP if tag else 0.0


def _head(caption: Caption, room: float) -> tuple[Row, float]:
    """Method or status code, reason, remark and target, as far as there is room."""
    first, _, phrase = caption.head.partition(" ")
    text = elide(first, room, HEAD, True)
    used = text_width(text, HEAD, True)
    spans = [Span(text, "head")]
    if phrase:
        shown = cut(phrase, room - used - GAP, HEAD)
        spans.append(Span(shown, "phrase"))
        used += GAP + text_width(shown, HEAD)
    if caption.remark and used + GAP + text_width(caption.remark, TEXT) <= room:
        spans.append(Span(caption.remark, "quiet"))
        used += GAP + text_width(caption.remark, TEXT)
    if caption.target and room - used > 4 * TEXT:
        shown = elide(caption.target, room - used - GAP, TEXT)
        spans.append(Span(shown, "plain"))
        used += GAP + text_width(shown, TEXT)
    return tuple(spans), used


def _detail(detail: Detail, room: float, tabs: bool) -> tuple[Row, float]:
    spans = []
    used = INDENT if tabs else 0.0
    bold = detail.role in BOLD
    if detail.role == "changed":
        spans.append(Span(CHANGED, "changed", 0.0 if tabs else None))
        used = max(used, text_width(CHANGED, TEXT, True) + GAP)
    key = detail.key
    needed = used + text_width(f"{key} ", TEXT) + text_width(detail.value, TEXT, bold)
    if key and (key not in MODEST or needed <= room):
        role = "key" if detail.role in ("plain", "changed") else detail.role
        shown = elide(key, room * 0.6, TEXT, role in BOLD)
        spans.append(Span(shown, role, used if tabs else None))
        used += text_width(shown, TEXT, role in BOLD) + GAP
    if tabs and key in ALIGNED:
        used = TAB
    shorten = elide if detail.role in ("plain", "changed") else cut
    value = shorten(detail.value, room - used, TEXT, bold)
    spans.append(Span(value, detail.role, used if tabs else None))
    return tuple(spans), used + text_width(value, TEXT, bold)
