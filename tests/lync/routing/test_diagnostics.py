import pytest

from mspllab.cores.decision import Reply
from mspllab.lync.routing.diagnostics import (
    REASONS,
    diagnostics,
    explained,
    unreachable,
)
from mspllab.sim.fault import REFUSED, SILENT, UNRESOLVED, UNTRUSTED
from mspllab.sip.params import Params


@pytest.mark.parametrize("number", REASONS)
def test_every_number_has_a_reason_that_can_be_read_back(number: int) -> None:
    text = diagnostics(number, "fe01.lab.example")
    first, rest = text.split(";", 1)
    params = Params.parse(f";{rest}")
    assert first == str(number)
    assert params.get("reason") == REASONS[number]
    assert params.get("source") == "fe01.lab.example"


def test_an_answer_keeps_the_headers_it_has() -> None:
    reply = explained(Reply(404, headers=(("X-Other", "1"),)), 1003, "fe01")
    assert [name for name, _ in reply.headers] == ["X-Other", "ms-diagnostics"]


@pytest.mark.parametrize(
    ("why", "number"),
    [(REFUSED, "1007"), (SILENT, "1007"), (UNRESOLVED, "1008"), (UNTRUSTED, "1010")],
)
def test_a_504_says_what_stood_between(why: str, number: str) -> None:
    reply = dict(unreachable("fe01", with_diagnostics=True))[why]
    assert reply.status == 504
    assert dict(reply.headers)["ms-diagnostics"].startswith(f"{number};")
    assert dict(unreachable("fe01", with_diagnostics=False))[why] == Reply(504)
