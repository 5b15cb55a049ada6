"""Static types as sets."""

from mspllab.mspl.types import (
    A_STRING,
    ANY,
    BITS,
    BOOL,
    FALSE,
    INTEGER,
    NULL,
    STRING,
    UNKNOWN,
    Type,
    kinds_in,
)
from mspllab.mspl.vocabulary import Kind


def test_every_kind_has_its_bits() -> None:
    assert set(BITS) == set(Kind)
    assert all(BITS[kind] & ANY for kind in Kind if kind is not Kind.VOID)


def test_joining_knows_both() -> None:
    joined = A_STRING.joined(Type(INTEGER | NULL))

    assert joined.bits == STRING | INTEGER | NULL
    assert str(joined) == "a text or an integer or null"
    assert A_STRING.joined(A_STRING) is A_STRING


def test_the_false_of_absent_fields_is_a_bool() -> None:
    assert kinds_in(FALSE) == kinds_in(BOOL) == (Kind.BOOL,)


def test_one_kind_besides_null_is_the_kind() -> None:
    assert Type(STRING | NULL).kind is Kind.STRING
    assert Type(STRING | FALSE).kind is None
    assert UNKNOWN.kind is None
    assert str(Type(0)) == "nothing"
