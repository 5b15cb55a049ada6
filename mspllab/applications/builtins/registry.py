"""@builtin: a Python function becomes a function of the language.

Its signature is written as the language's reference writes it, with three marks more:
`string?` may be null, `…` after the last name stands for any number of arguments, and
the default `rest` is none that a script could write. Its docstring is its page of help;
`mspl/reference.py` says how one is written.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ParamSpec, TypeVar

from mspllab.applications.builtins.constants import CONSTANTS
from mspllab.mspl.vocabulary import (
    REQUIRED,
    Applies,
    Function,
    Handles,
    Kind,
    Level,
    Parameter,
)

P = ParamSpec("P")
R = TypeVar("R")

FORMS: dict[str, list[Function]] = {}
"""Every function that a module of this folder has registered, by its MSPL name.

A function whose arguments changed with the levels has several forms, oldest first.
"""


def functions_at(level: Level) -> dict[str, Function]:
    """Each function as servers of this `level` have it, or as it last or first was."""
    return {name: _form_at(level, forms) for name, forms in FORMS.items()}


def _form_at(level: Level, forms: list[Function]) -> Function:
    begun = [form for form in forms if form.since <= level]
    form = begun[-1] if begun else forms[0]
    if len(forms) == 1:
        return form
    return replace(form, named=(forms[0].since, forms[-1].until))


KINDS = {
    "string": Kind.STRING,
    "Uri": Kind.STRING,
    "int": Kind.INTEGER,
    "bool": Kind.BOOL,
    "collection": Kind.COLLECTION,
    "void": Kind.VOID,
    "any": Kind.ANY,
}
SIGNATURE = re.compile(r"(?P<type>\w+)(?P<null>\??) (?P<name>\w+)\((?P<rest>.*)\)")
PARAMETER = re.compile(
    r"(?P<types>[\w|]+)(?P<null>\??) (?P<name>\w+)(?P<many>…?)(?: = (?P<default>.+))?"
)
Advice = tuple[tuple[str, str], ...]
NO_ADVICE: Mapping[str, Advice] = {}
LITERALS: dict[str, object] = {
    "true": True,
    "false": False,
    "rest": None,
    '""': "",
}


def builtin(
    signature: str,
    *,
    pure: bool = False,
    since: Level = Level.V2005,
    until: Level = Level.V2013,
    applies: Applies = Applies.ANY,
    handles: Handles = Handles.NOTHING,
    needs_managed: bool = False,
    loop_only: str | None = None,
    advice: Mapping[str, Advice] = NO_ADVICE,
    forms: tuple[str, ...] = (),
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Enter the decorated function in `FORMS`; its docstring becomes the help.

    `advice` is by the name of the parameter; see `Parameter.advice`. `forms` are the
    signatures that readers see, where `signature` stands for several.
    """
    match = _matched(SIGNATURE, signature)
    parameters = _parameters(match["rest"], advice)
    rest = next((parameter for parameter, many in parameters if many), None)

    def register(implementation: Callable[P, R]) -> Callable[P, R]:
        function = Function(
            name=match["name"],
            parameters=tuple(parameter for parameter, many in parameters if not many),
            result=KINDS[match["type"]],
            implementation=implementation,
            doc=_first_sentence(implementation.__doc__ or ""),
            page=implementation.__doc__ or "",
            forms=forms,
            rest=rest,
            nullable=bool(match["null"]),
            pure=pure,
            applies=applies,
            handles=handles,
            since=since,
            until=until,
            needs_managed=needs_managed,
            loop_only=loop_only,
        )
        FORMS.setdefault(function.name, []).append(function)
        return implementation

    return register


def _parameters(
    text: str, advice: Mapping[str, Advice]
) -> list[tuple[Parameter, bool]]:
    """The parameters in a signature, each with whether it stands for many arguments."""
    return [_parameter(part, advice) for part in text.split(", ")] if text else []


def _parameter(text: str, advice: Mapping[str, Advice]) -> tuple[Parameter, bool]:
    match = _matched(PARAMETER, text)
    types = match["types"].split("|")
    lists = tuple(name for name in types if name in CONSTANTS)
    kinds = [KINDS[name] for name in types if name in KINDS]
    default = match["default"]
    parameter = Parameter(
        name=match["name"],
        kind=kinds[0] if kinds else Kind.CONSTANT,
        nullable=bool(match["null"]),
        default=REQUIRED if default is None else _default(default, lists),
        constants=lists,
        advice=advice.get(match["name"], ()),
    )
    return parameter, bool(match["many"])


def _default(text: str, lists: tuple[str, ...]) -> object:
    if text in LITERALS:
        return LITERALS[text]
    members = [CONSTANTS[name][text] for name in lists if text in CONSTANTS[name]]
    return members[0] if members else int(text)


def _first_sentence(doc: str) -> str:
    return " ".join(doc.partition("\n\n")[0].split())


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    match = pattern.fullmatch(text)
    assert match is not None, f"no signature: {text}"
    return match
