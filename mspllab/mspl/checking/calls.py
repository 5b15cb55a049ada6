"""Calls: how many arguments, for which message, at which level (mspl.md §4, §7.2)."""

from mspllab.mspl import nodes
from mspllab.mspl.checking.walk import Walk
from mspllab.mspl.inference import Scope, Variable
from mspllab.mspl.vocabulary import Function


def check_own_call(walk: Walk, call: nodes.Call, scope: Scope) -> None:
    """A call of one of the script's functions."""
    assert scope.definition is not None, "the body cannot be called"
    caller = walk.here.scope.definition
    if caller is not None:
        walk.calls[caller.name.name].setdefault(call.name, call)
    parameters = scope.definition.parameters
    walk.values.check_own_call(call, walk.here)
    if len(parameters) != len(call.arguments):
        wanted = _arguments(len(parameters), len(parameters))
        message = f"{call.name} takes {wanted}, and here are {len(call.arguments)}"
        walk.report("MSPL205", message, call)
        return
    for parameter, argument in zip(parameters, call.arguments, strict=True):
        name = parameter.name
        variable = scope.variables.setdefault(name, Variable(name))
        variable.passed.append(walk.types.value(argument, walk.here))


def check_call(
    walk: Walk, call: nodes.Call, function: Function, *, is_collection: bool
) -> None:
    """A call of a built-in function."""
    level = walk.settings.level
    if not function.since <= level <= function.until:
        _check_level(walk, call, function)
    if function.needs_managed and walk.settings.script_only:
        name = function.name
        message = f"{name} needs managed code, and the manifest says scriptOnly"
        hint = f"take scriptOnly out of the manifest, or {name} out of the script"
        walk.report("MSPL214", message, call, hint)
    if function.loop_only is not None and not is_collection:
        hint = f"write foreach ({function.loop_only} in {function.name}(…))"
        walk.report("MSPL213", f"{function.name} stands only in a foreach", call, hint)
    _check_count(walk, call, function)
    walk.values.check_call(call, function, walk.here)


def _check_level(walk: Walk, call: nodes.Call, function: Function) -> None:
    if function.since > walk.settings.level:
        walk.too_new(function.name, function.since, call)
    else:
        message = f"{function.name} is gone since {function.until.following}"
        walk.report("MSPL215", message, call)


def _check_count(walk: Walk, call: nodes.Call, function: Function) -> None:
    count, most = len(call.arguments), function.most
    if count < function.fewest or (most is not None and count > most):
        wanted = _arguments(function.fewest, most)
        message = f"{function.name} takes {wanted}, and here are {count}"
        walk.report("MSPL205", message, call, function.signature)


def _arguments(fewest: int, most: int | None) -> str:
    """`2 arguments`, `1 to 3 arguments`, `at least 1 argument`."""
    if most is None:
        return f"at least {fewest} argument{'s' if fewest != 1 else ''}"
    count = f"{fewest}" if fewest == most else f"{fewest} to {most}"
    return f"{count} argument{'s' if most != 1 else ''}"
