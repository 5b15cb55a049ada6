"""Managed code: the Python functions that a scenario names for its applications."""

import sys
import traceback
from collections.abc import Iterable
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from mspllab.applications.dispatched import Handler
from mspllab.errors import ScenarioError
from mspllab.scenario.files import beside


def named_handlers(
    named: Iterable[tuple[str, str | Handler]] | None, scenario: str
) -> dict[str, Handler]:
    """{name: function} for pairs such as ("OnInvite", "calls:on_invite").

    A module is a file beside the scenario, and else whatever Python finds.

    Raises:
        ScenarioError: there is no such module or function, or it cannot be loaded.
    """
    return {name: _function(name, target, scenario) for name, target in named or ()}


def _function(name: str, target: str | Handler, scenario: str) -> Handler:
    if not isinstance(target, str):
        return target
    module, _, function = target.partition(":")
    try:
        found = getattr(_module(module, scenario), function, None)
    except Exception as error:  # whatever stands in that file has run
        why = f"{type(error).__name__}: {error}{_place(error)}"
        raise ScenarioError(f"the handler {name} = {target!r}: {why}") from error
    if not callable(found):
        raise ScenarioError(
            f"the handler {name} = {target!r}: {module} has no function {function}"
        )
    handler: Handler = found
    return handler


def _module(name: str, scenario: str) -> ModuleType:
    path = beside(scenario, f"{name.replace('.', '/')}.py")
    if not Path(path).is_file():
        return import_module(name)
    spec = spec_from_file_location(f"{name} beside {scenario}", path)
    assert spec is not None and spec.loader is not None, path
    module = module_from_spec(spec)
    # Dataclasses of the module look it up under its name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _place(error: Exception) -> str:
    """Where in the file it happened."""
    if isinstance(error, SyntaxError) or error.__traceback__ is None:
        return ""
    *_, frame = traceback.extract_tb(error.__traceback__)
    return f" ({frame.filename}, line {frame.lineno})"
