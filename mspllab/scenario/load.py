"""Scenarios and messages from their files; and what may be wrong with their texts."""

from collections.abc import Mapping
from os import fspath

from mspllab.errors import ParseError, Place, ScenarioError
from mspllab.scenario.files import AnyPath, beside, read_file
from mspllab.scenario.language.settings import Settings, place_at
from mspllab.scenario.reader import read
from mspllab.scenario.scenario import Scenario
from mspllab.sip.codec import decode
from mspllab.sip.message import Message

MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
"""How a text may begin that says in which encoding it is written."""


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
