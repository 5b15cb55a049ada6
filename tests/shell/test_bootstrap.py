"""From a bare checkout to an environment; nothing is really installed here."""

import io
import json
import sys
from pathlib import Path

import pytest

from mspllab.errors import UsageError
from mspllab.shell import bootstrap
from mspllab.shell.setup import installers
from mspllab.shell.setup.checkout import Checkout, Requirement
from mspllab.shell.setup.progress import Progress
from mspllab.shell.setup.stamp import NAME, python_of

PROJECT = """
[project.optional-dependencies]
lab = ["no-such-package>=1"]
test = ["no-such-tool"]
"""


class Installer:
    """Stands for uv and pip; remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.error: str | None = None

    def __call__(self, python: Path, packages: list[str], progress: Progress) -> str:
        assert python.exists()
        self.asked.append(list(packages))
        if self.error is not None:
            raise UsageError(self.error)
        return "somebody"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    root = tmp_path / "a clone é"
    root.mkdir()
    (root / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    return Checkout.find(root)


@pytest.fixture
def progress(checkout: Checkout) -> Progress:
    return Progress(checkout.logs / "lab.log", io.StringIO())


@pytest.fixture
def installer(monkeypatch: pytest.MonkeyPatch) -> Installer:
    installer = Installer()
    monkeypatch.setattr(bootstrap, "install", installer)
    return installer


def test_a_first_start_makes_fills_and_stamps(
    checkout: Checkout, progress: Progress, installer: Installer
) -> None:
    python = bootstrap.prepare(checkout, ["lab"], progress)
    assert python == python_of(checkout.environment)
    assert python.exists()
    assert installer.asked == [["no-such-package>=1"]]
    stamp = json.loads((checkout.environment / NAME).read_text("utf-8"))
    assert stamp["packages"] == ["no-such-package>=1"]


def test_a_second_start_does_nothing(
    checkout: Checkout, progress: Progress, installer: Installer
) -> None:
    bootstrap.prepare(checkout, ["lab"], progress)
    bootstrap.prepare(checkout, ["lab"], progress)
    assert len(installer.asked) == 1


def test_the_tests_add_what_they_need_to_what_is_there(
    checkout: Checkout, progress: Progress, installer: Installer
) -> None:
    bootstrap.prepare(checkout, ["lab"], progress)
    mark = checkout.environment / "still the same"
    mark.touch()
    bootstrap.prepare(checkout, ["lab", "test"], progress)
    bootstrap.prepare(checkout, ["lab"], progress)
    assert mark.exists()
    assert installer.asked == [
        ["no-such-package>=1"],
        ["no-such-package>=1", "no-such-tool"],
    ]


def test_an_interrupted_set_up_is_begun_again(
    checkout: Checkout, progress: Progress, installer: Installer
) -> None:
    installer.error = "the line went dead"
    with pytest.raises(UsageError, match="the line went dead"):
        bootstrap.prepare(checkout, ["lab"], progress)
    leftover = checkout.environment / "half a package"
    leftover.touch()
    installer.error = None
    bootstrap.prepare(checkout, ["lab"], progress)
    assert not leftover.exists()


def test_an_environment_of_ones_own_is_kept_and_added_to(
    checkout: Checkout, progress: Progress, installer: Installer
) -> None:
    python = python_of(checkout.environment)
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    precious = checkout.environment / "precious"
    precious.touch()
    bootstrap.prepare(checkout, ["lab"], progress)
    assert precious.exists()
    assert len(installer.asked) == 1


def test_what_venv_left_half_made_is_made_again(
    checkout: Checkout, progress: Progress, installer: Installer
) -> None:
    checkout.environment.mkdir()
    (checkout.environment / "pyvenv.cfg").touch()
    assert bootstrap.prepare(checkout, ["lab"], progress).exists()


def test_a_folder_that_is_no_environment_is_left_alone(
    checkout: Checkout, progress: Progress, installer: Installer
) -> None:
    checkout.environment.mkdir()
    precious = checkout.environment / "precious"
    precious.touch()
    with pytest.raises(UsageError, match="move it away"):
        bootstrap.prepare(checkout, ["lab"], progress)
    assert precious.exists()


def test_a_full_disk_is_told_before_anything_is_made(
    checkout: Checkout,
    progress: Progress,
    installer: Installer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bootstrap, "ROOM", 10**18)
    with pytest.raises(UsageError, match="the disk is full"):
        bootstrap.prepare(checkout, ["lab"], progress)
    assert not checkout.environment.exists()


def test_a_running_environment_that_has_it_all_is_used_as_it_is(
    checkout: Checkout, progress: Progress, installer: Installer
) -> None:
    (checkout.root / "pyproject.toml").write_text(
        PROJECT.replace("no-such-package>=1", "pytest>=8"), encoding="utf-8"
    )
    assert bootstrap.prepare(checkout, ["lab"], progress) == Path(sys.executable)
    assert not checkout.environment.exists()


def test_a_package_that_is_too_old_is_missing() -> None:
    old, new = Requirement.parse("pytest>=999"), Requirement.parse("pytest>=8")
    assert bootstrap.missing([old, new]) == (old,)


def test_the_package_is_found_from_every_folder(
    checkout: Checkout, progress: Progress, installer: Installer
) -> None:
    bootstrap.prepare(checkout, ["lab"], progress)
    (path_file,) = checkout.environment.rglob("mspllab.pth")
    assert path_file.read_text("utf-8").strip() == str(checkout.root)


def test_without_pip_and_ensurepip_one_sentence_says_what_to_install(
    progress: Progress, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(installers, "_pips", lambda python: iter(()))
    monkeypatch.setattr(installers, "find_spec", lambda name: None)
    monkeypatch.setattr(
        installers.shutil,
        "which",
        lambda name, path=None: "/usr/bin/apt-get" if name == "apt-get" else None,
    )
    with pytest.raises(UsageError, match="sudo apt-get install python3-venv") as caught:
        installers.install(tmp_path / "bin" / "python", ["x"], progress)
    assert "\n" not in str(caught.value)
