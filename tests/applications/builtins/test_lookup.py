from collections.abc import Callable

import pytest

from mspllab.applications.builtins.constants import CONSTANTS
from mspllab.applications.builtins.lookup import (
    check_permissions,
    check_user_option,
    domain_supported,
    is_local_cluster,
    is_pas_online,
    query_domain,
    query_endpoints,
    query_home_server,
    query_home_server_of_user,
    query_user_policy,
    query_user_policy_of_type,
    supports_method,
)
from mspllab.applications.hosting.host import Host
from mspllab.applications.surroundings import NOWHERE


def test_query_endpoints_shows_what_is_registered(host: Callable[..., Host]) -> None:
    desk, mobile = query_endpoints(host(), "bob@lab.example")
    assert desk.EPID == "b0b0000001"
    assert desk.Instance == "{D62ECEA5-A59E-56E1-808E-72F602F50A7F}"
    assert desk.ExtraMethods == "PRACK,UPDATE"
    assert desk.ContactInfo == "sip:192.0.2.101:50211;transport=tls"
    assert (mobile.Instance, mobile.StandardMethods, mobile.ExtraMethods) == (
        None,
        0,
        "",
    )


@pytest.mark.parametrize("who", ["carol@lab.example", "sip:bob@lab.example", ""])
def test_query_endpoints_of_others_is_empty(
    host: Callable[..., Host], who: str
) -> None:
    assert query_endpoints(host(), who) == ()


def test_query_endpoints_asks_for_the_present_moment(host: Callable[..., Host]) -> None:
    assert query_endpoints(host(now=7201.0), "bob@lab.example", True) == ()


@pytest.mark.parametrize(
    ("method", "mask", "extra", "supported"),
    [
        ("INVITE", 0x0040, "", True),
        ("INVITE", 0x0010, "", False),
        ("PRACK", 0, "PRACK,UPDATE", True),
        ("UPDATE", 0x0040, "PRACK, UPDATE", True),
        ("INVITE", 0, "PRACK", False),
        ("INVITE", 0, "", True),
        ("ANYTHING", 0, "", True),
        ("", 0, "", False),
        ("INVITE,BYE", 0, "", False),
        (CONSTANTS["StandardMethod"]["BENOTIFY"], 0x4000, "", True),
        (CONSTANTS["StandardMethod"]["NonStandard"], 0, "", False),
        ("CANCEL", 0x7FFF, "", False),
    ],
)
def test_supports_method(
    method: object, mask: int, extra: str, supported: bool
) -> None:
    assert supports_method(method, mask, extra) is supported  # type: ignore[arg-type]


def test_domains(host: Callable[..., Host]) -> None:
    internal, blocked = CONSTANTS["Domain"].values()
    assert domain_supported(host(), "LAB.example")
    assert domain_supported(host(), "")
    assert not domain_supported(host(), "other.example")
    assert domain_supported(host(surroundings=NOWHERE), "other.example")
    assert query_domain(host(), internal, "lab.example")
    assert not query_domain(host(), blocked, "lab.example")


def test_the_local_cluster_is_the_pool(host: Callable[..., Host]) -> None:
    assert is_local_cluster(host(), "POOL01.lab.example")
    assert not is_local_cluster(host(), "fe01.lab.example")


def test_home_server_is_null_for_unknown_users(host: Callable[..., Host]) -> None:
    primary = CONSTANTS["ClusterType"]["PrimaryRegistrar"]
    assert query_home_server(host(), "bob@lab.example", False, primary) == (
        "PrimaryRegistrar.lab.example"
    )
    assert query_home_server(host(), "carol@lab.example", False, primary) is None
    assert query_home_server(host(), "bob@lab.example", True, primary) is None


def test_user_options(host: Callable[..., Host]) -> None:
    options = CONSTANTS["UserOption"]
    assert check_user_option(host(), "bob@lab.example", options["UcEnabled"])
    assert not check_user_option(host(), "bob@lab.example", options["RccEnabled"])
    assert not check_user_option(host(), "bob@lab.example", options["UcEnabled"], True)


def test_a_server_that_knows_nobody_still_answers(host: Callable[..., Host]) -> None:
    run = host(surroundings=NOWHERE)
    policy = CONSTANTS["UserPolicyType"]["UC"]
    assert is_pas_online(run)
    assert query_user_policy_of_type(run, "bob@lab.example", policy) == ""
    assert query_user_policy(run, "bob@lab.example", True) == ""
    assert query_home_server_of_user(run, "bob@lab.example") is None
    assert (
        query_home_server(run, "b@c", False, CONSTANTS["ClusterType"]["UserServices"])
        is None
    )
    assert check_permissions(run, "alice@lab.example", "bob@lab.example", "INVITE")
