"""Captions set in lines."""

import pytest

from mspllab.views.captions.caption import Caption
from mspllab.views.captions.detail import Detail
from mspllab.views.palette import FACES
from mspllab.views.sequencing.blocks import TAB, block, natural_width
from mspllab.views.shapes import Row
from mspllab.views.text_width import text_width

INVITE = Caption(
    "request",
    "INVITE",
    tag="b1",
    details=(
        Detail(
            "R-URI", "sip:192.0.2.101:50211;transport=tls;ms-opaque=7f3c20", "changed"
        ),
        Detail("To", "sip:bob@lab.example"),
        Detail("Lync", "epid=b0b0000001", "product"),
    ),
)


def row_width(row: Row) -> float:
    x = 0.0
    for span in row:
        face = FACES[span.role]
        x = x if span.at is None else span.at
        x += text_width(span.text, face.size, face.bold) + 5
    return x - 5


@pytest.mark.parametrize("tabs", [True, False])
@pytest.mark.parametrize("room", [140.0, 190.0, 260.0, 600.0])
def test_a_block_keeps_to_its_room(room: float, tabs: bool) -> None:
    set_block = block(INVITE, room, tabs=tabs)

    assert set_block.width <= room
    assert max(map(row_width, set_block.rows)) <= room


def test_with_enough_room_nothing_is_elided() -> None:
    set_block = block(INVITE, natural_width(INVITE), tabs=True)

    assert not any("…" in span.text for row in set_block.rows for span in row)


def test_request_uri_and_to_begin_at_one_place() -> None:
    _, uri, to, _ = block(INVITE, 300.0, tabs=True).rows

    assert uri[-1].at == to[-1].at == TAB


def test_status_codes_are_bold_and_their_reasons_are_not() -> None:
    (row,) = block(Caption("failure", "487 Request Terminated"), 300, tabs=True).rows

    assert [(span.text, FACES[span.role].bold) for span in row] == [
        ("487", True),
        ("Request Terminated", False),
    ]


def test_a_remark_without_room_is_left_out_rather_than_cut() -> None:
    caption = Caption("failure", "487 Request Terminated", remark="to INVITE")

    narrow, wide = (block(caption, room, tabs=True).rows[0] for room in (180, 300))

    assert [span.text for span in wide][-1] == "to INVITE"
    assert [span.text for span in narrow][-1] == "Request Terminated"


def test_a_key_gives_way_to_its_value() -> None:
    detail = Detail("Reason", "Call completed elsewhere")
    caption = Caption("request", "CANCEL", details=(detail,))

    rows = block(caption, 180, tabs=False).rows

    assert [span.text for span in rows[1]] == ["Call completed elsewhere"]
