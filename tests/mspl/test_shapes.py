"""A vocabulary as static types."""

from mspllab.mspl.shapes import shapes_of
from mspllab.mspl.types import CONSTANT, FALSE, NULL, OBJECT, STRING
from mspllab.mspl.vocabulary import Vocabulary


def test_shapes_are_made_once(vocabulary: Vocabulary) -> None:
    assert shapes_of(vocabulary) is shapes_of(vocabulary)


def test_what_may_be_absent_may_be_false(vocabulary: Vocabulary) -> None:
    shapes = shapes_of(vocabulary)

    assert shapes.there["sipRequest"].bits == OBJECT
    assert shapes.perhaps["sipRequest"].bits == OBJECT | FALSE
    assert shapes.perhaps["sipMessage"].bits == OBJECT
    assert shapes.fields["Message", "Transaction"].bits == OBJECT | FALSE


def test_null_and_constants_are_in_the_types(vocabulary: Vocabulary) -> None:
    shapes = shapes_of(vocabulary)

    assert shapes.results["GetUserName"].bits == STRING | NULL
    assert shapes.fields["Message", "Stamp"].bits == STRING | NULL
    assert shapes.fields["Request", "StandardMethod"].classes == {"StandardMethod"}
    (slot,) = shapes.slots_for("IsMethod", 1)
    assert (slot.exact, slot.possible) == (0, CONSTANT)


def test_further_arguments_are_all_alike(vocabulary: Vocabulary) -> None:
    shapes = shapes_of(vocabulary)

    assert len(shapes.slots_for("Concatenate", 5)) == 5
    assert len(shapes.slots_for("Concatenate", 0)) == 1
    assert len(shapes.slots_for("LengthString", 5)) == 1
