"""The front door: names that load when they are used, and nothing before."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import mspllab

ROOT = Path(__file__).resolve().parents[1]


def modules_after(program: str) -> set[str]:
    """Modules a fresh interpreter has loaded after `program`."""
    program = f"{program}; import sys, json; print(json.dumps(list(sys.modules)))"
    command = [sys.executable, "-S", "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return set(json.loads(done.stdout))


def test_importing_the_package_loads_nothing_else_of_it() -> None:
    assert {name for name in modules_after("import mspllab") if "mspllab" in name} == {
        "mspllab"
    }


@pytest.mark.parametrize("name", mspllab.__all__)
def test_every_name_behind_the_door_is_there(name: str) -> None:
    assert callable(getattr(mspllab, name))


def test_a_misspelt_name_is_told_the_right_ones() -> None:
    with pytest.raises(AttributeError, match=r"has no 'paly'.*play"):
        mspllab.paly  # noqa: B018 - the look-up is the test


def test_completion_offers_every_name() -> None:
    assert set(mspllab.__all__) <= set(dir(mspllab))


def test_editors_are_told_the_same_names_as_the_door_has() -> None:
    stub = ast.parse((ROOT / "mspllab" / "__init__.pyi").read_text("utf-8"))
    told = {
        alias.asname or alias.name: f"{node.module}:{alias.name}"
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert told == mspllab._HOME_OF
    assert sorted(told) == exported(stub)


def exported(stub: ast.Module) -> list[str]:
    (assignment,) = (node for node in stub.body if isinstance(node, ast.Assign))
    names = ast.literal_eval(assignment.value)
    assert isinstance(names, list)
    return names


def test_a_page_to_step_through_needs_no_outside_library() -> None:
    loaded = modules_after(
        "import mspllab; from mspllab.views.playback.saving import render; "
        "render(mspllab.play('data/scenarios/reroute.toml', record=True), 'html')"
    )
    assert {name.partition(".")[0] for name in loaded} <= {
        "mspllab",
        "__main__",
        *sys.stdlib_module_names,
    }


def test_a_played_call_and_its_picture_need_no_outside_library() -> None:
    loaded = modules_after(
        "import mspllab; mspllab.sequence(mspllab.play("
        "'data/scenarios/who-rings.toml'))._repr_svg_()"
    )
    assert {name.partition(".")[0] for name in loaded} <= {
        "mspllab",
        "__main__",
        *sys.stdlib_module_names,
    }
