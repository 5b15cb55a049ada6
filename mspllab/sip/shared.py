"""Shared: values read once, and shared between all texts that are equal."""

from collections.abc import Callable
from typing import TypeVar

V = TypeVar("V")

CAPACITY = 4096
"""Values kept; then all are forgotten, which is cheaper than to choose."""

LONGEST = 4096
"""Texts longer than this are not worth keeping."""


class Shared(dict[str, V]):
    """Text → value, read by `read` when it is first asked for.

    Values must be immutable.  `read` may raise; nothing is remembered of that.
    """

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[str], V]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> V:
        value = self._read(text)
        if len(text) <= LONGEST:
            if len(self) >= CAPACITY:
                self.clear()
            self[text] = value
        return value
