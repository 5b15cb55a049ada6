"""Values of a running script and their conversions (mspl.md §3.1, §3.2).

Null is Python's None, integers are int, floats are float rounded to single precision,
collections are tuples, constants are `Constant`, objects are whatever the host hands
out; an object that is false is an absent one and counts as the bool false.
"""

import re
from collections.abc import Callable, Iterable
from struct import Struct
from typing import Final, NoReturn

from mspllab.errors import ScriptError
from mspllab.mspl.vocabulary import Constant, Kind

LARGEST: Final = 2**31 - 1
SMALLEST: Final = -(2**31)
SINGLE: Final = Struct("f")
INTEGER_TEXT = re.compile(r"[+-]?[0-9]{1,20}")
FLOAT_TEXT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def single(value: float) -> float:
    """`value` in single precision; infinite where it is too large for that."""
    try:
        rounded: float = SINGLE.unpack(SINGLE.pack(value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    return rounded


def kind_of(value: object) -> Kind:
    """Type of a value at run time."""
    kind = KINDS.get(type(value))
    if kind is not None:
        return kind
    return Kind.OBJECT if value else Kind.BOOL


KINDS: dict[type, Kind] = {
    str: Kind.STRING,
    int: Kind.INTEGER,
    float: Kind.FLOAT,
    bool: Kind.BOOL,
    tuple: Kind.COLLECTION,
    list: Kind.COLLECTION,
    Constant: Kind.CONSTANT,
    type(None): Kind.NULL,
}
NAMES: dict[Kind, str] = {
    Kind.STRING: "a text",
    Kind.INTEGER: "an integer",
    Kind.FLOAT: "a float",
    Kind.BOOL: "a bool",
    Kind.COLLECTION: "a collection",
    Kind.FILE: "a flat file",
    Kind.OBJECT: "an object",
    Kind.CONSTANT: "a constant",
    Kind.NULL: "null",
    Kind.VOID: "nothing",
    Kind.ANY: "any value",
}
"""How messages speak of a type."""


def refuse(value: object, wanted: str, what: str) -> NoReturn:
    """`what` must be `wanted`, and `value` is not."""
    subject = what or "this"
    if value is None:
        raise ScriptError(f"{subject} must be {wanted}, and it is null")
    found = NAMES[kind_of(value)]
    if isinstance(value, str):
        found = f"the text {shortened(value)}"
    elif isinstance(value, Constant):
        found = str(value)
    raise ScriptError(f"{subject} must be {wanted}, and it is {found}")


def overflow(value: int) -> NoReturn:
    """An integer left its 32 bits."""
    raise ScriptError(
        f"{value} is out of reach: integers go from {SMALLEST} to {LARGEST}"
    )


def shortened(text: str) -> str:
    """A text in quotation marks, cut to a readable length."""
    return f'"{text}"' if len(text) <= 40 else f'"{text[:37]}…"'


# --- conversions (§3.2) ------------------------------------------------------------


def text(value: object, what: str = "") -> str:
    """`value` as text; null, collections and objects have none."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, Constant):
        return value.text
    kind = kind_of(value)
    if kind is Kind.BOOL:
        return "true" if value else "false"
    if kind is Kind.INTEGER:
        return str(value)
    refuse(value, "a text", what)


def float_text(value: float) -> str:
    """The shortest text that is read back as the same single."""
    for digits in range(6, 9):
        shown = f"{value:.{digits}g}"
        if single(float(shown)) == value:
            return shown
    return f"{value:.9g}"


def integer(value: object, what: str = "") -> int:
    """`value` as integer; texts must be a number from end to end, floats are cut."""
    number: int | None = None
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Constant):
        return value.number
    if (isinstance(value, float) and abs(value) <= -2.0 * SMALLEST) or (
        isinstance(value, str) and INTEGER_TEXT.fullmatch(value)
    ):
        number = int(value)
    elif kind_of(value) is Kind.BOOL:
        number = 0  # an absent object
    if number is None:
        refuse(value, "an integer", what)
    if not SMALLEST <= number <= LARGEST:
        overflow(number)
    return number


def floating(value: object, what: str = "") -> float:
    """`value` as float."""
    if isinstance(value, int | float):
        return single(value)
    if isinstance(value, str) and FLOAT_TEXT.fullmatch(value):
        number = single(float(value))
        if abs(number) == float("inf"):
            raise ScriptError(f"{shortened(value)} is too large for a float")
        return number
    if kind_of(value) is not Kind.BOOL:
        refuse(value, "a float", what)
    return 0.0


def truth(value: object, what: str = "") -> bool:
    """`value` as bool: what is empty, zero, null or absent is false."""
    return bool(value)


def collection(value: object, what: str = "") -> Iterable[object]:
    """`value` as collection: itself, or one with that single element."""
    if isinstance(value, tuple | list):
        return value
    if kind_of(value) in (Kind.NULL, Kind.OBJECT):
        refuse(value, "a collection", what)
    return (value,)


def collection_or_none(value: object, what: str = "") -> Iterable[object]:
    """The same, where null is an empty collection (lenient `foreach`)."""
    return () if value is None else collection(value, what)


def constant(value: object, what: str = "") -> Constant:
    """`value` if it is a constant; nothing else can become one."""
    if not isinstance(value, Constant):
        refuse(value, "a constant", what)
    return value


def an_object(value: object, what: str = "") -> object:
    """`value` if it is an object or false; nothing else can become one."""
    if kind_of(value) not in (Kind.OBJECT, Kind.BOOL) or value is True:
        refuse(value, "an object", what)
    return value


CONVERSIONS: dict[Kind, Callable[..., object]] = {
    Kind.STRING: text,
    Kind.INTEGER: integer,
    Kind.FLOAT: floating,
    Kind.BOOL: truth,
    Kind.COLLECTION: collection,
    Kind.CONSTANT: constant,
    Kind.OBJECT: an_object,
}


def refusal(value: object, kind: Kind, what: str) -> str:
    """Why `value` cannot become a `kind`; "" where it can."""
    try:
        CONVERSIONS[kind](value, what)
    except ScriptError as error:
        return error.message
    return ""


def nullable(value: object, kind: Kind, what: str = "") -> object:
    """`value` converted to `kind`; null stays null."""
    return None if value is None else CONVERSIONS[kind](value, what)


def of_list(
    value: object, kind: Kind, lists: tuple[str, ...], what: str = ""
) -> object:
    """A constant of one of the lists as it is; anything else converted to `kind`."""
    if isinstance(value, Constant) and value.list_name in lists:
        return value
    if kind is Kind.CONSTANT:
        refuse(value, f"a constant of {' or '.join(lists)}", what)
    return CONVERSIONS[kind](value, what)


def keep(
    kind: Kind | None, value: object, what: str = ""
) -> tuple[object, Kind | None]:
    """What a variable whose first value was of `kind` holds after an assignment."""
    if value is None:
        return None, kind
    if kind is None:
        return value, kind_of(value)
    return CONVERSIONS[kind](value, what), kind
