"""`--level`: a script read as of an older product."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., object]

LOOPING = """<?xml version="1.0"?>
<lc:applicationManifest
    xmlns:lc="http://schemas.microsoft.com/lcs/2006/05"
    lc:appUri="http://lab.example/apps/loop">
  <lc:scriptOnly/>
  <lc:splScript><![CDATA[
    while (false) { Log("Debugr", false, "never"); }
  ]]></lc:splScript>
</lc:applicationManifest>
"""


@pytest.fixture
def looping(tmp_path: Path) -> Path:
    path = tmp_path / "loop.am"
    path.write_text(LOOPING, encoding="utf-8")
    return path


@pytest.mark.parametrize("level", ["2005", "2007r2", "2007", "2010"])
def test_older_levels_do_not_know_while(
    command: Command, looping: Path, level: str
) -> None:
    said = command("check", "--json", looping, "--level", level)
    assert said.status == 1
    assert any("while" in found["sentence"] for found in json.loads(said.out))


def test_the_level_of_2013_can_be_asked_for(
    command: Command, looping: Path, data: Path
) -> None:
    message = data / "messages" / "invite.sip"
    assert command("check", looping, "--level", "2013").status == 0
    assert command("run", looping, message, "--level", "2013").status == 0


def test_an_unknown_level_is_told_with_the_known_ones(
    command: Command, looping: Path
) -> None:
    said = command("check", looping, "--level", "2015")
    assert said.status == 2
    assert "expected one of 2005, 2007r2, 2010, 2013, found '2015'" in said.err
