"""Advice: what is legal and does not do what most people expect (mspl.md §8, §9)."""

from typing import Protocol

from mspllab.mspl import nodes
from mspllab.mspl.checking.report import Report
from mspllab.mspl.diagnostics import Severity
from mspllab.mspl.inference import Types
from mspllab.mspl.nodes import Expression
from mspllab.mspl.types import Type
from mspllab.mspl.vocabulary import Kind, Parameter


class Checks(Protocol):
    """What advice needs to know, and where it goes."""

    types: Types
    report: Report


def advise(checks: Checks, argument: Expression, parameter: Parameter) -> None:
    """What the vocabulary has to say about an argument written just so."""
    shown = written(argument)
    for text, advice in parameter.advice:
        if text and text == shown:
            checks.report("MSPL410", advice, argument)
    if not isinstance(argument, nodes.Literal) or not isinstance(argument.value, str):
        return
    for list_name in parameter.constants:
        members = checks.types.vocabulary.constants.get(list_name, {})
        prefix, _, member = argument.value.rpartition(".")
        if prefix == list_name and member in members:
            message = "between quotes this is a text, and no constant"
            checks.report("MSPL410", message, argument, f"write {argument.value}")
        constant = members.get(argument.value)
        if constant is not None and constant.text.lower() != argument.value.lower():
            message = f'{constant} is written "{constant.text}" as text'
            checks.report("MSPL410", message, argument)


def advise_default(checks: Checks, call: nodes.Call, parameter: Parameter) -> None:
    """What the vocabulary has to say about an argument that is left out."""
    for text, advice in parameter.advice:
        if text == "":
            checks.report("MSPL410", advice, call, severity=Severity.INFO)


def bool_advice(
    checks: Checks, argument: Expression, found: Type, parameter: Parameter, what: str
) -> None:
    """The text "true" or "false" where a bool is wanted, or a constant."""
    if parameter.kind is not Kind.BOOL:
        return
    if found.kind is Kind.CONSTANT:
        message = f"{what} is a bool, and this is a constant"
        hint = "an argument before it may be missing"
        checks.report("MSPL410", message, argument, hint)
    elif getattr(argument, "value", None) in ("true", "false"):
        message = f"{what} is a bool, and every text but the empty one is true"
        checks.report("MSPL408", message, argument, "write it without quotes")


def written(expression: Expression) -> str:
    """A literal text or a chain of fields as a script writes it; "" for the rest."""
    match expression:
        case nodes.Literal(value=str() as text):
            return f'"{text}"'
        case nodes.Name(name=name):
            return name
        case nodes.Member(object=owner, name=name):
            return f"{written(owner)}.{name}"
    return ""
