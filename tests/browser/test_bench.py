"""The bench in a real JupyterLab: a script is edited into an error and out of it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .laboratory import SLOW, Server, choose_theme, opened, say_in_last_cell, serve
from .player import violations

__all__ = ["folder", "opened", "server"]
Opened = Callable[..., Page]
SMALLEST = """root => Math.min(...[...root.querySelectorAll('*')]
  .filter(node => [...node.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .map(node => parseFloat(getComputedStyle(node).fontSize)))"""
OUTSIDE = """root => [...root.querySelectorAll('.bar *, .state, .found *, .scroll')]
  .filter(node => node.offsetParent)
  .filter(node => node.getBoundingClientRect().right
    > root.getBoundingClientRect().right + 0.5)
  .map(node => node.outerHTML.slice(0, 100))"""


class Bench:
    """An editor and what is around it, by the words a reader would use."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator(".mspl-editor")
        self.area = self.root.get_by_role("textbox")
        self.state = self.root.get_by_role("status")
        self.findings = self.root.get_by_label("Findings").get_by_role("listitem")
        expect(self.state).to_contain_text("Played: 12 messages", timeout=SLOW)

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def stand_behind(self, text: str) -> None:
        """Put the caret behind the last place where `text` stands."""
        self.area.focus()
        self.area.evaluate(
            """(area, text) => {
              const at = area.value.lastIndexOf(text) + text.length;
              area.setSelectionRange(at, at);
            }""",
            text,
        )

    def typed(self, text: str) -> None:
        """All at once: between two keys a slow machine makes a pause, which saves."""
        self.page.keyboard.insert_text(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Each test has its own: a kernel may write its copy as the page closes."""
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    yield from serve(folder)


@pytest.fixture
def work(folder: Path) -> Path:
    """The working copy."""
    return folder / "notebooks" / "reroute.work.am"


@pytest.fixture
def bench(work: Path, opened: Opened) -> Bench:
    return Bench(opened("bench.ipynb"))


def test_a_script_is_edited_into_an_error_and_out_of_it(bench: Bench) -> None:
    bench.stand_behind("ProxyReq")
    bench.page.keyboard.press("Backspace")

    expect(bench.findings).to_have_count(1)
    expect(bench.findings).to_contain_text("did you mean ProxyRequest?")
    expect(bench.state).to_contain_text("1 error · saved in reroute.work.am")
    expect(bench.root.locator(".mark.error")).to_have_text("ProxyReuest")
    expect(bench.root.locator(".row.error .no")).to_have_text("15")
    expect(bench.area).to_have_attribute("aria-invalid", "true")
    assert violations(bench.page, ".mspl-editor") == []

    bench.page.keyboard.press("Control+Enter")
    expect(bench.state).to_contain_text("Not run: 1 error to mend first")
    ran = bench.root.locator(".row .ran")
    assert [ran.nth(n).text_content() for n in (10, 11, 12, 14)] == [*["1×"] * 3, ""]

    bench.page.keyboard.press("Control+z")
    expect(bench.state).not_to_contain_text("1 error ·")
    expect(bench.root.locator(".mark.error")).to_have_count(0)
    bench.page.keyboard.press("Control+Enter")
    expect(bench.state).to_contain_text("Played: 12 messages; the script ran once")


def test_names_are_completed_by_keys_alone_and_the_call_goes_another_way(
    bench: Bench,
) -> None:
    bench.stand_behind("if (sipRequest) {")
    bench.page.keyboard.press("Enter")
    bench.page.keyboard.type("Resp")
    expect(bench.root.get_by_role("option", name="Respond function")).to_be_visible()
    bench.page.keyboard.press("Enter")
    bench.typed('("486", "Busy");')
    bench.page.keyboard.press("Enter")
    bench.typed("return;")
    bench.page.keyboard.press("Control+Enter")

    expect(bench.state).to_contain_text("Played: 4 messages", timeout=SLOW)
    expect(bench.root.locator(".row.changed")).to_have_count(2)
    player = bench.page.locator(".mspl-player")
    expect(player).to_contain_text("486")
    say_in_last_cell(bench.page, "(4, 1)")


def test_an_offer_is_forgotten_when_the_caret_goes_elsewhere(bench: Bench) -> None:
    bench.stand_behind("ProxyReq")
    bench.page.keyboard.press("Backspace")
    expect(bench.root.get_by_role("listbox", name="Names")).to_be_visible()

    bench.stand_behind("if (sipRequest) {")
    bench.page.keyboard.press("Enter")

    expect(bench.area).to_have_value(re.compile(r"if \(sipRequest\) \{\n +\n"))


def test_a_name_is_explained_at_the_caret_and_under_the_pointer(bench: Bench) -> None:
    bench.stand_behind("ContainsStr")
    bench.page.keyboard.press("F1")

    page = bench.root.get_by_role("region", name="About ContainsString")
    expect(page).to_contain_text("ContainsString(")
    bench.page.keyboard.press("Escape")
    expect(page).to_be_hidden()
    word = bench.root.locator(".paint span", has_text="ContainsString")
    # The text that one types lies over the one that is painted.
    word.hover(position={"x": 4, "y": 4}, force=True)
    expect(bench.root.locator(".tip")).to_contain_text("ContainsString(")


def test_every_key_is_the_editors_own_and_tab_leaves_it(bench: Bench) -> None:
    cells = bench.page.locator(".jp-Notebook .jp-Cell").count()
    bench.stand_behind("// Calls for Bob")
    for key in ("a", "d", "d", "x", "m", "Escape", "b", "ArrowUp"):
        bench.page.keyboard.press(key)

    bench.page.keyboard.press("Tab")

    expect(bench.area).not_to_be_focused()
    assert bench.page.locator(".jp-Notebook .jp-Cell").count() == cells


def test_the_difference_shows_and_undo_takes_it_back(bench: Bench) -> None:
    bench.stand_behind("ProxyRequest();")
    bench.typed(" // on to Bob")
    bench.button("Difference").click()
    region = bench.root.get_by_role("region", name="Difference from the text")
    expect(region).to_contain_text("+            ProxyRequest(); // on to Bob")

    bench.button("Undo").click()

    expect(region).to_have_text("No difference.")
    bench.button("Redo").click()
    expect(region).to_contain_text("// on to Bob")


def test_what_another_program_wrote_is_not_overwritten(
    bench: Bench, work: Path
) -> None:
    bench.stand_behind("ProxyRequest();")
    bench.typed(" // mine")
    expect(bench.state).to_contain_text("saved in")
    theirs = work.read_text("utf-8").replace("// mine", "// theirs")
    work.write_text(theirs, "utf-8")

    bench.typed(" 2")
    expect(bench.state).to_contain_text("was changed by another program")
    assert "// theirs" in work.read_text("utf-8")
    bench.button("Take theirs").click()

    expect(bench.area).to_have_value(theirs)
    bench.button("Undo").click()
    expect(bench.area).not_to_have_value(theirs)


def test_a_new_kernel_takes_the_text_up_again(
    bench: Bench, work: Path, opened: Opened
) -> None:
    bench.stand_behind("ProxyRequest();")
    bench.typed(" // not lost")
    expect(bench.state).to_contain_text("saved in")

    page = opened("bench.ipynb")

    state = page.locator(".mspl-editor").get_by_role("status")
    expect(state).to_contain_text("Taken up again from reroute.work.am", timeout=SLOW)
    expect(page.locator(".mspl-editor textarea")).to_have_value(work.read_text("utf-8"))


def test_what_a_run_reached_is_seen_beside_every_line_that_is_the_same(
    bench: Bench,
) -> None:
    bench.stand_behind("<lc:scriptOnly/>")
    bench.page.keyboard.press("Enter")
    bench.stand_behind("ProxyReq")
    bench.page.keyboard.press("Backspace")

    expect(bench.state).to_contain_text("1 error · saved in reroute.work.am")
    ran = bench.root.locator(".row .ran")
    expect(ran.nth(11)).to_have_text("1×")
    counts = [ran.nth(n).text_content() for n in (10, 11, 12, 13, 14, 15)]
    assert counts == ["", "1×", "1×", "1×", "", ""]
    expect(bench.root.locator(".row.changed")).to_have_count(2)


def test_a_kernel_that_is_gone_is_told_and_nothing_more_can_be_typed(
    bench: Bench, work: Path
) -> None:
    bench.stand_behind("ProxyRequest();")
    bench.typed(" // kept")
    expect(bench.state).to_contain_text("saved in reroute.work.am")
    # Not awaited: such a wait would have no end.
    bench.page.evaluate(
        "() => void jupyterapp.shell.currentWidget.sessionContext"
        ".session.kernel.restart()"
    )

    expect(bench.state).to_contain_text("The kernel is gone", timeout=SLOW)
    expect(bench.state).to_contain_text("Run the cell again to go on with this text.")
    expect(bench.area).not_to_be_editable()
    assert "// kept" in work.read_text("utf-8")
    assert violations(bench.page, ".mspl-editor") == []


@pytest.mark.parametrize("width", [1280, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_or_small_and_axe_finds_nothing(
    opened: Opened,
    width: int,
    scheme: str,
) -> None:
    page = opened("bench.ipynb", width=width)
    choose_theme(page, scheme)
    bench = Bench(page)

    assert bench.root.evaluate(SMALLEST) >= 12.0
    assert bench.root.evaluate(OUTSIDE) == []
    assert violations(page, ".mspl-editor") == []
