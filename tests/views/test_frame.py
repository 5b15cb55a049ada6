"""The pandas table: one row a message, the fields of `play --json`."""

from mspllab.scenario.document import message_document
from mspllab.trace.trace import Trace
from mspllab.views.frame import COLUMNS, frame


def test_every_message_is_a_row_with_the_promised_fields(forked_call: Trace) -> None:
    table = frame(forked_call)

    assert len(table) == len(forked_call.hops)
    assert tuple(table.columns) == COLUMNS
    assert tuple(message_document(forked_call.hops[0])) == COLUMNS


def test_an_empty_trace_is_an_empty_table_with_the_same_columns() -> None:
    table = frame(Trace())

    assert table.empty
    assert tuple(table.columns) == COLUMNS


def test_questions_are_asked_in_pandas_own_words(forked_call: Trace) -> None:
    table = frame(forked_call)

    copies = table[(table["method"] == "INVITE") & (table["from"] == "fe01")]
    requests = copies[copies["status"].isna()]
    assert list(requests["to"]) == ["bob-desk", "bob-mobile", "app01"]
    assert set(requests["to_uri"]) == {"sip:bob@lab.example"}
    assert requests["request_uri"].nunique() == 3


def test_status_is_a_whole_number_or_missing(forked_call: Trace) -> None:
    status = frame(forked_call)["status"]

    assert str(status.dtype) == "Int64"
    assert status.isna().sum() == sum(
        hop.message.status is None for hop in forked_call.hops
    )
