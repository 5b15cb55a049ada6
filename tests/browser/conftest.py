"""A Chromium without a network, and pages in it that are watched.

Every wait is for something to be so, and has an end. Nothing may ask for anything that
is not on this machine; a page that does, or that complains on its console, fails.
"""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mspllab.scenario.run import play
from mspllab.shell.testing.browser import NONE_FOUND, SWITCHES, find_chromium
from mspllab.trace.trace import Trace
from mspllab.views.playback.document import render_document

if find_spec("playwright") is None or find_spec("axe_playwright_python") is None:
    collect_ignore_glob = ["test_*.py"]  # `mspllab test` installs them where they run
else:
    from playwright import sync_api as playwright

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "data" / "scenarios"
PATIENCE = 30_000
"""Milliseconds that anything may take to become so."""
ABOUT_RESTARTS = "Could not restore the debugger state"
"""JupyterLab's own complaint when a kernel is restarted while it is asked for that."""
HERE = ("127.0.0.1", "localhost", None)

Open = Callable[..., "playwright.Page"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if find_chromium() is None:
        for item in items:
            item.add_marker(pytest.mark.skip(reason=NONE_FOUND))


@pytest.fixture(scope="session")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as engine:
        started = engine.chromium.launch(
            executable_path=find_chromium(), args=list(SWITCHES), timeout=2 * PATIENCE
        )
        playwright.expect.set_options(timeout=PATIENCE)
        yield started
        started.close()


class Watch:
    """What a page asked for and complained of."""

    def __init__(self, page: "playwright.Page") -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, said: "playwright.ConsoleMessage") -> None:
        if said.type == "error" and not said.text.startswith(ABOUT_RESTARTS):
            self.complaints.append(said.text)

    @property
    def abroad(self) -> list[str]:
        """Requests that leave this machine."""
        return [url for url in self.requests if urlsplit(url).hostname not in HERE]


@pytest.fixture
def open_page(browser: "playwright.Browser") -> Iterator[Open]:
    """Opens an address in a window of its own; sees to it that nothing went wrong."""
    watches: list[Watch] = []
    contexts: list[playwright.BrowserContext] = []

    def opened(
        address: str,
        *,
        width: int = 1280,
        height: int = 800,
        scheme: str = "light",
        offline: bool = True,
    ) -> "playwright.Page":
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            offline=offline,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page))
        # What it shows is waited for by whoever looks at it.
        page.goto(address, wait_until="commit", timeout=2 * PATIENCE)
        return page

    yield opened
    for context in contexts:
        context.close()
    for watch in watches:
        assert watch.complaints == []
        assert watch.abroad == []


@pytest.fixture
def open_trace(open_page: Open, tmp_path: Path) -> Open:
    """Saves a trace, or a scenario's, as a page and opens it from the disk."""

    def opened(trace: Trace | str, **how: object) -> "playwright.Page":
        if isinstance(trace, str):
            trace = play(SCENARIOS / f"{trace}.toml")
        path = tmp_path / "call.html"
        path.write_text(render_document(trace), encoding="utf-8")
        page = open_page(path.as_uri(), **how)
        playwright.expect(page.locator(".mspl-player .sheet .here")).to_be_visible()
        return page

    return opened
