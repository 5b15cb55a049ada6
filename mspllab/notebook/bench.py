"""Bench: a script and a scenario at work: change one or the other, run, and look.

The text lives in a file beside the notebook, NAME.work.am, which is taken up again when
the notebook is opened anew; what one started from is never written to.
"""

from collections.abc import Sequence
from html import escape
from os import fspath
from pathlib import Path
from typing import Any

import ipywidgets

from mspllab.applications.application import Application
from mspllab.errors import MspllabError, UsageError
from mspllab.notebook.editing.editor import Editor
from mspllab.notebook.editing.knob import Knob
from mspllab.notebook.editing.working_copy import working_copy
from mspllab.notebook.player import player
from mspllab.scenario.files import AnyPath, beside, read_file, stem
from mspllab.scenario.load import read_scenario
from mspllab.scenario.manifests import find_manifest
from mspllab.scenario.run import overridden, play
from mspllab.scenario.scenario import Scenario
from mspllab.trace.trace import Trace
from mspllab.views.coverage import coverage
from mspllab.views.ladder import render_ladder
from mspllab.views.listing import list_script
from mspllab.views.sequence import draw_sequence


class Bench(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """An editor, knobs, and the player of the last run.

    Where no widget can be shown it is the script and the ladder of that run.
    """

    children: Any

    def __init__(
        self,
        scenario: Scenario,
        manifest: str,
        start: str,
        folder: Path,
        knobs: Sequence[str],
    ) -> None:
        self.scenario = scenario
        self.manifest = manifest
        """As the scenario has it."""
        self.trace: Trace | None = None
        """The last run; None before the first."""
        name = stem(manifest)
        self.knobs = tuple(Knob(scenario, knob) for knob in knobs)
        copy = working_copy(name, folder)
        self.editor = Editor(start, copy, f"{name}.am", self.run)
        if copy.seen is not None and copy.seen != start:
            self.editor.said = f"Taken up again from {copy.path.name}."
        parts = [self.editor, *(knob.widget for knob in self.knobs)]
        super().__init__(parts)

    @property
    def text(self) -> str:
        """What is in the editor."""
        return str(self.editor.text)

    @text.setter
    def text(self, text: str) -> None:
        self.editor.replace(text)

    @property
    def application(self) -> Application:
        """The text as it is now, compiled.

        Raises:
            ManifestError, MsplSyntaxError, MsplCheckError: all that is wrong with it.
        """
        return Application.load(self.text, self._path)

    @property
    def settings(self) -> dict[str, object]:
        """What the knobs have changed."""
        return {k: v for knob in self.knobs for k, v in knob.setting.items()}

    def run(self) -> None:
        """Play the scenario with the text and the settings as they are now."""
        try:
            self.trace = self._played()
        except MspllabError as error:
            self.editor.said = f"Not run: {_shortly(error)}"
            return
        self.editor.counts = self._counts(self.trace)
        self.editor.ran = self.text
        messages = len(self.trace.hops)
        runs = len([run for run in self.trace.runs if run.path == self._path])
        times = "once" if runs == 1 else f"{runs} times"
        self.editor.said = f"Played: {messages} messages; the script ran {times}."
        shown = player(self.trace)
        parts = [self.editor, *(knob.widget for knob in self.knobs), shown]
        # What nobody sees any more is closed, or each run would leave one behind.
        gone = [one for one in self.children if one not in parts]
        self.children = parts
        for one in gone:
            one.close()

    @property
    def _path(self) -> str:
        return beside(self.scenario.path, self.manifest)

    def _played(self) -> Trace:
        errors = self.editor.answer["errors"]
        if errors:
            raise UsageError(f"{errors} error{'s' * (errors != 1)} to mend first")
        scenario = overridden(self.scenario, self.settings)
        return play(scenario, scripts={self.manifest: self.text}, record=True)

    def _counts(self, trace: Trace) -> dict[str, int]:
        found = coverage(self.application, trace)
        return {str(line): times for line, times in found.coverage.lines.items()}

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        found = super()._repr_mimebundle_() or {}
        data, metadata = found if isinstance(found, tuple) else (found, {})
        data["text/plain"] = "\n".join(self._told())
        data["text/html"] = self._html()
        return data, metadata

    def _told(self) -> list[str]:
        lines = [self.editor.name, *self.text.splitlines(), ""]
        lines += [f"{key} = {value}" for key, value in self.settings.items()]
        return [*lines, render_ladder(self.trace) if self.trace is not None else ""]

    def _html(self) -> str:
        if self.editor.answer["errors"]:
            return f"<pre>{escape(self.text)}</pre>"
        script = list_script(self.application.script_text)
        ladder = "" if self.trace is None else draw_sequence(self.trace).html
        return f"{script._repr_html_()}\n{ladder}"

    def __repr__(self) -> str:
        return f"<Bench for {self.editor.name} in {self.scenario.title!r}>"


def bench(
    scenario: Scenario | AnyPath,
    script: AnyPath | None = None,
    *,
    knobs: Sequence[str] = (),
    folder: AnyPath = ".",
) -> Bench:
    """A bench for a script of `scenario`, and it has run once.

    Args:
        scenario: one that was read, or the path of its file.
        script: the manifest to work on, as the scenario names it, or by its file's
            name; None: the only one the scenario has.
        knobs: dotted keys of the scenario that get a control, such as
            "clients.bob.on_call.answer_after".
        folder: where the working copy lies, NAME.work.am.

    Raises:
        UsageError: there is no such scenario, script or key; ScenarioError: the
            scenario says something impossible.
    """
    if not isinstance(scenario, Scenario):
        scenario = read_scenario(scenario)
    manifest = find_manifest(scenario, None if script is None else fspath(script))
    data = read_file(beside(scenario.path, manifest), "a manifest")
    start = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    made = Bench(scenario, manifest, start, Path(folder), knobs)
    said = made.editor.said
    made.run()
    made.editor.said = said or made.editor.said
    return made


def _shortly(error: MspllabError) -> str:
    return str(error).splitlines()[0]
