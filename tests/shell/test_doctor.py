"""`doctor`: what is here, and what is missing."""

import json
from collections.abc import Callable

import pytest

from mspllab.shell import doctor

Command = Callable[..., object]


def test_the_report_names_python_packages_and_peers(command: Command) -> None:
    report = json.loads(command("doctor", "--json").out)
    assert report["python"]["version"].startswith("3.")
    assert "jupyterlab" in report["environment"]["packages"]
    assert set(report["peers"]) == set(doctor.PEERS)


def test_people_get_the_same_as_lines(command: Command) -> None:
    out = command("doctor").out
    assert "\n  executable " in out
    assert " jupyterlab " in out


def test_without_any_installer_that_is_the_problem(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "missing", lambda needed: needed)
    monkeypatch.setattr(doctor, "_state", lambda checkout: "not made yet")
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    said = command("doctor", "--json")
    assert said.status == 1
    assert "install pip or uv" in json.loads(said.out)["problems"][0]
