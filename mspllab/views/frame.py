"""Frame: a trace as a pandas table, one row a message."""

from pandas import DataFrame

from mspllab.scenario.document import message_document
from mspllab.trace.trace import Trace

COLUMNS = (
    "n",
    "sent",
    "received",
    "from",
    "to",
    "transport",
    "lost",
    "start_line",
    "method",
    "status",
    "call_id",
    "cseq",
    "branch",
    "from_tag",
    "to_tag",
    "request_uri",
    "to_uri",
    "text",
    "caused_by",
)
"""The fields of a message in `play --json`."""


def frame(trace: Trace) -> DataFrame:
    """Every message of `trace`; times in simulated seconds.

    `status` holds whole numbers, and nothing for requests.
    """
    rows = [message_document(hop) for hop in trace.hops]
    table = DataFrame(rows, columns=list(COLUMNS)).astype({"status": "Int64"})
    table.columns.name = "row"  # a head without a word is none to who hears it read
    return table
