"""What the package's own dataclass has in common with the standard library's."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from mspllab.dataclass import MISSING, asdict, dataclass, field, fields, replace


def classes(decorate: Callable[..., Any], field: Callable[..., Any]) -> dict[str, Any]:
    """The same classes, made by one decorator or by the other."""

    @decorate(frozen=True, slots=True)
    class Value:
        """A value."""

        first: int
        names: tuple[str, ...] = ("one",)
        default_first: int = 7
        instance: str | None = None

    @decorate(slots=True)
    class Account:
        owner: str
        entries: list[int] = field(default_factory=list)
        closed: bool = field(default=False, init=False)
        note: str = field(default="", compare=False, repr=False)

    @decorate(slots=True, eq=False)
    class Thing:
        number: int
        twice: int = field(init=False)

        def __post_init__(self) -> None:
            self.twice = 2 * self.number

    @decorate(frozen=True)
    class Roomy:
        number: int = 3

        def __repr__(self) -> str:
            return "roomy"

    @decorate(frozen=True, slots=True, eq=False, repr=False)
    class Key:
        number: int

    return {cls.__name__: cls for cls in (Value, Account, Thing, Roomy, Key)}


STANDARD = classes(dataclasses.dataclass, dataclasses.field)
OURS = classes(dataclass, field)
CALLS: tuple[tuple[str, tuple[Any, ...], dict[str, Any]], ...] = (
    ("Value", (1,), {}),
    ("Value", (1, ("a", "b"), 2, "c"), {}),
    ("Value", (), {"first": 2, "instance": "x"}),
    ("Account", ("Ann",), {}),
    ("Account", ("Ann", [1, 2], "quiet"), {}),
    ("Thing", (4,), {}),
    ("Roomy", (), {}),
    ("Key", (1,), {}),
)
by_call = pytest.mark.parametrize(("name", "given", "named"), CALLS)


def shown(instance: object) -> dict[str, Any]:
    names = [one.name for one in dataclasses.fields(STANDARD[type(instance).__name__])]
    return {name: getattr(instance, name) for name in names}


@by_call
def test_the_fields_get_the_same_values(
    name: str, given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    assert shown(OURS[name](*given, **named)) == shown(STANDARD[name](*given, **named))


@by_call
def test_the_text_is_the_same(
    name: str, given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    ours, standard = OURS[name](*given, **named), STANDARD[name](*given, **named)
    if name != "Key":  # which is shown with its address
        assert repr(ours) == repr(standard)


@by_call
def test_two_are_equal_where_the_standard_ones_are(
    name: str, given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    ours, standard = OURS[name], STANDARD[name]
    assert (ours(*given, **named) == ours(*given, **named)) is (
        standard(*given, **named) == standard(*given, **named)
    )
    assert ours(*given, **named) != standard(*given, **named)


@pytest.mark.parametrize("name", OURS)
def test_the_class_says_of_itself_the_same(name: str) -> None:
    ours, standard = OURS[name], STANDARD[name]
    assert ours.__doc__ == standard.__doc__ or standard.__doc__.startswith(f"{name}(")
    assert ours.__match_args__ == standard.__match_args__
    assert hasattr(ours, "__slots__") is hasattr(standard, "__slots__")
    assert (ours.__hash__ is None) is (standard.__hash__ is None)
    assert [one.name for one in fields(ours)] == [
        one.name for one in dataclasses.fields(standard)
    ]


@pytest.mark.parametrize("name", OURS)
def test_the_signature_has_the_same_names_and_types(name: str) -> None:
    ours, standard = inspect.signature(OURS[name]), inspect.signature(STANDARD[name])
    assert [(one.name, one.annotation) for one in ours.parameters.values()] == [
        (one.name, one.annotation) for one in standard.parameters.values()
    ]


def test_equal_values_have_equal_hashes() -> None:
    assert hash(OURS["Value"](1)) == hash(OURS["Value"](1))


def test_a_field_that_is_not_compared_makes_no_difference() -> None:
    assert OURS["Account"]("Ann", note="a") == OURS["Account"]("Ann", note="b")


def test_each_instance_gets_a_default_of_its_own() -> None:
    one, other = OURS["Account"]("Ann"), OURS["Account"]("Ann")
    one.entries.append(1)
    assert other.entries == []


@pytest.mark.parametrize("name", ["Value", "Roomy", "Key"])
def test_nothing_is_assigned_to_what_is_frozen_and_nothing_deleted(name: str) -> None:
    instance = OURS[name](1)
    field = fields(instance)[0].name
    with pytest.raises(AttributeError, match=f"cannot assign to field '{field}'"):
        setattr(instance, field, 2)
    with pytest.raises(AttributeError, match=f"cannot delete field '{field}'"):
        delattr(instance, field)


def test_there_is_no_room_for_other_names() -> None:
    with pytest.raises(AttributeError):
        OURS["Account"]("Ann").other = 1


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
@by_call
def test_copies_have_the_same_fields(
    copied: Callable[[object], object],
    name: str,
    given: tuple[Any, ...],
    named: dict[str, Any],
) -> None:
    original = OURS[name](*given, **named)
    assert shown(copied(original)) == shown(original)


@dataclass(frozen=True, slots=True)
class Pickled:
    number: int


def test_what_was_pickled_is_equal() -> None:
    assert pickle.loads(pickle.dumps(Pickled(1))) == Pickled(1)


def test_replace_changes_what_it_is_told_and_keeps_the_rest() -> None:
    changed = replace(OURS["Value"](1, ("a",)), default_first=8, instance="i")
    assert changed == OURS["Value"](1, ("a",), 8, "i")


def test_replace_makes_anew_what_is_not_given_to_init() -> None:
    assert replace(OURS["Thing"](1), number=2).twice == 4


def test_asdict_has_the_fields_in_their_order() -> None:
    assert list(asdict(OURS["Roomy"]()).items()) == [("number", 3)]


def test_a_field_without_default_says_so() -> None:
    assert fields(OURS["Value"])[0].default is MISSING


def test_what_holds_itself_is_shown_with_dots() -> None:
    account = OURS["Account"]("Ann")
    account.entries.append(account)
    assert "..." in repr(account)


def test_the_standard_functions_take_ours_for_a_dataclass() -> None:
    value = OURS["Value"](1)
    assert dataclasses.is_dataclass(value)
    assert dataclasses.fields(value) == fields(value)
    assert dataclasses.replace(value, first=2) == OURS["Value"](2)
    assert dataclasses.asdict(value) == asdict(value)
