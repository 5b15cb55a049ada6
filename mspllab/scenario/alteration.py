"""Alteration: the changes somebody asks for, told apart and each found in the run."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from mspllab.errors import UsageError
from mspllab.scenario.files import beside
from mspllab.scenario.language.nearest import what_there_is
from mspllab.scenario.manifests import named_since
from mspllab.scenario.origin import Origin
from mspllab.scenario.tampering import Tampering, merged
from mspllab.trace.trace import Trace

LONGEST = 60
"""Characters of a value that are repeated in words."""


class NewLine(NamedTuple):
    """A line of a script is another one; `line` makes it."""

    script: str
    number: int
    """Line of the manifest, from 1."""
    text: str


class Alteration(NamedTuple):
    """What is otherwise, sorted by what carries it out."""

    settings: Mapping[str, Any]
    scripts: Mapping[str, str]
    tampering: Mapping[int, Tampering]
    words: str


UNCHANGED = Alteration({}, {}, {}, "nothing")


def line(script: str, number: int, text: str) -> NewLine:
    """Line `number` of the manifest that `script` names reads `text`."""
    return NewLine(script, number, text)


def read_change(trace: Trace, origin: Origin, change: object) -> Alteration:
    """What `change` asks for.

    Raises:
        UsageError: it is no change, or names a script that does not take part.
    """
    settings: dict[str, Any] = {}
    scripts: dict[str, str] = {}
    tampering: list[Tampering] = []
    words: list[str] = []
    for one in _singly(change):
        match one:
            case Tampering():
                tampering.append(one)
                words.append(str(one))
            case NewLine():
                name = _manifest(one.script, origin)
                before = scripts.get(name) or _text(trace, origin, name, one.script)
                scripts[name] = _with_line(before, one)
                file = one.script.replace("\\", "/").rpartition("/")[2]
                words.append(f"line {one.number} of {file} is “{_short(one.text)}”")
            case str() as key, value if _is_script(key):
                scripts[_manifest(key, origin)] = str(value)
                words.append(f"another {key}")
            case str() as key, value:
                settings[key] = value
                words.append(f"{key} = {_short(str(value))}")
            case _:
                raise UsageError(
                    f"{one!r} is no change; write {{key: value}}, lose(n), "
                    "delay(n, by), header(n, name, value) or line(script, number, text)"
                )
    told = "; ".join(words) or "nothing"
    return Alteration(settings, scripts, merged(tampering), told)


def _singly(change: object) -> Iterable[object]:
    if isinstance(change, Mapping):
        return change.items()
    if isinstance(change, Tampering | NewLine) or not isinstance(change, Iterable):
        return (change,)
    if isinstance(change, str):
        return (change,)
    return [one for some in change for one in _singly(some)]


def _is_script(key: str) -> bool:
    return key.endswith(".am") or "/" in key


def _manifest(key: str, origin: Origin) -> str:
    """The manifest that `key` means, as the scenario has it."""
    known = [
        one.manifest
        for server in origin.scenario.servers
        for one in server.applications
        if isinstance(one.manifest, str)
    ]
    for name in known:
        whole = beside(origin.scenario.path, name)
        later = [named_since(whole, one.since) for one in origin.revisions]
        if key in (name, whole, name.rpartition("/")[2], *later):
            return name
    raise UsageError(f"the scenario runs no {key}{what_there_is(key, known)}")


def _text(trace: Trace, origin: Origin, name: str, said: str) -> str:
    """The manifest whose whole path is `said`, or else the one that runs last.

    A branch may have put another in the place of the scenario's.
    """
    if said in trace.scripts:
        return trace.scripts[said].text
    path = beside(origin.scenario.path, name)
    for revision in reversed(origin.revisions):
        if name in revision.scripts:
            return trace.scripts[named_since(path, revision.since)].text
    return trace.scripts[path].text


def _with_line(text: str, new: NewLine) -> str:
    lines = text.splitlines(keepends=True)
    if not 1 <= new.number <= len(lines):
        raise UsageError(
            f"{new.script} has lines 1 to {len(lines)}, and no line {new.number}"
        )
    old = lines[new.number - 1]
    end = old[len(old.rstrip("\r\n")) :]
    lines[new.number - 1] = new.text + end
    return "".join(lines)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
