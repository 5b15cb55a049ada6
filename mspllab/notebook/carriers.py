"""What carries the called address through a redirect, tried out one by one.

Each carrier of lync-routing §4.2 is a script; every one is played with both sorts of
caller, and the INVITE that reaches the application is searched for the address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from os import PathLike
from typing import NamedTuple

from mspllab.scenario.load import read_scenario
from mspllab.scenario.run import play
from mspllab.sip.message import Request
from mspllab.trace.trace import Trace

CALLERS = ("lync", "rfc3261")
"""The sorts of caller, as `clients.NAME.profile` has them."""

CARRIERS = {
    "nothing but To": "redirect-plain.am",
    "History-Info": "redirect-history-info.am",
    "Referred-By": "redirect-referred-by.am",
    "Diversion": "redirect-diversion.am",
    "header in the Contact's URI": "redirect-uri-header.am",
    "parameter of the Contact's URI": "redirect-uri-parameter.am",
    "alias in the Contact's user part": "redirect-alias.am",
    "no redirect: ProxyRequest": "redirect-avoided.am",
}
"""What the table calls a carrier → the script in `data/scripts/` that uses it."""


class Find(NamedTuple):
    """Where the application finds the called address, with one sort of caller."""

    carrier: str
    caller: str
    places: tuple[str, ...]
    """Header names, "Request-URI" first where it is there; empty: it is lost."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Which carriers survive with which caller; shows itself as a table."""

    finds: tuple[Find, ...]

    def __str__(self) -> str:
        rows = [("carrier", *CALLERS), *self._rows()]
        widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
        cells = (
            [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
            for row in rows
        )
        return "\n".join("  ".join(row).rstrip() for row in cells)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        rows = [_row("th", ("carrier", *CALLERS))]
        rows += [_row("td", row) for row in self._rows()]
        return "\n".join(("<table>", *rows, "</table>"))

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for carrier in dict.fromkeys(find.carrier for find in self.finds):
            finds = {f.caller: f for f in self.finds if f.carrier == carrier}
            yield carrier, *(_cell(finds[caller]) for caller in CALLERS)


def carriers(
    path: str | PathLike[str], *, caller: str = "alice", wanted: str = "bob"
) -> Survey:
    """Play the scenario at `path` with each carrier and each sort of caller.

    Args:
        path: a scenario whose first server runs one application, which redirects.
        caller: the client whose profile is varied.
        wanted: the text to look for in the INVITE that arrives at the application.
    """
    scenario = read_scenario(path)
    server, application = scenario.servers[0].name, scenario.applications[0].name
    manifest = f"servers.{server}.applications.0.manifest"
    finds = []
    for carrier, script in CARRIERS.items():
        for profile in CALLERS:
            changes = {
                manifest: f"../scripts/{script}",
                f"clients.{caller}.profile": profile,
            }
            places = _places(play(scenario, changes), application, wanted)
            finds.append(Find(carrier, profile, places))
    return Survey(tuple(finds))


def _places(trace: Trace, application: str, wanted: str) -> tuple[str, ...]:
    for hop in reversed(trace.hops):
        arrives = hop.destination == application and hop.message.method == "INVITE"
        if arrives and isinstance(hop.message, Request):
            return tuple(_found(hop.message, wanted))
    return ()


def _found(request: Request, wanted: str) -> Iterator[str]:
    if wanted in request.uri.lower():
        yield "Request-URI"
    for name, value in request.headers:
        if wanted in value.lower():
            yield name


def _row(tag: str, cells: tuple[str, ...]) -> str:
    """A table row; aligned here, since pages that show notebooks align to the right."""
    made = (f'<{tag} style="text-align:left">{escape(c)}</{tag}>' for c in cells)
    return f"<tr>{''.join(made)}</tr>"


def _cell(find: Find) -> str:
    return f"✓ {', '.join(find.places)}" if find.places else "✗ lost"
