"""Exercise: a task, the calls that try an answer, and the one that proves it wrong."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from os.path import relpath
from pathlib import Path
from typing import Any

from mspllab.errors import MspllabError, UsageError
from mspllab.notebook.expectation import objections
from mspllab.scenario.files import beside
from mspllab.scenario.language.nearest import did_you_mean
from mspllab.scenario.run import play
from mspllab.trace.trace import Trace
from mspllab.views.sequence import draw_sequence

FOLDER = Path(__file__).resolve().parents[2] / "data" / "exercises"

Answer = str | Mapping[str, object]
"""A script, or settings of the scenario."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One call an answer must stand."""

    name: str
    """A sentence about the call: "Alice asks Bob for a chat"."""
    changes: Mapping[str, object]
    """Settings of the scenario for this call."""
    demands: Mapping[str, Any]
    """What must happen, in the words of `expectation.DEMANDS`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an answer; shows the call that proves it wrong."""

    passed: bool
    sentence: str
    call: Trace | None = None
    """The call that proves the answer wrong; None where it is right or does not run."""

    def __str__(self) -> str:
        return f"{'✓' if self.passed else '✗'} {self.sentence}"

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        text = f"<pre>{escape(str(self))}</pre>"
        if self.call is None:
            return text
        return f"{text}\n{draw_sequence(self.call).html}"


@dataclass(frozen=True, slots=True)
class Exercise:
    """A task and the calls that try an answer to it."""

    name: str
    task: str
    scenario: str
    """Path of the scenario that all calls vary."""
    trials: tuple[Trial, ...]
    script: str | None = None
    """Path, as in the scenario, of the manifest whose script is the answer."""
    settings: tuple[str, ...] = ()
    """Keys of the scenario that make up the answer, where it is no script."""

    def check(self, answer: Answer) -> Verdict:
        """Try `answer` on one call after the other, up to the first that objects."""
        try:
            for trial in self.trials:
                call = self._play(answer, trial)
                for objection in objections(call, trial.demands):
                    return Verdict(False, f"{trial.name}: {objection}.", call)
        except UsageError:
            raise
        except MspllabError as error:
            return Verdict(False, f"Your answer does not run: {error}")
        count = len(self.trials)
        return Verdict(True, f"All {count} calls go where they should.")

    def _play(self, answer: Answer, trial: Trial) -> Trace:
        if self.script is not None:
            if not isinstance(answer, str):
                raise UsageError("the answer to this exercise is a script, as a text")
            return play(self.scenario, trial.changes, scripts={self.script: answer})
        return play(self.scenario, {**self._checked(answer), **trial.changes})

    def _checked(self, answer: Answer) -> Mapping[str, object]:
        if not isinstance(answer, Mapping):
            raise UsageError(
                f"the answer to this exercise is a dict with {', '.join(self.settings)}"
            )
        for key in answer:
            if key not in self.settings:
                hint = did_you_mean(key, list(self.settings))
                raise UsageError(f"{key!r} is not yours to set in this exercise{hint}")
        return answer

    def __repr__(self) -> str:
        return f"<Exercise {self.name}: {len(self.trials)} calls>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(self.task)}</p>"


def exercise(name: str) -> Exercise:
    """The exercise in `data/exercises/NAME.toml`.

    Raises:
        UsageError: there is none of that name.
    """
    path = FOLDER / f"{name}.toml"
    if not path.is_file():
        there = sorted(file.stem for file in FOLDER.glob("*.toml"))
        raise UsageError(f"there is no exercise {name!r}{did_you_mean(name, there)}")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Exercise(
        name=name,
        task=data["task"],
        scenario=_from_here(beside(str(path), data["scenario"])),
        trials=tuple(_trials(data["calls"])),
        script=data.get("script"),
        settings=tuple(data.get("settings", ())),
    )


def _from_here(path: str) -> str:
    """`path` from the current folder, so that pictures name no folder of a machine."""
    try:
        return relpath(path)
    except ValueError:  # on another drive
        return path


def _trials(calls: list[dict[str, Any]]) -> Iterator[Trial]:
    for call in calls:
        yield Trial(call["name"], call.get("set", {}), call["expect"])
