"""Uncollected: work that makes many values, all of which stay."""

import gc


class Uncollected:
    """`with Uncollected():` Python does not look for rubbish in what is made.

    It would look again and again through a syntax tree that grows, and find nothing:
    half of the time of long scripts went there.
    """

    __slots__ = ("_was_collecting",)

    def __enter__(self) -> None:
        self._was_collecting = gc.isenabled()
        gc.disable()

    def __exit__(self, *error: object) -> None:
        if self._was_collecting:
            gc.enable()
