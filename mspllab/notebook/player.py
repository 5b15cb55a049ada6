"""Player: a trace in a notebook, stepped through forwards and backwards.

This is the widget's small half: the data, where one is, and what to do when asked for
a file. The rest is `views/playback/`, which makes the same player a file of its own.
"""

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from mspllab.errors import UsageError
from mspllab.notebook.branching import branched, can_branch
from mspllab.notebook.setting import settable
from mspllab.scenario.files import AnyPath
from mspllab.trace.trace import Trace
from mspllab.views.ladder import render_ladder
from mspllab.views.listing import listing
from mspllab.views.own_file import own_file
from mspllab.views.playback.page import page_of
from mspllab.views.playback.saving import FORMATS, render
from mspllab.views.playback.style import module, style
from mspllab.views.sequence import draw_sequence


class Player(anywidget.AnyWidget):
    """A trace with its ladder, scripts, variables and messages, linked.

    Where no widget can be shown it is the ladder and the listings, as they stand.
    """

    _esm = "\n".join(
        [
            module(),
            own_file(__package__, "kernel.js"),
            own_file(__package__, "branching.js"),
            own_file(__package__, "player.js"),
        ]
    )
    _css = style()
    page = traitlets.Dict().tag(sync=True)
    """What is shown; see `views/playback/page.py`."""
    at = traitlets.Int(None, allow_none=True).tag(sync=True)
    """Number of the present moment; None before the front end has chosen the first."""
    breakpoints = traitlets.List(traitlets.Unicode()).tag(sync=True)
    """Each "SCRIPT:LINE", SCRIPT being its place among the trace's scripts."""

    branches = traitlets.Bool().tag(sync=True)
    """Whether the trace can be played once more with something otherwise."""
    settings = traitlets.List(traitlets.Unicode()).tag(sync=True)
    """Keys of the scenario that a branch may write over."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        super().__init__(
            page=page_of(trace),
            branches=can_branch(trace),
            settings=list(settable(trace)),
        )
        self.on_msg(self._asked)

    def save(self, path: AnyPath) -> None:
        """Write the trace to `path` in the format that its ending names.

        .html is a page that steps as this does; .svg and .png are the ladder; .mmd is
        Mermaid, .puml PlantUML, .md a table, .txt text.

        Raises:
            UsageError: the ending names no format.
        """
        path = Path(path)
        path.write_bytes(render(self.trace, path.suffix.removeprefix(".")))

    def _asked(self, _: object, content: dict[str, Any], __: object) -> None:
        """The front end wants a branch, or a file to save."""
        if isinstance(asked := content.get("branch"), dict):
            self.send({"branched": branched(self.trace, asked)})
            return
        kind = str(content.get("save", ""))
        if kind not in FORMATS:
            return
        try:
            data = render(self.trace, kind)
        except UsageError as error:  # a picture without the library that draws it
            self.send({"trouble": str(error)})
            return
        self.send({"name": f"call.{kind}", "mime": FORMATS[kind].mime}, [data])

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_() or ({}, {})
        scripts = [listing(self.trace, path) for path in self.trace.scripts]
        parts = [draw_sequence(self.trace).html, *(s._repr_html_() for s in scripts)]
        data["text/plain"] = render_ladder(self.trace)
        data["text/html"] = "\n".join(parts)
        return data, metadata

    def __repr__(self) -> str:
        return (
            f"<Player of {self.trace.title!r}, {len(self.page['messages'])} messages>"
        )


def player(trace: Trace) -> Player:
    """A player of `trace`, at its first message."""
    return Player(trace)
