"""What the tests look at in a player, by the words a reader would use for it."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


class Player:
    """A player in a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator(".mspl-player")
        self.sentence = page.locator(".mspl-player > .say")
        self.clock = self.root.get_by_label("Clock, simulated time")
        self.here = self.root.locator('.code [role="option"].here')
        self.message = self.root.locator(".pane.message")
        self.variables = self.root.locator(".pane.variables")
        self.caused = self.root.locator(".caused")
        self.count = self.root.locator(".clock .of")

    def button(self, name: str) -> Locator:
        """A button by what it is called."""
        return self.root.get_by_role("button", name=name, exact=True)

    def choice(self, name: str) -> Locator:
        """A drop-down list by its label."""
        return self.root.get_by_label(name, exact=True)

    def arrow(self, n: int) -> Locator:
        """What is written on the arrow of message `n`."""
        return self.root.locator(f'.sheet .label[data-n="{n}"]')

    def line(self, number: int) -> Locator:
        """A line of the script that is shown."""
        return self.root.locator(f'.code [data-line="{number}"]')

    def go_to_end(self) -> None:
        """To the last step."""
        self.button("Last step").click()
        expect(self.sentence).to_contain_text("The run ends")

    def forward(self, times: int = 1) -> None:
        """Some steps forwards."""
        for _ in range(times):
            self.button("Step forwards").click()

    def picture(self) -> str:
        """All that is shown, as HTML."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(done))")
        return str(self.root.inner_html())


def violations(page: Page, within: str = ".mspl-player") -> list[str]:
    """What axe-core objects to, in a line each."""
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, context=within, options=options)
    return [
        f"{one['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
