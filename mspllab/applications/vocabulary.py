"""The vocabulary of MSPL: functions, variables, classes and constants together."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from mspllab.applications.builtins import (
    addresses,
    headers,
    log,
    lookup,
    routing,
    strings,
)
from mspllab.applications.builtins.constants import constants_at
from mspllab.applications.builtins.registry import FUNCTIONS
from mspllab.applications.hosting.classes import CLASSES, VARIABLES
from mspllab.mspl.vocabulary import Function, Kind, Level, Vocabulary

FAMILIES = (strings, addresses, headers, routing, lookup, log)
"""Modules of built-in functions; to import one is to register what it holds."""

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
    "Redirect": "Respond",
    "RequestURI": "RequestUri",
    "SetHeader": "AddHeader",
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
    functions = FUNCTIONS
    if null_as_empty:
        functions = {name: _never_null(f) for name, f in FUNCTIONS.items()}
    return Vocabulary(functions, VARIABLES, CLASSES, constants_at(level), MISSPELT)


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


VOCABULARY = vocabulary_for(Level.V2013)
"""What the newest servers offer."""
