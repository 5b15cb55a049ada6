"""A trace as a Markdown table."""

from mspllab.trace.trace import Trace
from mspllab.views.markdown import render_markdown


def test_it_has_a_row_for_every_message(forked_call: Trace) -> None:
    title, blank, head, rule, *rows = render_markdown(forked_call).splitlines()

    assert (title, blank) == ("**Who rings when you call Bob?**", "")
    assert head == "| n | seconds | from | to | message | notes |"
    assert rule == "| ---: | ---: | --- | --- | --- | --- |"
    assert len(rows) == len(forked_call.hops)
    assert rows[0].startswith("| 1 | 0.000 | alice | fe01 | INVITE | R-URI sip:bob@")


def test_no_text_makes_another_cell_or_another_markup(forked_call: Trace) -> None:
    forked_call.title = "a|b *c* <d>"

    text = render_markdown(forked_call)

    assert text.startswith(r"**a\|b \*c\* \<d\>**")
    for row in text.splitlines()[2:]:
        assert row.replace(r"\|", "").count("|") == 7


def test_a_trace_without_messages_is_an_empty_table() -> None:
    assert render_markdown(Trace()).count("\n") == 2
