"""Code: the Python function of an endpoint, and what it may say about a call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mspllab.errors import ScenarioError
from mspllab.lync.plan import ReceivedCall
from mspllab.scenario.handlers import named_handlers
from mspllab.scenario.language.application import APPLICATION_PLAN
from mspllab.scenario.language.nearest import listed, what_there_is
from mspllab.scenario.language.values import Unfit, read_value

NAME = "python"
SAYS = APPLICATION_PLAN.keys.keys() - {NAME}
"""The keys of `on_call` that a function may return."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A function whose answers are read as the scenario language is."""

    function: Callable[[ReceivedCall], Mapping[str, Any] | None]

    def __call__(self, call: ReceivedCall) -> Mapping[str, Any]:
        """What it says of `call`, as a plan's fields; ScenarioError for nonsense."""
        said = self.function(call)
        if said is None:
            return {}
        if not isinstance(said, Mapping):
            raise ScenarioError(
                f"it returned {said!r}, where a dictionary of keys of on_call belongs"
            )
        return dict(_read(str(name), value) for name, value in said.items())


def code_of(said: object, scenario: str) -> Checked | None:
    """The function that a plan names, or is; None where it has none.

    Raises:
        ScenarioError: there is no such module or function, or it cannot be loaded.
    """
    if said is None or isinstance(said, Checked):
        return said
    found: Any = named_handlers([(NAME, said)], scenario)[NAME]  # type: ignore[list-item]
    return Checked(found)


def _read(name: str, value: object) -> tuple[str, object]:
    if name not in SAYS:
        there = what_there_is(name, SAYS) or f": there are {listed(SAYS, 'and')}"
        raise ScenarioError(f'on_call has no key "{name}"{there}')
    key = APPLICATION_PLAN.keys[name]
    try:
        return key.field or name, read_value(key, value)
    except Unfit as error:
        raise ScenarioError(f"{name}: {error}") from None
