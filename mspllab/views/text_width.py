"""How wide a text is, without a font: advances of common sans-serif faces.

Each advance is the widest of DejaVu Sans and Liberation Sans (which has Arial's and
Helvetica's), so that a text drawn in either, or in a narrower face, fits its box.
"""

from functools import lru_cache

ELLIPSIS = "…"

# Thousandths of an em for the characters from space to tilde.
_REGULAR = (
    *(318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337),
    *(637, 637, 637, 637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 557),
    *(1016, 685, 687, 723, 771, 667, 611, 778, 752, 295, 500, 667, 558, 863, 749, 788),
    *(667, 788, 723, 667, 611, 732, 685, 989, 686, 667, 686, 391, 337, 391, 838, 557),
    *(500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612),
    *(635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838),
)
_BOLD = (
    *(349, 457, 521, 838, 696, 1002, 873, 307, 458, 458, 523, 838, 380, 416, 380, 366),
    *(696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 611),
    *(1000, 774, 763, 734, 831, 684, 684, 821, 837, 373, 557, 775, 638, 996, 837, 851),
    *(733, 851, 771, 721, 683, 813, 774, 1104, 771, 725, 726, 458, 366, 458, 838, 557),
    *(500, 675, 716, 593, 716, 679, 436, 716, 712, 343, 343, 666, 343, 1042, 712, 688),
    *(716, 716, 494, 596, 479, 712, 652, 924, 646, 652, 583, 712, 366, 712, 838),
)
_OTHERS = {"·": 380, "‘": 380, "’": 380, "“": 658, "”": 658, "–": 557, "Δ": 774}
_LATIN = 1170
"""No letter with an accent is wider."""
_WIDE = 1400
"""Room for an ideograph or a pictograph."""
_FIRST_WIDE = 0x0250
_TABLES = ((0,) * 32 + _REGULAR + (0,), (0,) * 32 + _BOLD + (0,))


@lru_cache(8192)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of `text` in pixels at a font size of `size` pixels, rather too much."""
    table = _TABLES[bold]
    if text.isascii():
        return sum(map(table.__getitem__, text.encode())) * size / 1000
    return sum([_advance(char, table) for char in text]) * size / 1000


def _advance(char: str, table: tuple[int, ...]) -> int:
    if char < "\x7f":
        return table[ord(char)]
    known = _OTHERS.get(char)
    if known is not None:
        return known
    if char in "…→←✕◇↻":
        return 1000
    return _LATIN if ord(char) < _FIRST_WIDE else _WIDE


@lru_cache(4096)
def elide(text: str, room: float, size: float, bold: bool = False) -> str:
    """`text`, or its two ends around an ellipsis where it is wider than `room`.

    Two thirds of what stays come from the beginning: of a URI that is where it goes.
    """
    if text_width(text, size, bold) <= room:
        return text
    budget = room - text_width(ELLIPSIS, size, bold)
    head = _fitting(text, budget * 0.64, size, bold)
    rest = budget - text_width(text[:head], size, bold)
    tail = _fitting(text[:head:-1], rest, size, bold)
    return f"{text[:head]}{ELLIPSIS}{text[len(text) - tail :]}"


@lru_cache(4096)
def cut(text: str, room: float, size: float, bold: bool = False) -> str:
    """`text`, or its beginning and an ellipsis where it is wider than `room`."""
    if text_width(text, size, bold) <= room:
        return text
    budget = room - text_width(ELLIPSIS, size, bold)
    return f"{text[: _fitting(text, budget, size, bold)].rstrip()}{ELLIPSIS}"


def _fitting(text: str, room: float, size: float, bold: bool) -> int:
    """How many characters from the start of `text` fit."""
    table, used = _TABLES[bold], 0.0
    for count, char in enumerate(text):
        used += _advance(char, table) * size / 1000
        if used > room:
            return count
    return len(text)


@lru_cache(4096)
def wrap(
    text: str, room: float, size: float, rows: int, bold: bool = False
) -> tuple[str, ...]:
    """`text` in at most `rows` lines of at most `room` pixels; the last is elided."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < rows - 1:
        count = 1
        while (
            count < len(words)
            and text_width(" ".join(words[: count + 1]), size, bold) <= room
        ):
            count += 1
        lines.append(elide(" ".join(words[:count]), room, size, bold))
        words = words[count:]
    if words or not lines:
        lines.append(cut(" ".join(words), room, size, bold))
    return tuple(lines)
