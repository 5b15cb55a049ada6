"""The MSPL applications of a scenario: loaded from their manifests, or given."""

from collections.abc import Mapping

from mspllab.applications.installable import Installable
from mspllab.errors import UsageError
from mspllab.on_demand import named
from mspllab.scenario.files import beside
from mspllab.scenario.language.nearest import what_there_is
from mspllab.scenario.scenario import Scenario

FILES = "mspllab.scenario.application_files"
"""Loads the compiler, and is loaded for the first manifest."""


def applications_of(
    scenario: Scenario, texts: Mapping[str, str]
) -> dict[str | Installable, Installable]:
    """{manifest, as the scenario has it: the application}, for those enabled.

    Args:
        scenario: whose servers run them.
        texts: {manifest, as the scenario names it: text of another one, or of a script
            to put into it}.

    Raises:
        UsageError: a manifest cannot be read, or the scenario knows none of that name.
        ManifestError, MsplSyntaxError, MsplCheckError: one is wrong.
    """
    installed = (i for server in scenario.servers for i in server.applications)
    wanted = dict.fromkeys(i.manifest for i in installed if i.enabled)
    names = [one for one in wanted if isinstance(one, str)]
    for name in texts:
        if name not in names:
            hint = what_there_is(name, names)
            raise UsageError(f"the scenario runs no {name}{hint}")
    return {one: _application(one, scenario.path, texts) for one in wanted}


def _application(
    one: str | Installable, scenario: str, texts: Mapping[str, str]
) -> Installable:
    if not isinstance(one, str):
        return one
    path, text = beside(scenario, one), texts.get(one)
    loaded: Installable = (
        named(f"{FILES}:load")(path)
        if text is None
        else named(f"{FILES}:load_with")(path, text)
    )
    return loaded
