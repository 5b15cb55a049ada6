"""The files that are opened: scenarios and messages; and what may be wrong with any."""

from collections.abc import Mapping
from os import PathLike, fspath
from os.path import normpath
from pathlib import Path

from mspllab.errors import ParseError, Place, ScenarioError, UsageError
from mspllab.scenario.language.nearest import did_you_mean
from mspllab.scenario.language.settings import Settings, place_at
from mspllab.scenario.reader import read
from mspllab.scenario.scenario import Scenario
from mspllab.sip.codec import decode
from mspllab.sip.message import Message

LONGEST = 1_048_576
"""Bytes; nothing that is read here comes near."""
MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
"""How a text may begin that says in which encoding it is written."""

AnyPath = str | PathLike[str]


def read_message(path: AnyPath) -> Message:
    """The SIP message in the file at `path`.

    Raises:
        UsageError: there is no such file, or it cannot be read.
        ParseError: what is in it is no SIP message.
    """
    try:
        return decode(read_file(path, "a message"))
    except ParseError as error:
        raise ParseError(
            f"{fspath(path)}: {error.what}",
            error.text,
            expected=error.expected,
            column=error.column,
            status_hint=error.status_hint,
        ) from error


def read_scenario(
    path: AnyPath, overrides: Mapping[str, object] | None = None
) -> Scenario:
    """The scenario in the TOML file at `path`.

    Args:
        path: the file.
        overrides: {dotted key: value}, written over what the file says.

    Raises:
        UsageError: there is no such file, or it cannot be read.
        ScenarioError: what is in it is no scenario; names line and column.
    """
    name = fspath(path)
    settings = Settings.parse(_text(read_file(path, "a scenario"), name), name)
    return scenario_of(settings.with_overrides(overrides or {}))


def scenario_of(settings: Settings) -> Scenario:
    """The scenario that `settings` describe; files it names are read."""

    def read_text(name: str) -> str:
        data = read_file(beside(settings.path, name), "a message")
        return data.decode("utf-8", "surrogateescape")

    return read(settings, read_text=read_text)


def beside(path: str, name: str) -> str:
    """Where the file is that the one at `path` calls `name`."""
    return Path(normpath(Path(path).parent / name)).as_posix()


def read_file(path: AnyPath, what: str) -> bytes:
    """The bytes of a file.

    Args:
        path: the file.
        what: what it should hold, with its article, for error texts.

    Raises:
        UsageError: there is no such file, or it cannot be read.
    """
    name = fspath(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(LONGEST + 1)
    except FileNotFoundError:
        raise UsageError(f"there is no file {name}{_neighbour(Path(path))}") from None
    except (OSError, ValueError) as error:
        if Path(path).is_dir():
            raise UsageError(f"{name} is a folder; {what} is a file") from None
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{name!r} cannot be read: {why}") from None
    if len(data) > LONGEST:
        raise UsageError(
            f"{name} is longer than {LONGEST:,} bytes, too long for {what}"
        )
    return data


def _neighbour(path: Path) -> str:
    """A hint at a file in the same folder that has almost the same name."""
    if not path.parent.is_dir():
        return f"; there is no folder {path.parent} either"
    return did_you_mean(
        path.name, sorted(entry.name for entry in path.parent.iterdir())
    )


def _text(data: bytes, name: str) -> str:
    """The text of a scenario."""
    mark = MARKS.get(data[:2])
    if mark is not None:
        raise ScenarioError(f"{name} is written in {mark}; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        message = (
            f"byte 0x{data[error.start]:02x} is no UTF-8; a scenario is UTF-8 text"
        )
        raise ScenarioError(message, place_at(before, name, len(before))) from None
    if text.lstrip().startswith("<"):
        raise ScenarioError("this is XML; a scenario is TOML text", Place(name, 1, 1))
    if "\0" in text:
        message = "there is a zero byte here; a scenario is UTF-8 text"
        raise ScenarioError(message, place_at(text, name, text.index("\0")))
    return text
