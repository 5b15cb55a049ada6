"""Tooltips: one message in a few lines, nothing left out."""

from mspllab.trace.trace import Hop
from mspllab.views.captions.reading import printable, read_message


def tooltip(hop: Hop) -> str:
    """Number, way, times, start line, To and why it was sent."""
    end = "on its way" if hop.received is None else f"arrives {hop.received:.3f} s"
    if hop.lost is not None:
        end = f"lost: {hop.lost}"
    lines = [
        f"{hop.n}: {hop.source} → {hop.destination} over {hop.transport}",
        f"sent {hop.sent:.3f} s, {end}",
        hop.message.start_line,
    ]
    message = read_message(hop.message)
    if message is not None:
        lines.append(f"To: {message.headers.get('To') or ''}")
    lines += _why(hop)
    return "\n".join(map(printable, lines))


def _why(hop: Hop) -> list[str]:
    cause = hop.cause
    if cause.line is not None:
        return [f"because of line {cause.line} in script run {cause.run}"]
    if cause.timer is not None:
        return [f"because of timer {cause.timer}"]
    if cause.plan is not None:
        return [f"because of the plan: {cause.plan}"]
    return [] if cause.message is None else [f"because of message {cause.message}"]
