"""How long did it ring? What a script cannot know, managed code works out."""

from math import ceil

from mspllab.applications.dispatched import ResponseReceived

CADENCE = 6.0
"""Seconds from one ring to the next: 2 s of sound and 4 s of silence."""
rang_since: dict[str, float] = {}
"""Call-ID → second at which the first phone said that it rings."""


def on_answer(event: ResponseReceived) -> None:
    """Note when it began to ring, and write into the 200 how long it rang."""
    response = event.response
    if response.status_code == 180:
        rang_since.setdefault(response.call_id, event.at)
    if response.status_code == 200 and response.call_id in rang_since:
        rang = event.at - rang_since.pop(response.call_id)
        rings = ceil(rang / CADENCE)
        response.add_header("X-Rang-For", f"{rang:.2f} s; rings={rings}")
    event.server_transaction.send_response(response)
