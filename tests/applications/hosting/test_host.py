import copy
from collections.abc import Callable

import pytest

from mspllab.applications.builtins.constants import CONSTANTS
from mspllab.applications.hosting.classes import VARIABLES
from mspllab.applications.hosting.host import Host, checked_target
from mspllab.applications.hosting.objects import ABSENT
from mspllab.cores.decision import Forward, Pass, Target
from mspllab.errors import CriticalError, ScriptError
from mspllab.sip.message import Request, Response

Hosts = Callable[..., Host]


def test_a_request_is_sip_message_and_sip_request(host: Hosts) -> None:
    run = host()
    assert run.sipMessage is run.sipRequest
    assert run.sipRequest
    assert not run.sipResponse


def test_a_response_is_sip_message_and_sip_response(
    host: Hosts, answer: Callable[..., Response]
) -> None:
    run = host(answer())
    assert run.sipMessage is run.sipResponse
    assert run.sipResponse
    assert not run.sipRequest


@pytest.mark.parametrize("name", VARIABLES)
def test_every_built_in_variable_is_an_attribute(host: Hosts, name: str) -> None:
    assert hasattr(host(), name)


def test_the_server_speaks_for_itself(host: Hosts) -> None:
    run = host()
    assert (run.FQDN, run.ServerPool) == ("fe01.lab.example", "pool01.lab.example")
    assert run.Role is CONSTANTS["ServerRole"]["FrontEnd"]


def test_source_and_target_are_those_of_the_request_a_response_answers(
    host: Hosts, invite: Callable[..., Request], answer: Callable[..., Response]
) -> None:
    assert not host(answer()).RequestSource
    assert not host(answer()).RequestTarget
    run = host(answer(), request=invite())
    assert run.RequestSource.Aor == "alice@lab.example"
    assert run.RequestTarget.Aor == "bob@lab.example"


def test_the_built_in_endpoint_is_absent_at_first(host: Hosts) -> None:
    assert host().dbEndpoint is ABSENT


def test_an_unrouted_message_is_only_passed_on(host: Hosts) -> None:
    assert host().onward() == Pass()


def test_an_assigned_request_uri_claims_that_routing_is_done(host: Hosts) -> None:
    run = host()
    run.route("sip:carol@lab.example")
    assert run.message.uri == "sip:carol@lab.example"
    assert run.onward() == Forward(Target("sip:carol@lab.example"))


def test_a_response_has_no_request_uri_to_assign(
    host: Hosts, answer: Callable[..., Response]
) -> None:
    with pytest.raises(CriticalError, match="Setting RequestUri"):
        host(answer()).route("sip:carol@lab.example")


def test_the_line_is_the_last_that_was_recorded(host: Hosts) -> None:
    run = host()
    assert run.line == 0
    run.lines += [(11, 12)]
    assert run.line == 12


def test_targets_are_sip_uris() -> None:
    assert checked_target("Fork", "sip:bob@lab.example") == "sip:bob@lab.example"
    with pytest.raises(ScriptError, match="GetUri takes a URI out of an address"):
        checked_target("Fork", "<sip:bob@lab.example>")


def test_a_host_can_be_copied(host: Hosts) -> None:
    run = host()
    run.log.append(None)  # type: ignore[arg-type]
    twin = copy.deepcopy(run)
    twin.log.clear()
    assert len(run.log) == 1
    assert twin.sipRequest.Method == "INVITE"
