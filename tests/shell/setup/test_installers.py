"""Who installs, and who steps in; uv and pip are played by what they would print."""

import io
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from mspllab.errors import UsageError
from mspllab.shell.setup import installers
from mspllab.shell.setup.progress import Finished, Progress

PYTHON = Path("env") / "bin" / "python"
UNREACHABLE = Finished(1, "error sending request: tcp connect error")
DISTRUSTED = Finished(2, "cause: invalid peer certificate: UnknownIssuer")
FULL = Finished(2, "No space left on device (os error 28)")
DONE = Finished(0, "")


class Played(Progress):
    """Answers each command with what was prepared for it; keeps what was asked."""

    def __init__(self, folder: Path, answers: dict[str, Sequence[Finished]]) -> None:
        self.stream = io.StringIO()
        super().__init__(folder / "log", self.stream)
        self._answers = {name: iter(prepared) for name, prepared in answers.items()}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def run(self, name, text, command, *, environment=None, folder=None):  # noqa: ANN001, ANN201
        words = [str(word) for word in command]
        if "--version" in words:
            return DONE
        who = "uv" if Path(words[0]).name == "uv" else "pip"
        what = "uv itself" if words[-1] == "uv" else "packages"
        self.asked.append((f"{who}: {what}", dict(environment or {})))
        return next(self._answers[f"{who}: {what}"])


@pytest.fixture(autouse=True)
def nobody_has_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(installers, "read_pip_settings", lambda python: "")
    uvs = iter([None, None])
    monkeypatch.setattr(shutil, "which", lambda name, path=None: next(uvs, "uv"))
    return


def install(tmp_path: Path, **answers: Sequence[Finished]) -> tuple[str, Played]:
    names = {"uv_itself": "pip: uv itself", "by_uv": "uv: packages"}
    prepared = {
        names.get(key, "pip: packages"): value for key, value in answers.items()
    }
    progress = Played(tmp_path, prepared)
    return installers.install(PYTHON, ["tqdm"], progress), progress


def test_pip_fetches_uv_and_uv_the_rest(tmp_path: Path) -> None:
    by, progress = install(tmp_path, uv_itself=[DONE], by_uv=[DONE])
    assert by == "uv"
    assert [asked for asked, _ in progress.asked] == ["pip: uv itself", "uv: packages"]


def test_where_uv_fails_pip_goes_on(tmp_path: Path) -> None:
    by, progress = install(
        tmp_path, uv_itself=[DONE], by_uv=[Finished(1, "what?")], by_pip=[DONE]
    )
    assert by == "pip"
    assert "pip tries" in progress.stream.getvalue()


def test_where_there_is_no_uv_for_this_machine_pip_does_it_all(tmp_path: Path) -> None:
    nothing = Finished(1, "ERROR: No matching distribution found for uv")
    by, _ = install(tmp_path, uv_itself=[nothing], by_pip=[DONE])
    assert by == "pip"


def test_a_certificate_that_uv_does_not_know_may_be_known_to_the_system(
    tmp_path: Path,
) -> None:
    by, progress = install(tmp_path, uv_itself=[DONE], by_uv=[DISTRUSTED, DONE])
    assert by == "uv"
    assert "UV_SYSTEM_CERTS" in progress.asked[-1][1]


def test_without_a_network_nothing_more_is_tried(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be reached") as caught:
        install(tmp_path, uv_itself=[UNREACHABLE])
    assert "\n" not in str(caught.value)


def test_on_a_full_disk_pip_is_not_tried(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="disk is full"):
        install(tmp_path, uv_itself=[DONE], by_uv=[FULL])


def test_pip_is_told_to_ask_nothing_and_to_give_up_soon(tmp_path: Path) -> None:
    _, progress = install(tmp_path, uv_itself=[DONE], by_uv=[DONE])
    variables = progress.asked[0][1]
    assert variables["PIP_NO_INPUT"] == "1"
    assert variables["PIP_USER"] == "0"
    assert int(variables["PIP_RETRIES"]) < 5
