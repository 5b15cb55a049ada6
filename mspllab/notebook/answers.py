"""Which settings of a manifest let answers through, tried out one by one.

Three settings decide (mspl.md §7.3): whether the responseFilter lets answers in, what
becomes of what the script does not handle, and whether the script handles answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import product
from os import PathLike
from typing import Final, NamedTuple

from mspllab.scenario.load import read_scenario
from mspllab.scenario.run import play
from mspllab.trace.trace import Trace

HEAD: Final = (
    "reasonCodes",
    "proxyByDefault",
    "the script, for answers",
    "what the caller hears",
)
CODES: Final = ("NONE", "ALL")
DEFAULTS: Final = ("true", "false")
HANDLING: Final = {"ProxyResponse();": "ProxyResponse();", "nothing": ""}
"""What the table calls it → the statement for answers."""

MANIFEST: Final = """<?xml version="1.0"?>
<lc:applicationManifest
    xmlns:lc="http://schemas.microsoft.com/lcs/2006/05"
    lc:appUri="http://lab.example/apps/answers">
  <lc:requestFilter methodNames="INVITE"/>
  <lc:responseFilter reasonCodes="{codes}"/>
  <lc:proxyByDefault action="{default}"/>
  <lc:scriptOnly/>
  <lc:splScript><![CDATA[
    if (sipRequest) {{
        ProxyRequest("");
    }} else {{
        {handling}
    }}
  ]]></lc:splScript>
</lc:applicationManifest>
"""


class Tried(NamedTuple):
    """One way to set the three, and what came of a call."""

    codes: str
    """reasonCodes of the responseFilter."""
    default: str
    """action of proxyByDefault."""
    handling: str
    """What the script does with answers, a key of `HANDLING`."""
    heard: tuple[str, ...]
    """Answers of the callee that reached the caller: "180 Ringing", "200 OK"."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The same as a row of a table."""
        heard = f"✓ {', '.join(self.heard)}" if self.heard else "✗ nothing at all"
        return self.codes, self.default, self.handling, heard


@dataclass(frozen=True, slots=True)
class Settings:
    """All ways to set the three; shows itself as a table."""

    tried: tuple[Tried, ...]

    def __str__(self) -> str:
        rows = [HEAD, *(one.cells for one in self.tried)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join(
            "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows
        )

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return "\n".join(("<table>", *self._rows(), "</table>"))

    def _rows(self) -> Iterator[str]:
        yield _row("th", HEAD, is_bad=False)
        for one in self.tried:
            yield _row("td", one.cells, is_bad=not one.heard)


def answers(path: str | PathLike[str], *, caller: str = "alice") -> Settings:
    """Play the scenario at `path` with each way to set the three.

    Args:
        path: a scenario whose first server runs one application.
        caller: the client that calls.
    """
    scenario = read_scenario(path)
    manifest = str(scenario.servers[0].applications[0].manifest)
    tried = []
    for codes, default, handling in product(CODES, DEFAULTS, HANDLING):
        text = MANIFEST.format(
            codes=codes, default=default, handling=HANDLING[handling]
        )
        trace = play(scenario, scripts={manifest: text})
        heard = tuple(dict.fromkeys(_heard(trace, caller)))
        tried.append(Tried(codes, default, handling, heard))
    return Settings(tuple(tried))


def _heard(trace: Trace, caller: str) -> Iterator[str]:
    """Answers to the INVITE that were made by a client and came to the caller."""
    answers = [h for h in trace.hops if h.message.method == "INVITE"]
    answers = [hop for hop in answers if hop.message.status is not None]
    made = {h.message.start_line for h in answers if _is_client(trace, h.source)}
    for hop in answers:
        is_there = hop.destination == caller and hop.received is not None
        if is_there and hop.message.start_line in made:
            yield hop.message.start_line.removeprefix("SIP/2.0 ")


def _is_client(trace: Trace, name: str) -> bool:
    return trace.party(name).kind == "client"


def _row(tag: str, cells: tuple[str, ...], *, is_bad: bool) -> str:
    """A table row; aligned here, since pages that show notebooks align to the right."""
    style = f"text-align:left{';font-weight:700' if is_bad else ''}"
    made = (f'<{tag} style="{style}">{escape(c)}</{tag}>' for c in cells)
    return f"<tr>{''.join(made)}</tr>"
