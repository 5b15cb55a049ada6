import pytest

from mspllab.applications.builtins.constants import (
    CONSTANTS,
    WITHDRAWN_OPTIONS,
    constants_at,
    standard_method,
    status_class,
)
from mspllab.mspl.vocabulary import Level

SIZES = {
    "StandardMethod": 14,
    "StatusClass": 6,
    "StandardHeader": 45,
    "ServerRole": 4,
    "MessageOrigin": 4,
    "ExternalSourceType": 8,
    "ExternalSourceNetwork": 3,
    "ClusterType": 3,
    "UserOption": 8,
    "UserPolicyType": 2,
    "Domain": 2,
}


def test_the_lists_are_complete() -> None:
    assert {name: len(members) for name, members in CONSTANTS.items()} == SIZES


@pytest.mark.parametrize(
    ("list_name", "name", "number", "text"),
    [
        ("StandardMethod", "NonStandard", 0, ""),
        ("StandardMethod", "Invite", 1, "INVITE"),
        ("StandardMethod", "BENOTIFY", 12, "BENOTIFY"),
        ("StandardMethod", "Cancel", 13, "CANCEL"),
        ("StatusClass", "_2xx", 200, "200"),
        ("StandardHeader", "Nonstandard", 0, ""),
        ("StandardHeader", "CallID", 6, "Call-ID"),
        ("StandardHeader", "Organization", 32, "Organization"),
        ("StandardHeader", "UserAgent", 42, "User-Agent"),
        ("StandardHeader", "WWWAuthenticate", 44, "WWW-Authenticate"),
        ("ServerRole", "AccessProxy", 1, "AccessProxy"),
        ("ServerRole", "HomeServer", 4, "HomeServer"),
        ("MessageOrigin", "NetworkExternal", 3, "NetworkExternal"),
        ("ExternalSourceType", "AutoFed", 8, "AutoFed"),
        ("ExternalSourceNetwork", "Unknown", 0, "Unknown"),
        ("ExternalSourceNetwork", "Federation", 2, "Federation"),
    ],
)
def test_numbers_and_texts(list_name: str, name: str, number: int, text: str) -> None:
    constant = CONSTANTS[list_name][name]
    assert (constant.number, constant.text) == (number, text)
    assert str(constant) == f"{list_name}.{name}"


def test_numbers_are_unique_within_a_list() -> None:
    for members in CONSTANTS.values():
        assert len({constant.number for constant in members.values()}) == len(members)


def test_withdrawn_options_are_gone_since_2010() -> None:
    old = constants_at(Level.V2007R2)["UserOption"]
    new = constants_at(Level.V2010)["UserOption"]
    assert set(WITHDRAWN_OPTIONS) <= set(old)
    assert not set(WITHDRAWN_OPTIONS) & set(new)
    assert "NoAudioVideo" in new
    assert "NoAudioVideo" not in old


def test_methods_and_classes_of_messages() -> None:
    assert standard_method("INVITE").name == "Invite"
    assert standard_method("BENOTIFY").name == "BENOTIFY"
    assert standard_method("PRACK").name == "NonStandard"
    assert standard_method("invite").name == "NonStandard"
    assert status_class(180).name == "_1xx"
    assert status_class(699).name == "_6xx"
