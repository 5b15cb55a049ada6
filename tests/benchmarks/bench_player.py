"""D2, D4: the player with 3,000 messages, in a Chromium where there is one.

Both are differences, since every visit to a browser takes its time: D2 is what a page
takes longer than one with the same data and no player; D4 what a frame with a step in
it takes longer than one without. Layout is forced and counted; painting is not.
"""

import atexit
import importlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from bench_views import busy_hour
from harness import Goal

from mspllab.shell.testing.browser import SWITCHES, find_chromium
from mspllab.views.playback.document import render_document

PAGE = 3_000
MERMAID = 5.9
"""Seconds that mermaid takes for so many messages; D2 must be a thirtieth of it."""
FRAME = 1 / 30
"""Seconds."""
SHOWN = """() => new Promise(done => requestAnimationFrame(() => {
  document.body.getBoundingClientRect();
  requestAnimationFrame(done);
}))"""
LAID_OUT = """key => new Promise(done => {
  if (key) document.querySelector(".mspl-player button").dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  requestAnimationFrame(() => {
    document.body.getBoundingClientRect();
    done();
  });
})"""


def goals() -> list[Goal]:
    if find_chromium() is None or find_spec("playwright") is None:
        return []
    return [
        Goal(
            "D2",
            f"{PAGE:,} messages built and shown in Chromium",
            MERMAID / 30,
            lambda: visit(page_file()),
            lambda: visit(bare_file()),
            is_extra=True,
        ),
        Goal(
            "D4",
            f"a step's reaction among {PAGE:,} messages",
            FRAME,
            lambda: open_player().evaluate(LAID_OUT, "ArrowRight"),
            lambda: open_player().evaluate(LAID_OUT, ""),
            is_extra=True,
        ),
    ]


@cache
def browser() -> Any:
    """A Chromium, ended when the measuring is."""
    engine = importlib.import_module("playwright.sync_api").sync_playwright().start()
    started = engine.chromium.launch(
        executable_path=find_chromium(), args=list(SWITCHES)
    )
    atexit.register(engine.stop)
    atexit.register(started.close)
    return started


@cache
def folder() -> Path:
    return Path(mkdtemp(prefix="mspl"))


@cache
def page_file() -> str:
    path = folder() / "page.html"
    path.write_text(render_document(busy_hour(PAGE)), encoding="utf-8")
    return path.as_uri()


@cache
def bare_file() -> str:
    """The same data, and no program."""
    before, _, after = render_document(busy_hour(PAGE)).partition(
        '<script type="module">'
    )
    path = folder() / "bare.html"
    path.write_text(before + after.partition("</script>")[2], encoding="utf-8")
    return path.as_uri()


@cache
def visitor() -> Any:
    return browser().new_page()


def visit(address: str) -> None:
    visitor().goto(address)
    visitor().evaluate(SHOWN)


@cache
def open_player() -> Any:
    page = browser().new_page()
    page.goto(page_file())
    page.wait_for_selector(".mspl-player .label")
    return page
