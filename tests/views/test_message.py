"""Messages and their differences, as HTML and as text."""

from mspllab.trace.trace import Trace
from mspllab.views.message import (
    describe_difference,
    render_difference,
    render_message,
)
from tests.views.conftest import alices_invite


def test_a_message_is_shown_header_by_header() -> None:
    html = render_message(alices_invite())

    assert "INVITE sip:bob@lab.example SIP/2.0" in html
    assert "<th>To</th><td>&lt;sip:bob@lab.example&gt;</td>" in html
    assert "m=audio 50052" in html


def test_a_message_cannot_smuggle_in_html() -> None:
    message = alices_invite().with_header("X-Bad", "<script>alert(1)</script>")

    assert "<script" not in render_message(message)
    assert "<script" not in render_difference(alices_invite(), message)


def test_a_difference_names_what_a_hop_changed(forked_call: Trace) -> None:
    hops = forked_call.hops

    text = describe_difference(hops[0].message, hops[2].message)  # type: ignore[arg-type]

    assert "Request-URI\n  - sip:bob@lab.example\n  + sip:192.0.2.101" in text
    assert "To\n  - <sip:bob@lab.example>\n  + <sip:bob@lab.example>;epid=b0b" in text
    assert "From" not in text
    assert "Call-ID" not in text


def test_an_added_header_has_nothing_before_it() -> None:
    after = alices_invite().with_header("Ms-Forking", "Active")

    html = render_difference(alices_invite(), after)

    assert "<th>Ms-Forking</th><td>–</td><td><b>Active</b></td>" in html


def test_another_body_is_told_by_its_size() -> None:
    after = alices_invite().with_body(b"v=0\r\n")

    assert "body\n  - 35 bytes\n  + 5 bytes" in describe_difference(
        alices_invite(), after
    )
    assert "<th>body</th>" in render_difference(alices_invite(), after)


def test_equal_messages_do_not_differ() -> None:
    assert "the same" in render_difference(alices_invite(), alices_invite())
    assert "the same" in describe_difference(alices_invite(), alices_invite())
