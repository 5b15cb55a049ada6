"""When an environment can be used without another look."""

from pathlib import Path

import pytest

from mspllab.shell.setup.checkout import Checkout, Requirement
from mspllab.shell.setup.stamp import NAME, Stamp, python_of


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    checkout = Checkout(tmp_path, tmp_path)
    python = python_of(checkout.environment)
    python.parent.mkdir(parents=True)
    python.touch()
    return checkout


def test_a_finished_environment_fits(checkout: Checkout) -> None:
    Stamp.of(checkout, ["tqdm"]).write(checkout.environment)
    stamp = Stamp.read(checkout.environment)
    assert stamp is not None
    assert stamp.fits(checkout)


def test_an_interrupted_one_does_not(checkout: Checkout) -> None:
    Stamp.of(checkout).write(checkout.environment)
    stamp = Stamp.read(checkout.environment)
    assert stamp is not None
    assert not stamp.fits(checkout)


def test_one_that_was_moved_does_not(checkout: Checkout, tmp_path: Path) -> None:
    stamp = Stamp.of(checkout, ["tqdm"])
    moved = Checkout(tmp_path / "elsewhere", tmp_path)
    assert not stamp.fits(moved)


def test_one_whose_python_is_gone_does_not(checkout: Checkout) -> None:
    stamp = Stamp.of(checkout, ["tqdm"])
    python_of(checkout.environment).unlink()
    assert not stamp.fits(checkout)


def test_a_package_named_later_is_missed(checkout: Checkout) -> None:
    stamp = Stamp.of(checkout, ["tqdm"])
    assert stamp.holds([Requirement.parse("tqdm")])
    assert not stamp.holds([Requirement.parse("tqdm"), Requirement.parse("pandas")])


@pytest.mark.parametrize("text", ["", "[]", "{", '{"root": 1}', "\0"])
def test_a_stamp_that_cannot_be_read_is_none(checkout: Checkout, text: str) -> None:
    (checkout.environment / NAME).write_text(text, encoding="utf-8")
    assert Stamp.read(checkout.environment) is None
