"""D1, D3: pictures of long traces.

D1's own goal is against PlantUML and mermaid, which must be installed; here it is held
against the least that can be called a ladder: a line and a measured, escaped text with
a tooltip for each message, at places that are known beforehand.
"""

from functools import cache, partial
from pathlib import Path

from harness import Goal

from mspllab.scenario.run import play
from mspllab.trace.records import Ended, Lost, Received, Sent
from mspllab.trace.trace import Trace
from mspllab.views.sequence import draw_sequence
from mspllab.views.svg import escape, render_svg
from mspllab.views.text_width import text_width

WHO_RINGS = Path(__file__).resolve().parents[2] / "data/scenarios/who-rings.toml"
PAGE = 3_000
SHORT, LONG = 300, 30_000
ROW = 26
LANE = 200


def goals() -> list[Goal]:
    return [
        Goal(
            "D1",
            f"a message in an SVG of {PAGE:,}",
            60.0,
            lambda: picture(busy_hour(PAGE)),
            lambda: by_hand(busy_hour(PAGE)),
            per=PAGE,
        ),
        Goal(
            "D3",
            f"a message in an SVG of {LONG:,}, against {SHORT}",
            1.3,
            lambda: picture(busy_hour(LONG)),
            partial(many_short_ones, LONG // SHORT),
            per=LONG,
        ),
    ]


def picture(trace: Trace) -> str:
    """What is measured: trace in, SVG out."""
    return render_svg(draw_sequence(trace))


def many_short_ones(count: int) -> None:
    """As many messages in as many pictures as fit."""
    for _ in range(count):
        picture(busy_hour(SHORT))


def by_hand(trace: Trace) -> str:
    """The floor: no layout, no branches, nothing about time."""
    lane_of = {party.name: LANE * k for k, party in enumerate(trace.parties)}
    parts = ['<svg xmlns="http://www.w3.org/2000/svg">']
    for row, sent in enumerate(trace.of(Sent)):
        x1, x2 = lane_of[sent.source], lane_of[sent.destination]
        line = escape(sent.message.start_line)
        x = (x1 + x2 - text_width(line, 12)) / 2
        y = ROW * row
        parts.append(f'<path d="M{x1} {y}L{x2} {y + ROW}"/>')
        parts.append(f'<text x="{x:.1f}" y="{y}"><title>{line}</title>{line}</text>')
    parts.append("</svg>")
    return "\n".join(parts)


@cache
def busy_hour(messages: int) -> Trace:
    """Forked calls one after the other, this many messages in all."""
    call = play(WHO_RINGS)
    length, in_call = call.records[-1].at, len(call.of(Sent))
    trace = Trace("A busy hour", parties=call.parties, scripts=call.scripts)
    for number in range(-(-messages // in_call)):
        for record in call.records:
            base, fields = in_call * number, {"at": record.at + length * number}
            if isinstance(record, Sent | Received | Lost):
                if record.n + base > messages:
                    continue
                fields["n"] = record.n + base
            if isinstance(record, Sent) and record.cause.message is not None:
                cause = record.cause._replace(message=record.cause.message + base)
                fields["cause"] = cause
            if not isinstance(record, Ended):
                trace.append(record._replace(**fields))
    return trace
