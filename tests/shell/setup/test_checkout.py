"""Where the project lies, and what it needs."""

import os
from pathlib import Path

import pytest

from mspllab.errors import UsageError
from mspllab.shell.setup.checkout import Checkout, Requirement, numbers

PROJECT = """
[project.optional-dependencies]
lab = ["jupyterlab>=4.2", "tqdm"]
test = ["pytest>=8"]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "with a space"
    root.mkdir()
    (root / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    return root


def test_a_checkout_that_can_be_written_to_keeps_everything_inside(root: Path) -> None:
    checkout = Checkout.find(root)
    assert checkout.environment == root / ".venv"
    assert checkout.logs == root / "build"


def test_a_folder_without_the_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="inside a clone"):
        Checkout.find(tmp_path)


def test_a_checkout_that_cannot_be_written_to_uses_the_users_cache(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(Path, "touch", refuse)
    checkout = Checkout.find(root)
    assert checkout.root == root
    assert checkout.state.parent == tmp_path / "cache" / "mspllab"
    assert checkout.logs.is_dir()


def refuse(self: Path) -> None:
    raise PermissionError(13, os.strerror(13), str(self))


def test_two_read_only_checkouts_do_not_share_an_environment(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(Path, "touch", refuse)
    other = tmp_path / "other"
    other.mkdir()
    (other / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    assert Checkout.find(root).state != Checkout.find(other).state


def test_what_is_needed_is_read_from_the_project(root: Path) -> None:
    needed = Checkout.find(root).requirements("lab", "test")
    assert [str(one) for one in needed] == ["jupyterlab>=4.2", "tqdm", "pytest>=8"]


def test_other_processes_find_the_package_before_anything_else(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "mine")
    path = Checkout.find(root).variables()["PYTHONPATH"]
    assert path == f"{root}{os.pathsep}mine"


@pytest.mark.parametrize("text", ["jupyterlab==4", "a b", "", "x<3"])
def test_a_requirement_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="NAME>=VERSION"):
        Requirement.parse(text)


def test_versions_are_compared_as_numbers() -> None:
    assert numbers("4.10.2") > numbers("4.9")
    assert numbers("5.0.0rc1") == (5, 0, 0)
