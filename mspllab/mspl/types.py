"""Static types: what is known about a value before the script runs.

A type is a set of possible run-time types, as bits, so that joining two is one `|`. It
decides which conversions are compiled in and which are needless.
"""

from functools import cache
from typing import Final, NamedTuple

from mspllab.mspl.values import NAMES
from mspllab.mspl.vocabulary import Kind

STRING: Final = 1
INTEGER: Final = 2
FLOAT: Final = 4
TRUE: Final = 8
FALSE: Final = 16
"""The bool false alone is what fields of absent objects are (§3.3)."""
BOOL: Final = TRUE | FALSE
COLLECTION: Final = 32
FILE: Final = 64
OBJECT: Final = 128
CONSTANT: Final = 256
NULL: Final = 512
VOID: Final = 1024
ANY: Final = VOID - 1
NUMBER: Final = INTEGER | FLOAT

BITS: Final[dict[Kind, int]] = {
    Kind.STRING: STRING,
    Kind.INTEGER: INTEGER,
    Kind.FLOAT: FLOAT,
    Kind.BOOL: BOOL,
    Kind.COLLECTION: COLLECTION,
    Kind.FILE: FILE,
    Kind.OBJECT: OBJECT,
    Kind.CONSTANT: CONSTANT,
    Kind.NULL: NULL,
    Kind.VOID: VOID,
    Kind.ANY: ANY,
}
"""Kind → the bits of its values."""
KINDS: Final = tuple(
    (bits, kind)
    for kind, bits in BITS.items()
    if kind not in (Kind.ANY, Kind.NULL, Kind.VOID)
)


CONVERTIBLE: Final[dict[Kind, int]] = {
    Kind.STRING: STRING | NUMBER | BOOL | CONSTANT,
    Kind.INTEGER: STRING | NUMBER | BOOL | CONSTANT,
    Kind.FLOAT: STRING | NUMBER | BOOL,
    Kind.BOOL: ANY & ~FILE,
    Kind.COLLECTION: ANY & ~(FILE | OBJECT | NULL),
    Kind.CONSTANT: CONSTANT,
    Kind.OBJECT: OBJECT | FALSE,
    Kind.ANY: ANY,
}
"""Kind → the types that can become one (mspl.md §3.2)."""


class Type(NamedTuple):
    """What a value may be."""

    bits: int
    classes: frozenset[str] = frozenset()
    """Of objects: their classes. Of constants: their lists. Empty: not known."""

    def joined(self, other: "Type") -> "Type":
        """What a value of either type may be."""
        if self is NOTHING_YET:
            return other
        if self == other:
            return self
        return Type(self.bits | other.bits, self.classes | other.classes)

    def with_(self, bits: int) -> "Type":
        """May be that as well."""
        return (
            self if self.bits & bits == bits else Type(self.bits | bits, self.classes)
        )

    @property
    def kind(self) -> Kind | None:
        """The one run-time type it has when it is not null; None if there are more."""
        kinds = kinds_in(self.bits)
        return kinds[0] if len(kinds) == 1 else None

    def __str__(self) -> str:
        names = [NAMES[kind] for kind in kinds_in(self.bits)]
        if self.bits & NULL:
            names.append("null")
        return " or ".join(names) or "nothing"


@cache
def kinds_in(bits: int) -> tuple[Kind, ...]:
    """The run-time types among `bits`, null left out."""
    return tuple(kind for some, kind in KINDS if bits & some)


NOTHING_YET: Final = Type(0)
UNKNOWN: Final = Type(ANY)
A_STRING: Final = Type(STRING)
A_BOOL: Final = Type(BOOL)
AN_INTEGER: Final = Type(INTEGER)
A_FLOAT: Final = Type(FLOAT)
A_NUMBER: Final = Type(NUMBER)
OF_NULL: Final = Type(NULL)
OF_VOID: Final = Type(VOID)
OF_PYTHON: Final[dict[type, Type]] = {
    str: A_STRING,
    int: AN_INTEGER,
    float: A_FLOAT,
    bool: A_BOOL,
    type(None): OF_NULL,
}
"""Types of literals."""
