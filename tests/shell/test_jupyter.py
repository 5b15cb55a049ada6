"""A JupyterLab for one person on one machine."""

import json
import socket
import sys
from pathlib import Path

import pytest

from mspllab.errors import UsageError
from mspllab.shell import jupyter


def options(*, browser: bool = False) -> list[str]:
    return jupyter.command_for(Path("root"), Path("python"), 9000, browser=browser)


def test_nobody_else_can_reach_it() -> None:
    assert "--ServerApp.ip=127.0.0.1" in options()


def test_the_token_is_not_among_the_words_that_everybody_can_list() -> None:
    assert not any("token" in word for word in options())


def test_it_asks_for_no_news_and_looks_for_no_update(tmp_path: Path) -> None:
    folder = jupyter.write_settings(tmp_path / "jupyter")
    page = json.loads((folder / "labconfig" / "page_config.json").read_text("utf-8"))
    assert page == {
        "disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}
    }


def test_it_opens_the_start_page() -> None:
    assert any(word.endswith("notebooks/start.ipynb") for word in options())


def test_a_port_that_is_taken_is_passed_over() -> None:
    with socket.socket() as listener:
        listener.bind((jupyter.HOST, 0))
        listener.listen()
        taken = listener.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {taken} cannot be used"):
            jupyter.free_port(taken)
    assert jupyter.free_port() > 0


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_cannot_be_is_bad_usage(port: int) -> None:
    with pytest.raises(UsageError):
        jupyter.free_port(port)


def test_without_a_screen_no_text_browser_takes_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert "--ServerApp.open_browser=False" in options(browser=True)
