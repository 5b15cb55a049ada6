"""The vocabulary of MSPL: functions, variables, classes and constants together."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from mspllab.applications.builtins import (
    addresses,
    answering,
    headers,
    log,
    lookup,
    managed,
    presence,
    routing,
    strings,
)
from mspllab.applications.builtins.constants import constants_at
from mspllab.applications.builtins.registry import functions_at
from mspllab.applications.hosting.classes import CLASSES, VARIABLES
from mspllab.applications.hosting.pages import PAGES
from mspllab.mspl.vocabulary import Function, Kind, Level, Vocabulary

FAMILIES = {
    "Where the message goes": (routing, answering, managed),
    "Its headers": (headers,),
    "Addresses and URIs": (addresses,),
    "Texts": (strings,),
    "What the server knows": (lookup, presence),
    "The log": (log,),
}
"""Heading → modules of built-in functions; to import one registers what it holds."""

MISSPELT = {
    "BENotify": "BENOTIFY",
    "Benotify": "BENOTIFY",
    "Contains": "ContainsString",
    "Equals": "EqualString",
    "GetHeaderValue": "GetHeaderValues",
    "Length": "LengthString",
    "LocalCluster": "IsLocalCluster",
    "Messageorigin": "MessageOrigin",
    "Options": "UserOption",
    "PolicyType": "UserPolicyType",
    "IsInternal": "QueryDomain",
    "IsInternalDomain": "QueryDomain",
    "ModifyHeader": "SetParameterValue",
    "Redirect": "Respond",
    "RequestURI": "RequestUri",
    "SendRequest": "ProxyRequest",
    "SetHeader": "AddHeader",
    "SetUriParameter": "SetParameterValue",
    "Substring": "SubString",
    "Uc": "UC",
    "UserOptions": "UserOption",
}
"""What documentation, articles and habit write → the right name (mspl.md §5.6)."""


@cache
def vocabulary_for(level: Level, *, null_as_empty: bool = False) -> Vocabulary:
    """What a server of this `level` offers; the same object for the same question.

    `null_as_empty`: functions that find nothing answer "", as for applications with
    the namespace of Live Communications Server 2003 (mspl.md §3.3).
    """
    functions = functions_at(level)
    if null_as_empty:
        functions = {name: _never_null(f) for name, f in functions.items()}
    return Vocabulary(
        functions, VARIABLES, CLASSES, constants_at(level), MISSPELT, PAGES
    )


def _never_null(function: Function) -> Function:
    if not function.nullable or function.result is not Kind.STRING:
        return function
    return replace(
        function, nullable=False, implementation=_empty(function.implementation)
    )


def _empty(implementation: Callable[..., object]) -> Callable[..., object]:
    def or_empty(*arguments: object) -> object:
        found = implementation(*arguments)
        return "" if found is None else found

    return or_empty


def family_of(function: Function) -> str:
    """The heading under which a built-in function belongs."""
    home = function.implementation.__module__
    return next(
        heading
        for heading, modules in FAMILIES.items()
        if home in [module.__name__ for module in modules]
    )


VOCABULARY = vocabulary_for(Level.V2013)
"""What the newest servers offer."""
