"""dataclass, field, fields, replace: the standard library's, quicker to import.

A hundred dataclasses stand on the way to the first picture. The standard decorator
compiles up to six methods for each, and needs `inspect`: sixty milliseconds in all.
This one compiles `__init__`, when an instance is made, and shares the rest. It does not
inherit fields, order instances, or make fields keyword-only.
"""

import sys
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from types import FunctionType
from typing import Any, NamedTuple, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")
MISSING: Any = object()
"""Stands for a default that is not there."""
FIELDS = "__dataclass_fields__"
"""Where the standard library looks for the fields too."""


class Field(NamedTuple):
    """A field of a dataclass."""

    name: str
    default: Any = MISSING
    default_factory: Any = MISSING
    init: bool = True
    repr: bool = True
    compare: bool = True

    @property
    def _field_type(self) -> object:
        """What the standard `replace`, `fields` and `asdict` know a field by."""
        return sys.modules["dataclasses"]._FIELD


def field(
    *,
    default: Any = MISSING,  # noqa: ANN401 - it is of the field's type
    default_factory: Callable[[], object] = MISSING,
    init: bool = True,
    repr: bool = True,
    compare: bool = True,
) -> Any:  # noqa: ANN401
    """Stands as the default of a field that is not like the others.

    Args:
        default: its value where none is given.
        default_factory: makes that value, for each instance another.
        init: may be given to `__init__`; otherwise `__post_init__` may have to set it.
        repr: is shown.
        compare: takes part in == and the hash.
    """
    return Field("", default, default_factory, init, repr, compare)


@dataclass_transform(field_specifiers=(field,))
def dataclass(
    *, frozen: bool = False, slots: bool = False, eq: bool = True, repr: bool = True
) -> Callable[[type[T]], type[T]]:
    """A decorator that gives a class what its annotations call for.

    Args:
        frozen: its fields cannot be assigned to; with `eq` it has a hash.
        slots: it has room for its fields and nothing else.
        eq: equal are instances with equal fields; otherwise one is like no other.
        repr: its text shows the fields.
    """

    def decorate(cls: type[T]) -> type[T]:
        old = dict(cls.__dict__)
        annotations = old.get("__annotations__", {})
        own = tuple(_field(name, old.pop(name, MISSING)) for name in annotations)
        new: dict[str, Any] = {FIELDS: {one.name: one for one in own}}
        new["__init__"] = _Init(own, frozen)
        new["__match_args__"] = tuple(one.name for one in own if one.init)
        if repr:
            new["__repr__"] = _repr
        if eq:
            new |= _comparison(own, frozen)
        if frozen:
            new |= FROZEN
        if slots:
            old["__slots__"] = tuple(annotations)
        old["__qualname__"] = cls.__qualname__
        # Only a class built anew can have slots.
        for name in "__dict__", "__weakref__":
            old.pop(name, None)
        again: type[T] = type(cls)(cls.__name__, cls.__bases__, new | old)  # type: ignore[misc]
        return again

    return decorate


def fields(cls: object) -> tuple[Field, ...]:
    """The fields of a dataclass or of its instance, in their order."""
    return tuple(getattr(cls, FIELDS).values())


def replace(instance: T, /, **changes: object) -> T:
    """A copy of `instance` in which some fields have other values."""
    given = {one.name for one in fields(instance) if one.init}
    kept = {name: getattr(instance, name) for name in given - changes.keys()}
    return type(instance)(**kept, **changes)


def asdict(instance: object) -> dict[str, Any]:
    """{field: its value}, in their order."""
    return {one.name: getattr(instance, one.name) for one in fields(instance)}


def _field(name: str, default: object) -> Field:
    if isinstance(default, Field):
        return default._replace(name=name)
    return Field(name, default)


class _Init:
    """Stands for `__init__` until somebody asks for it: most classes of a run rest."""

    def __init__(self, own: tuple[Field, ...], frozen: bool) -> None:
        self._own, self._frozen = own, frozen

    def __set_name__(self, cls: type, name: str) -> None:
        self._cls = cls

    def __get__(self, instance: object, cls: type) -> Callable[..., None]:
        init = _init(self._cls, self._own, self._frozen)
        setattr(self._cls, "__init__", init)  # noqa: B010 - no method is overridden
        bound: Callable[..., None] = init.__get__(instance, cls)
        return bound


def _init(cls: type, own: tuple[Field, ...], frozen: bool) -> FunctionType:
    """`__init__`; a frozen one assigns in a loop, which is shorter to compile."""
    scope: dict[str, Any] = {"__missing": MISSING, "__assign": object.__setattr__}
    parameters = [_parameter(one, scope) for one in own if one.init]
    values = {one.name: value for one in own if (value := _value(one, scope))}
    if frozen:
        scope["__names"] = tuple(values)
        listed = "".join(f"{value}, " for value in values.values())
        body = f"for _n, _v in zip(__names, ({listed})): __assign(self, _n, _v)"
    else:
        body = "; ".join(f"self.{name} = {value}" for name, value in values.items())
    after = "self.__post_init__()" if hasattr(cls, "__post_init__") else "pass"
    text = f"def __init__({', '.join(['self', *parameters])}):\n {body}\n {after}"
    exec(text, scope)
    init: FunctionType = scope["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {
        **{one.name: cls.__annotations__[one.name] for one in own if one.init},
        "return": None,
    }
    return init


def _parameter(one: Field, scope: dict[str, Any]) -> str:
    if one.default_factory is not MISSING:
        return f"{one.name}=__missing"
    if one.default is not MISSING:
        return f"{one.name}={_default(one, scope)}"
    return one.name


def _value(one: Field, scope: dict[str, Any]) -> str:
    """What is assigned to a field, as Python; "" if only `__post_init__` knows it."""
    if one.default_factory is not MISSING:
        scope[f"__new_{one.name}"] = one.default_factory
        new = f"__new_{one.name}()"
        return f"{new} if {one.name} is __missing else {one.name}" if one.init else new
    if one.init:
        return one.name
    return "" if one.default is MISSING else _default(one, scope)


def _default(one: Field, scope: dict[str, Any]) -> str:
    scope[f"__default_{one.name}"] = one.default
    return f"__default_{one.name}"


def _comparison(own: tuple[Field, ...], frozen: bool) -> dict[str, Any]:
    values = attrgetter(*(one.name for one in own if one.compare))

    def __eq__(self: object, other: object) -> bool:
        if other.__class__ is self.__class__:
            return bool(values(self) == values(other))
        return NotImplemented

    def __hash__(self: object) -> int:
        return hash(values(self))

    return {"__eq__": __eq__, "__hash__": __hash__ if frozen else None}


@recursive_repr()
def _repr(self: object) -> str:
    shown = (
        f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr
    )
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_assignment(self: object, name: str, value: object) -> NoReturn:
    raise AttributeError(f"cannot assign to field {name!r}")


def _refuse_deletion(self: object, name: str) -> NoReturn:
    raise AttributeError(f"cannot delete field {name!r}")


def _state(self: object) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _set_state(self: object, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


FROZEN = {
    "__setattr__": _refuse_assignment,
    "__delattr__": _refuse_deletion,
    "__getstate__": _state,
    "__setstate__": _set_state,
}
"""What a frozen class has; the state is for copies, which cannot assign either."""
