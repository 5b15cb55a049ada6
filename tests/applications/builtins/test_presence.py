"""QueryCategory and QueryCategoryBySubscriber, as scripts use them (mspl.md §4.5)."""

import pytest

from mspllab.mspl.vocabulary import Level
from tests.applications.builtins.bench import NULL, error, refused, value

FIVE = ("userProperties", "workingHours", "dndState", "routing", "contactCard")
OTHERS = ("state", "note", "calendarData", "Routing", "")


@pytest.mark.parametrize("name", FIVE)
def test_newer_servers_hand_out_five_categories(name: str) -> None:
    assert value(f'QueryCategory("bob@lab.example", 2, "{name}", 7)') == (
        f"<{name} container='2' instance='7'/>"
    )
    call = f'QueryCategoryBySubscriber("bob", "alice", "Federation", "{name}")'
    assert value(call) == f"<{name} subscriber='alice' network='Federation'/>"


@pytest.mark.parametrize("name", OTHERS)
def test_every_other_category_is_null_there(name: str) -> None:
    for level in (Level.V2010, Level.V2013):
        assert value(f'QueryCategory("bob", 2, "{name}", 0)', level=level) == NULL
        call = f'QueryCategoryBySubscriber("bob", "alice", "", "{name}")'
        assert value(call, level=level) == NULL


def test_older_servers_know_more_of_them() -> None:
    call = 'QueryCategory("bob", 2, "state", 0, false)'
    assert value(call, level=Level.V2007R2) == "<state container='2' instance='0'/>"
    call = 'QueryCategoryBySubscriber("bob", "al", "", "state", true)'
    assert value(call, level=Level.V2007R2) == "<state subscriber='al' network=''/>"


def test_a_network_may_be_a_constant() -> None:
    call = (
        'QueryCategoryBySubscriber("bob", "al", ExternalSourceNetwork.PublicCloud,'
        ' "routing")'
    )
    assert value(call) == "<routing subscriber='al' network='PublicCloud'/>"


@pytest.mark.parametrize(
    "call",
    [
        'QueryCategory(null, 2, "routing", 0)',
        'QueryCategory("bob", null, "routing", 0)',
        'QueryCategory("bob", "two", "routing", 0)',
        'QueryCategory("bob", 2, null, 0)',
        'QueryCategory("bob", 2, "routing", null)',
        'QueryCategoryBySubscriber("bob", null, "", "routing")',
        'QueryCategoryBySubscriber("bob", "al", null, "routing")',
    ],
)
def test_null_and_other_kinds_end_the_run(call: str) -> None:
    assert error(f"{call};").startswith("script: ")


def test_levels_and_numbers_of_arguments() -> None:
    assert refused('QueryCategory("bob", 2, "routing", 0);', level=Level.V2005) == [
        "MSPL215"
    ]
    assert refused('QueryCategory("bob", 2, "routing");') == ["MSPL205"]
    assert refused('QueryCategoryBySubscriber("bob", "al", "");') == ["MSPL205"]
