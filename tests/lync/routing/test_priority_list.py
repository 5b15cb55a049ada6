"""Where applications stand in a server's list (mspl.md §7.4, lync-routing §1.1)."""

import pytest

from mspllab.lync.routing.priority_list import STOCK, arranged, numbers


def test_without_applications_there_are_the_servers_own() -> None:
    assert arranged([]) == list(STOCK)
    assert STOCK[0] == "ClientVersionFilter"
    assert STOCK.index("UserServices") == 3
    assert STOCK[-1] == "DefaultRouting"


def test_the_first_at_six_pushes_the_routing_down_as_in_the_reference() -> None:
    assert arranged([6])[5:] == [
        "IIMFilter",
        0,
        "InboundRouting",
        "OutboundRouting",
        "ExumRouting",
        "DefaultRouting",
    ]


@pytest.mark.parametrize(
    ("priorities", "places"),
    [
        ([None], [9]),
        ([None, None], [9, 10]),
        ([6, None], [6, 10]),
        ([0], [0]),
        ([6, 7], [6, 7]),
        ([6, 6], [7, 6]),
        ([8, 2], [9, 2]),
        ([9], [9]),
        ([10], [10]),
        ([99], [10]),
        ([99, None], [11, 9]),
    ],
)
def test_who_is_put_in_at_a_number_pushes_the_rest_down(
    priorities: list[int | None], places: list[int]
) -> None:
    assert numbers(priorities) == places


def test_beyond_default_routing_is_below_it() -> None:
    assert arranged([10])[-2:] == ["DefaultRouting", 0]
    assert arranged([9])[-2:] == [0, "DefaultRouting"]
