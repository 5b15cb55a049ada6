"""Races: every way in which a call may end, as a table and a ladder for each."""

from dataclasses import dataclass
from html import escape

from mspllab.scenario.racing.search import Found, Races
from mspllab.views.ladder import render_ladder
from mspllab.views.sequence import draw_sequence

AS_WRITTEN = "everything as the scenario has it"


@dataclass(frozen=True, slots=True)
class RacesCard:
    """What was found, as text and as part of a page."""

    races: Races

    def __str__(self) -> str:
        rows = [_row(number, one) for number, one in enumerate(self.races, 1)]
        ladders = [
            f"\n{number}. {one.outcome}\n\n{render_ladder(one.trace)}"
            for number, one in enumerate(self.races, 1)
        ]
        return "\n".join([*_head(self.races), "", *rows, *ladders])

    @property
    def html(self) -> str:
        """The table, and under it a diagram for each row, folded but for the first."""
        head = "".join(f"<p>{escape(line)}</p>" for line in _head(self.races))
        rows = "".join(_html_row(n, one) for n, one in enumerate(self.races, 1))
        columns = "".join(
            f"<th scope='col'>{name}</th>"
            for name in ("", "outcome", "orders", "messages", "because")
        )
        table = f"<table><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>"
        drawings = "".join(_folded(n, one) for n, one in enumerate(self.races, 1))
        return f"<div class='mspllab-races'>{head}{table}{drawings}</div>"


def show_races(races: Races) -> RacesCard:
    """`races` as a table with ladders."""
    return RacesCard(races)


def _head(races: Races) -> list[str]:
    outcomes = "1 outcome" if len(races) == 1 else f"{len(races)} outcomes"
    orders = "1 order" if races.orders == 1 else f"{races.orders:,} orders"
    seconds = f"where anything may be {races.within:g} s late"
    lines = [f"{races.title}: {outcomes} of {orders}, {seconds}"]
    if not races.is_complete:
        lines.append(f"Not every order was tried: {races.why}.")
    return lines


def _row(number: int, one: Found) -> str:
    sent = len(one.trace.hops)
    lines = [f"{number}. {one.outcome}", f"   {sent} messages; {one.orders} orders"]
    return "\n".join([*lines, *(f"   {reason}" for reason in _reasons(one))])


def _reasons(one: Found) -> list[str]:
    return [str(wait) for wait in one.waits] or [AS_WRITTEN]


def _html_row(number: int, one: Found) -> str:
    reasons = "<br>".join(escape(reason) for reason in _reasons(one))
    sent = len(one.trace.hops)
    return (
        f"<tr><td>{number}</td><td>{escape(str(one.outcome))}</td>"
        f"<td>{one.orders}</td><td>{sent}</td><td>{reasons}</td></tr>"
    )


def _folded(number: int, one: Found) -> str:
    is_open = " open" if number == 1 else ""
    name = f"{number}. {escape(str(one.outcome))}"
    drawing = draw_sequence(one.trace).html
    return f"<details{is_open}><summary>{name}</summary>{drawing}</details>"
