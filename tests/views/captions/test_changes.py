"""What differs between two messages."""

from mspllab.views.captions.changes import Change, header_changes, notable_changes
from tests.views.conftest import GRUU, alices_invite, proxied


def test_a_message_does_not_differ_from_itself() -> None:
    assert header_changes(alices_invite(), alices_invite()) == ()


def test_added_removed_and_changed_headers_are_told_apart() -> None:
    before = alices_invite().with_header("Subject", "Lunch").with_header("X-A", "1")
    after = alices_invite().with_header("X-A", "2").with_header("X-B", "3")

    assert set(header_changes(before, after)) == {
        Change("Subject", "Lunch", None),
        Change("X-A", "1", "2"),
        Change("X-B", None, "3"),
    }


def test_all_values_of_a_header_count_as_one() -> None:
    invite = alices_invite()

    (change,) = [
        change
        for change in header_changes(invite, proxied(invite, GRUU, "F1"))
        if change.name == "Via"
    ]

    assert change.after is not None
    assert change.after.count("SIP/2.0/TLS") == 2


def test_a_line_written_otherwise_with_the_same_value_is_no_change() -> None:
    before, after = alices_invite(), alices_invite()
    after = after.replace(
        headers=type(after.headers).parse(after.headers.text + "s: x")
    )
    before = before.replace(
        headers=type(before.headers).parse(before.headers.text + "Subject:   x")
    )

    assert header_changes(before, after) == ()


def test_what_every_hop_changes_is_not_notable() -> None:
    invite = alices_invite()

    assert notable_changes(invite, proxied(invite, GRUU, "F1")) == ()
