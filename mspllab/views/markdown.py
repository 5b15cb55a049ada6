"""A trace as a Markdown table, one row a message: for tickets, wikis and mail."""

from collections.abc import Iterator

from mspllab.trace.trace import Hop, Trace
from mspllab.views.captions.caption import Caption, captions
from mspllab.views.captions.reading import printable

HEAD = ("n", "seconds", "from", "to", "message", "notes")
RULE = ("---:", "---:", "---", "---", "---", "---")
ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#~"})


def render_markdown(trace: Trace) -> str:
    """The messages of `trace` as a table, ending in a line break."""
    hops = trace.hops
    said = captions(hops, trace.runs)
    title = f"**{_cell(trace.title)}**\n\n" if trace.title else ""
    rows: list[tuple[str, ...]] = [HEAD, RULE]
    rows += [tuple(_cells(hop, said[hop.n])) for hop in hops]
    return title + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cells(hop: Hop, caption: Caption) -> Iterator[str]:
    yield str(hop.n)
    yield f"{hop.sent:.3f}"
    yield _cell(hop.source)
    yield _cell(hop.destination)
    parts = (caption.head, caption.target, caption.remark, caption.tag)
    yield _cell(" ".join(part for part in parts if part))
    details = (f"{d.key} {d.value}".strip() for d in caption.details)
    yield _cell("; ".join(details))


def _cell(text: str) -> str:
    return printable(text).translate(ESCAPED)
