"""Tooltips: one message in a few lines, nothing left out."""

from mspllab.trace.records import Cause
from mspllab.trace.trace import Hop
from mspllab.views.captions.reading import printable, read_message


def tooltip(hop: Hop) -> str:
    """Number, way, times, start line, To and why it was sent."""
    if hop.lost is not None:
        end = f"lost: {hop.lost}"
    elif hop.received is None:
        end = "on its way"
    else:
        end = f"arrives {hop.received:.3f} s"
    message = read_message(hop.message)
    to = None if message is None else message.headers.get("To")
    text = (
        f"{hop.n}: {hop.source} → {hop.destination} over {hop.transport}\n"
        f"sent {hop.sent:.3f} s, {end}\n{hop.message.start_line}\nTo: {to}"
        f"{_why(hop.cause)}"
    )
    if text.replace("\n", "").isprintable():
        return text
    return "\n".join(map(printable, text.split("\n")))


def _why(cause: Cause) -> str:
    if cause.line is not None:
        return f"\nbecause of line {cause.line} in script run {cause.run}"
    if cause.timer is not None:
        return f"\nbecause of timer {cause.timer}"
    if cause.plan is not None:
        return f"\nbecause of the plan: {cause.plan}"
    return "" if cause.message is None else f"\nbecause of message {cause.message}"
