"""Where a Chromium is looked for."""

import shutil

import pytest

from mspllab.shell.testing import browser


def test_the_first_command_that_is_there_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = {"google-chrome": "/x/google-chrome", "msedge": "/x/msedge"}
    monkeypatch.setattr(shutil, "which", there.get)

    assert browser.find_chromium() == "/x/google-chrome"


def test_without_any_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(browser, "ELSEWHERE", ("/no/such/browser",))

    assert browser.find_chromium() is None


def test_it_talks_to_nobody_by_itself() -> None:
    assert "--disable-background-networking" in browser.SWITCHES
