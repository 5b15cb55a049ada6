"""Checklist: which messages of a trace a manifest lets in, and what keeps some out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final, NamedTuple

from mspllab.applications.application import Application
from mspllab.applications.manifest import Manifest
from mspllab.applications.surroundings import NOWHERE, Surroundings
from mspllab.trace.records import ChainInstalled, ChainWalked, ScriptRun
from mspllab.trace.trace import Hop, Trace
from mspllab.trace.verdicts import KEPT_OUT
from mspllab.views.captions.reading import printable, read_message
from mspllab.views.captions.scripts import decisive_line, decisive_lines

SEEN: Final = {True: "✓ seen", False: "– kept out", None: "· not offered"}
HEAD: Final = ("n", "time", "message", "the script", "why", "and then")
ONE_HOP: Final = "it concerns one hop only, and no application is asked"
ITSELF: Final = "the server deals with it before any application"
ON: Final = "on to the next application"


class Checked(NamedTuple):
    """One message that reached a server, and whether a script gets to see it."""

    n: int
    at: float
    what: str
    """Method, or status and reason."""
    is_seen: bool | None
    """None: no application is asked."""
    kept_out_by: str
    """The attribute of the filter, or ""."""
    why: str
    """In a sentence without a full stop."""
    then: str
    """What becomes of it."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The same as a row of a table."""
        at, seen = f"{self.at:.3f}", SEEN[self.is_seen]
        return str(self.n), at, self.what, seen, self.why, self.then


@dataclass(frozen=True, slots=True, repr=False)
class Checklist:
    """Every message that reached a server, held against a manifest."""

    path: str
    settings: tuple[str, ...]
    """What the manifest says, or what stands for what it does not say."""
    messages: tuple[Checked, ...]

    @property
    def seen(self) -> tuple[int, ...]:
        """Numbers of the messages that the script gets to see."""
        return tuple(one.n for one in self.messages if one.is_seen)

    def __str__(self) -> str:
        rows = [HEAD, *(one.cells for one in self.messages)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
        return "\n".join([self.path, *self.settings, "", *lines])

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        settings = "<br>".join(f"<code>{escape(one)}</code>" for one in self.settings)
        head = "".join(f'<th style="{LEFT}">{name}</th>' for name in HEAD)
        rows = "".join(map(_row, self.messages))
        return (
            f"<p><b>{escape(self.path)}</b><br>{settings}</p>"
            f"<table><tr>{head}</tr>{rows}</table>"
        )


LEFT = "text-align:left"


def _row(one: Checked) -> str:
    strong = "font-weight:700;" if one.is_seen else ""
    cells = "".join(
        f'<td style="{LEFT};{strong if number in (2, 3) else ""}">{escape(cell)}</td>'
        for number, cell in enumerate(one.cells)
    )
    return f"<tr>{cells}</tr>"


def checklist(
    script: Application, trace: Trace, *, surroundings: Surroundings = NOWHERE
) -> Checklist:
    """Which messages of `trace` reach `script`, and which attribute keeps out the rest.

    The script need not have taken part: every message that reached a front end is held
    against its manifest. Where it did, the table says what it made of them.
    """
    servers = {chain.element for chain in trace.of(ChainInstalled)}
    offered = {  # by number and sort: an answer made here has its request's number
        (walked.element, walked.message, walked.status is None)
        for walked in trace.of(ChainWalked)
    }
    done = _done(script, trace)
    checked = tuple(
        _checked(script, hop, _key(hop) in offered, done, surroundings)
        for hop in trace.hops
        if hop.destination in servers and hop.received is not None
    )
    path = printable(script.path)
    return Checklist(path, tuple(_settings(script.manifest)), checked)


def _key(hop: Hop) -> tuple[str, int, bool]:
    return hop.destination, hop.n, hop.message.status is None


def _done(script: Application, trace: Trace) -> Mapping[int, str]:
    """Message → what the script made of it in this trace."""
    text, known = script.manifest.text, decisive_lines(trace.hops)
    paths = {path for path, one in trace.scripts.items() if one.text == text}
    return {
        run.message: _deed(script, run, decisive_line(run, known))
        # The first run counts: a later one may be on the answer to the same message.
        for run in reversed(trace.runs)
        if run.message is not None and run.path in paths
    }


def _deed(script: Application, run: ScriptRun, line: int | None) -> str:
    if run.outcome in ("unhandled", "dropped"):
        return f"not handled: {_default(script.manifest)}"
    answer = f" {run.response}" if run.response else ""
    return f"{run.outcome}{answer}" + (f", line {line}" if line else "")


def _default(manifest: Manifest) -> str:
    return ON if manifest.proxy_by_default else "dropped, for proxyByDefault is false"


def _checked(
    script: Application,
    hop: Hop,
    is_offered: bool,
    done: Mapping[int, str],
    surroundings: Surroundings,
) -> Checked:
    message = read_message(hop.message)
    what = printable(_name(hop))
    at = hop.received if hop.received is not None else hop.sent
    if message is None or not is_offered:
        is_hop = hop.message.status == 100 or hop.message.method == "CANCEL"
        return Checked(hop.n, at, what, None, "", ONE_HOP if is_hop else ITSELF, "")
    attribute = script.kept_out_by(message, surroundings)
    if attribute:
        status = (hop.message.status or 0) // 100
        why = KEPT_OUT[attribute].format(method=hop.message.method, status=status)
        return Checked(hop.n, at, what, False, attribute, why, ON)
    then = done.get(hop.n) or f"unless handled: {_default(script.manifest)}"
    return Checked(hop.n, at, what, True, "", "", then)


def _name(hop: Hop) -> str:
    if hop.message.status is None:
        return hop.message.method
    return f"{hop.message.start_line.removeprefix('SIP/2.0 ')} ({hop.message.method})"


def _settings(manifest: Manifest) -> Iterator[str]:
    """The three settings, the defaults among them."""
    requests, responses = manifest.request_filter, manifest.response_filter
    methods = "ALL" if requests.methods is None else ",".join(sorted(requests.methods))
    flags = {
        "strictRoute": requests.strict_route,
        "registrarGenerated": requests.registrar_generated,
        "domainSupported": requests.domain_supported,
    }
    said = "".join(f' {name}="true"' for name, is_on in flags.items() if is_on)
    yield f'requestFilter methodNames="{methods or "NONE"}"{said}'
    classes = responses.classes
    codes = "ALL" if classes is None else ",".join(f"{c}nn" for c in sorted(classes))
    yield f'responseFilter reasonCodes="{codes or "NONE"}"'
    yield f'proxyByDefault action="{str(manifest.proxy_by_default).lower()}"'
