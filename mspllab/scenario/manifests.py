"""The MSPL applications of a scenario: loaded from their manifests, or given."""

from collections.abc import Mapping

from mspllab.applications.installable import Installable, Recordable, Unloadable
from mspllab.errors import UsageError
from mspllab.on_demand import named
from mspllab.scenario.files import beside, stem
from mspllab.scenario.language.nearest import either, what_there_is
from mspllab.scenario.scenario import Scenario

FILES = "mspllab.scenario.application_files"
"""Loads the compiler, and is loaded for the first manifest."""


def applications_of(
    scenario: Scenario,
    texts: Mapping[str, str],
    *,
    record: bool = False,
    since: str = "",
) -> dict[str | Installable, Installable]:
    """{manifest, as the scenario has it: the application}, for those that may run.

    One that does not compile is there as well: its server runs without it, or does not
    start. Only what is given in `texts` has to compile.

    Args:
        scenario: whose servers run them.
        texts: {manifest, as the scenario names it: text of another one, or of a script
            to put into it}.
        record: their runs shall tell what each statement did.
        since: from when on `texts` run, in words; it goes into their names.

    Raises:
        UsageError: a manifest cannot be read, or the scenario knows none of that name.
        ManifestError, MsplSyntaxError, MsplCheckError: one of `texts` is wrong.
    """
    installed = [i for server in scenario.servers for i in server.applications]
    may_run = any(step.do == "enable" for step in scenario.timeline)
    wanted = dict.fromkeys(i.manifest for i in installed if i.enabled or may_run)
    names = [one for one in wanted if isinstance(one, str)]
    for name in texts:
        if name not in names:
            hint = what_there_is(name, names)
            raise UsageError(f"the scenario runs no {name}{hint}")
    path = scenario.path
    found = {one: _application(one, path, texts, since) for one in wanted} | {
        one.manifest: Unloadable(one.manifest, "", "nobody has enabled it")
        for one in installed
        if isinstance(one.manifest, str) and one.manifest not in wanted
    }
    return {key: _recorded(one) for key, one in found.items()} if record else found


def find_manifest(scenario: Scenario, name: str | None = None) -> str:
    """The manifest, as the scenario has it, that `name` means; None: the only one.

    Raises:
        UsageError: it runs none, or none of that name, or several and no name is given.
    """
    known = {
        stem(one.manifest): one.manifest
        for server in scenario.servers
        for one in server.applications
        if isinstance(one.manifest, str)
    }
    where = scenario.path or "the scenario"
    if not known:
        raise UsageError(f"{where} runs no script that another could replace")
    if name is None:
        if len(known) > 1:
            raise UsageError(f"{where} runs several scripts; name {either(known)}")
        return next(iter(known.values()))
    plain = stem(name) if name.endswith(".am") else name
    if plain not in known:
        hint = what_there_is(plain, tuple(known))
        raise UsageError(f"{where} runs no script called {name}{hint}")
    return known[plain]


def named_since(path: str, since: str) -> str:
    """What a script is called that takes the place of `path` at some moment.

    A trace has both, and says of each run which of them it was.
    """
    if not since:
        return path
    start, dot, end = path.rpartition(".")
    return f"{start} (from {since}){dot}{end}"


def _recorded(application: Installable) -> Installable:
    """The application recorded; one of another kind cannot be, and stays as it is."""
    if isinstance(application, Recordable):
        return application.recorded()
    return application


def _application(
    one: str | Installable, scenario: str, texts: Mapping[str, str], since: str
) -> Installable:
    if not isinstance(one, str):
        return one
    path, text = beside(scenario, one), texts.get(one)
    loaded: Installable = (
        named(f"{FILES}:load_or_tell")(path)
        if text is None
        else named(f"{FILES}:load_with")(path, text, named_since(path, since))
    )
    return loaded
