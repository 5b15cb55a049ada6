"""Place: where in a script a Python node stands, as Python's compiler counts."""

from typing import TypedDict


class Place(TypedDict):
    """Position of a Python node; columns are bytes, counted from 0."""

    lineno: int
    col_offset: int
    end_lineno: int
    end_col_offset: int
