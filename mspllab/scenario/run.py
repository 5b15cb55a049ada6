"""play: a scenario in, a trace out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mspllab.applications.dispatched import NO_HANDLERS, Handlers
from mspllab.errors import UsageError
from mspllab.scenario.files import AnyPath
from mspllab.scenario.load import read_scenario, scenario_of
from mspllab.scenario.origin import Origin
from mspllab.scenario.scenario import Scenario
from mspllab.trace.trace import Trace

PLAIN = frozenset({"title", "profile", "seed", "until", "wire"})
"""Keys that are fields of a scenario as they stand."""
NOTHING: Mapping[str, Any] = {}


def play(
    scenario: Scenario | AnyPath,
    overrides: Mapping[str, Any] = NOTHING,
    *,
    scripts: Mapping[str, str] = NOTHING,
    handlers: Handlers = NO_HANDLERS,
    record: bool = False,
    seed: int | None = None,
    until: float | None = None,
    profile: str | None = None,
    **more: object,
) -> Trace:
    """Everything that happens in `scenario`; the same to the byte for the same seed.

    Args:
        scenario: one that was read or made, or the path of its file.
        overrides: {dotted key: value} in place of what the file says, such as
            {"clients.alice.profile": "rfc3261", "links.delay": 0.1}.
        scripts: {manifest, as the scenario names it: text of another one, or of a
            script to put into it}.
        handlers: {name that scripts give to Dispatch: function}, managed code for all
            applications that are not script-only, beside what the scenario names.
        record: keep what each statement of every script did, for `Trace.steps_of`.
        seed: another seed than the scenario has.
        until: another end, in seconds.
        profile: "lync" or "rfc3261" instead of the scenario's.
        more: further overrides whose keys are names; None takes a key away.

    Raises:
        UsageError: a file cannot be read.
        ScenarioError: the scenario, or an override, says something impossible.
        ManifestError, MsplSyntaxError, MsplCheckError: one of `scripts` is wrong. A
            server runs without an application of the scenario that does not compile.
    """
    named = {"seed": seed, "until": until, "profile": profile}
    given = {key: value for key, value in named.items() if value is not None}
    wanted = overridden(scenario, {**overrides, **given, **more})
    return Origin(wanted, scripts, handlers, record).play()


def overridden(scenario: Scenario | AnyPath, overrides: dict[str, Any]) -> Scenario:
    """`scenario` with other values under some keys.

    Raises:
        ScenarioError: an override is no key, or an impossible value.
        UsageError: it was changed after it was read, so that its text no longer tells.
    """
    if not isinstance(scenario, Scenario):
        return read_scenario(scenario, overrides)
    if not overrides:
        return scenario
    settings = scenario.settings
    if settings is not None and scenario_of(settings) == scenario:
        return scenario_of(settings.with_overrides(overrides))
    if PLAIN.issuperset(overrides):
        given = {key: value for key, value in overrides.items() if value is not None}
        return replace(scenario, **given)
    raise UsageError(
        "this scenario is not as its file has it; override keys of the file first, "
        "then change the scenario with dataclasses.replace"
    )
