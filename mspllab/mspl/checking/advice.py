"""Advice: what is legal and does not do what most people expect (mspl.md §8, §9)."""

from typing import Protocol

from mspllab.mspl import nodes
from mspllab.mspl.checking.report import Report
from mspllab.mspl.diagnostics import Severity
from mspllab.mspl.inference import Types
from mspllab.mspl.nodes import Expression, Node
from mspllab.mspl.types import BOOL, STRING, Type
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


def surprise(
    checks: Checks,
    where: Node,
    left: Expression,
    right: Expression,
    one: Type,
    other: Type,
) -> None:
    """Comparisons that are legal and do not do what they seem to."""
    if getattr(left, "operator", "") == "!" and not other.bits & BOOL:
        message = "! is for the left side alone, and this compares a bool"
        checks.report("MSPL406", message, where, "write !(… == …), or !=")
        return
    kinds = (one.kind, other.kind)
    if kinds == (Kind.CONSTANT, Kind.CONSTANT):
        if one.classes and other.classes and not one.classes & other.classes:
            lists = " and ".join(sorted(one.classes | other.classes))
            checks.report("MSPL406", f"constants of {lists} are never equal", where)
    elif other.kind is Kind.CONSTANT and one.bits & STRING:
        message = "a text is compared with a constant by the constant's text"
        field = _constant_field(checks, left, one, other)
        hint = f"compare {field} instead" if field else ""
        checks.report("MSPL406", message, where, hint, Severity.INFO)


def _constant_field(checks: Checks, left: Expression, one: Type, other: Type) -> str:
    """`sipRequest.StandardMethod`, where `sipRequest.Method` was compared."""
    if not isinstance(left, nodes.Member) or not other.classes:
        return ""
    name = min(other.classes)
    owner = checks.types.known.get(left.object)
    exists = owner is not None and checks.types.fields(owner, name)
    return f"{written(left.object)}.{name}" if exists and name != left.name else ""


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
