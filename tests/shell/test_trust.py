"""The lessons, and only they, are trusted."""

import io
from pathlib import Path

import pytest

from mspllab.shell.setup.checkout import Checkout
from mspllab.shell.setup.progress import Finished, Progress
from mspllab.shell.trust import trust_lessons


class Signer(Progress):
    """Keeps the names of what is to be signed."""

    signed: list[list[str]]
    status = 0

    def run(self, name, text, command, *, environment=None, folder=None):  # noqa: ANN001, ANN201
        self.signed.append([Path(word).name for word in command[3:]])
        return Finished(self.status, "")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    (tmp_path / "notebooks").mkdir()
    for name in ("start.ipynb", "01-who-rings.ipynb", "from-a-stranger.ipynb"):
        (tmp_path / "notebooks" / name).write_text("{}", encoding="utf-8")
    return Checkout(tmp_path, tmp_path)


@pytest.fixture
def signer(checkout: Checkout) -> Signer:
    signer = Signer(checkout.logs / "lab.log", io.StringIO())
    signer.signed = []
    return signer


def test_the_lessons_are_signed_and_nobody_elses_notebook(
    checkout: Checkout, signer: Signer
) -> None:
    trust_lessons(checkout, Path("python"), signer)
    assert signer.signed == [["01-who-rings.ipynb", "start.ipynb"]]


def test_a_second_start_signs_nothing(checkout: Checkout, signer: Signer) -> None:
    trust_lessons(checkout, Path("python"), signer)
    trust_lessons(checkout, Path("python"), signer)
    assert len(signer.signed) == 1


def test_a_new_version_of_a_lesson_is_signed_again(
    checkout: Checkout, signer: Signer
) -> None:
    trust_lessons(checkout, Path("python"), signer)
    start = checkout.root / "notebooks" / "start.ipynb"
    start.write_text("{ }", encoding="utf-8")
    trust_lessons(checkout, Path("python"), signer)
    assert len(signer.signed) == 2


def test_what_could_not_be_signed_is_tried_again(
    checkout: Checkout, signer: Signer
) -> None:
    signer.status = 1
    trust_lessons(checkout, Path("python"), signer)
    trust_lessons(checkout, Path("python"), signer)
    assert len(signer.signed) == 2
