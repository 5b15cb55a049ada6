"""Saving: every format by its ending, and a sentence where there is none."""

import sys
from pathlib import Path

import pytest

from mspllab.errors import UsageError
from mspllab.trace.trace import Trace
from mspllab.views.playback.saving import FORMATS, render

BEGINS = {
    "html": b"<!DOCTYPE html>",
    "svg": b"<svg ",
    "png": b"\x89PNG",
    "mmd": b"---\ntitle:",
    "puml": b"@startuml",
    "md": b"**Who rings",
    "txt": b"0.000  ",
}


def test_every_format_has_an_example() -> None:
    assert BEGINS.keys() == FORMATS.keys()


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_a_trace_is_written_in_the_format_of_its_ending(
    forked: Trace, kind: str
) -> None:
    assert render(forked, kind).lstrip().startswith(BEGINS[kind])


def test_an_ending_that_says_nothing_is_told_those_that_do(forked: Trace) -> None:
    with pytest.raises(UsageError, match=r"'doc' names no format; there are html"):
        render(forked, "doc")


def test_a_picture_without_its_library_is_one_sentence(
    forked: Trace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("matplotlib")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "mspllab.views.figure", raising=False)
    monkeypatch.setattr(sys, "path", [str(Path(__file__).resolve().parents[3])])

    with pytest.raises(UsageError, match="png needs matplotlib"):
        render(forked, "png")
