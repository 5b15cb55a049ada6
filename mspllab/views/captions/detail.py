"""Detail: one line of what is said about a message below its start line."""

from typing import NamedTuple


class Detail(NamedTuple):
    """A name, a value, and what sort of thing it is."""

    key: str
    value: str
    role: str = "plain"
    """plain, changed (since the previous hop), product, quiet, bad."""
