"""Floors: how far down each gap between two lanes is already written on."""

from typing import NamedTuple

MEMORY = 6
"""How many texts and lines of a gap are remembered one by one."""
ASIDE = 8.0
"""Between two texts side by side."""


class Area(NamedTuple):
    """A rectangle with text in it."""

    left: float
    top: float
    right: float
    bottom: float


class Pass(NamedTuple):
    """A line through a whole gap, from its left lane to its right one."""

    left: float
    at_left: float
    right: float
    at_right: float

    def lowest(self, left: float, right: float) -> float:
        """The lowest point between two places."""
        slope = (self.at_right - self.at_left) / (self.right - self.left)
        one = self.at_left + (left - self.left) * slope
        other = self.at_left + (right - self.left) * slope
        return max(one, other)

    def meets(self, area: Area) -> bool:
        """Does it run through `area`?"""
        slope = (self.at_right - self.at_left) / (self.right - self.left)
        one = self.at_left + (area.left - self.left) * slope
        other = self.at_left + (area.right - self.left) * slope
        return min(one, other) < area.bottom and max(one, other) > area.top


class Floors:
    """The latest texts and lines of each gap.

    Gap k is right of lane k; the last one is the margin right of all lanes, and gap -1
    the margin left of them.
    """

    def __init__(self, lanes: int, top: float) -> None:
        self.lowest = top
        """Of all texts and lines."""
        self._base = [top] * (lanes + 1)
        self._deepest = [top] * (lanes + 1)
        self._deepest_line = [top] * (lanes + 1)
        self._areas: list[list[Area]] = [[] for _ in range(lanes + 1)]
        self._passes: list[list[Pass]] = [[] for _ in range(lanes + 1)]

    def below_text(
        self, y: float, gap: int, left: float, right: float, room: float
    ) -> float:
        """The least height from `y` on with `room` above it free of text.

        Only text between `left` and `right` counts.
        """
        if self._deepest[gap] + room <= y:
            return y
        y = max(y, self._base[gap] + room)
        for area in self._areas[gap]:
            if (
                area.bottom + room > y
                and area.left < right + ASIDE
                and area.right > left - ASIDE
            ):
                y = area.bottom + room
        return y

    def below_all(
        self, y: float, gap: int, left: float, right: float, room: float
    ) -> float:
        """The same, with the room free of lines too."""
        y = self.below_text(y, gap, left, right, room)
        if self._deepest_line[gap] + room <= y:
            return y
        for line in self._passes[gap]:
            y = max(y, line.lowest(left, right) + room)
        return y

    def write(self, gap: int, area: Area) -> None:
        """A text now stands here."""
        areas, bottom = self._areas[gap], area.bottom
        areas.append(area)
        if bottom > self.lowest:
            self.lowest = bottom
        if bottom > self._deepest[gap]:
            self._deepest[gap] = bottom
        if len(areas) > MEMORY:
            self._base[gap] = max(self._base[gap], areas.pop(0).bottom)

    def cross(self, gap: int, line: Pass) -> list[Area]:
        """A line now runs here; the texts it runs through."""
        passes = self._passes[gap]
        passes.append(line)
        if len(passes) > MEMORY:
            del passes[0]
        top, bottom = sorted((line.at_left, line.at_right))
        if bottom > self.lowest:
            self.lowest = bottom
        if bottom > self._deepest_line[gap]:
            self._deepest_line[gap] = bottom
        if self._deepest[gap] <= top:
            return []
        return [
            area for area in self._areas[gap] if area.bottom > top and line.meets(area)
        ]
