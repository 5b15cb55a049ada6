"""Pool: texts that come again and again, each kept once and named by its number."""


class Pool:
    """Numbers texts in the order in which they come."""

    __slots__ = ("_numbers",)

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """The number of `text`, the same whenever it comes."""
        return self._numbers.setdefault(text, len(self._numbers))

    @property
    def texts(self) -> list[str]:
        """Every text, at the place its number says."""
        return list(self._numbers)
