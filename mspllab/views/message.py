"""A message header by header, and two messages side by side."""

from html import escape
from typing import NamedTuple

from mspllab.sip.message import Message, Request
from mspllab.views.captions.changes import Change, header_changes
from mspllab.views.captions.reading import printable

STYLE = (
    ".mspl-message{overflow-x:auto}"
    ".mspl-message table{border-collapse:collapse;font-size:13px;margin:0}"
    ".mspl-message th,.mspl-message td{padding:.1em .7em;text-align:left;border:0;"
    "vertical-align:top;overflow-wrap:anywhere}"
    ".mspl-message th{font-weight:600;white-space:nowrap}"
    ".mspl-message pre{margin:.4em .7em;white-space:pre-wrap;font:12px monospace}"
    ".mspl-message del{opacity:.75}"
)
NOTHING = "–"


def render_message(message: Message) -> str:
    """HTML: the start line, a row for each header field, and the body."""
    rows = "".join(_row(name, (value,)) for name, value in message.headers)
    return _framed(f"<p><b>{_text(message.start_line)}</b></p>", rows, _body(message))


def render_difference(before: Message, after: Message) -> str:
    """HTML: what differs, a row for each start line, header field and body."""
    changes = (*_start_change(before, after), *header_changes(before, after))
    rows = "".join(
        _row(change.name, (_old(change.before), _new(change.after)), raw=True)
        for change in changes
    )
    if before.body != after.body:
        sizes = tuple(f"{len(message.body)} bytes" for message in (before, after))
        rows += _row("body", sizes)
    head = "<tr><th>field</th><th>before</th><th>after</th></tr>" if rows else ""
    said = "" if rows else "<p>The two messages are the same.</p>"
    return _framed(said, head + rows, "")


def describe_difference(before: Message, after: Message) -> str:
    """The same as text, two lines a difference."""
    changes = (*_start_change(before, after), *header_changes(before, after))
    lines = [
        f"{change.name}\n  - {change.before or NOTHING}\n  + {change.after or NOTHING}"
        for change in changes
    ]
    if before.body != after.body:
        lines.append(f"body\n  - {len(before.body)} bytes\n  + {len(after.body)} bytes")
    return "\n".join(lines) or "the two messages are the same"


class Difference(NamedTuple):
    """Two messages, shown by what differs between them."""

    before: Message
    after: Message

    def __str__(self) -> str:
        return describe_difference(self.before, self.after)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return render_difference(self.before, self.after)


def _start_change(before: Message, after: Message) -> tuple[Change, ...]:
    if before.start_line == after.start_line:
        return ()
    same_method = before.method == after.method
    if isinstance(before, Request) and isinstance(after, Request) and same_method:
        return (Change("Request-URI", before.uri, after.uri),)
    return (Change("start line", before.start_line, after.start_line),)


def _row(name: str, values: tuple[str, ...], *, raw: bool = False) -> str:
    cells = "".join(f"<td>{value if raw else _text(value)}</td>" for value in values)
    return f"<tr><th>{_text(name)}</th>{cells}</tr>"


def _old(value: str | None) -> str:
    return NOTHING if value is None else f"<del>{_text(value)}</del>"


def _new(value: str | None) -> str:
    return NOTHING if value is None else f"<b>{_text(value)}</b>"


def _body(message: Message) -> str:
    if not message.body:
        return ""
    text = message.body.decode("utf-8", "replace").replace("\r\n", "\n")
    return f"<pre>{escape(text)}</pre>"


def _text(text: str) -> str:
    return escape(printable(text))


def _framed(before: str, rows: str, after: str) -> str:
    table = f"<table>{rows}</table>" if rows else ""
    return (
        f'<div class="mspl-message"><style>{STYLE}</style>{before}{table}{after}</div>'
    )
