from collections.abc import Callable

import pytest

from mspllab.applications.builtins.constants import CONSTANTS
from mspllab.applications.hosting.classes import CLASSES
from mspllab.applications.hosting.host import Host
from mspllab.applications.hosting.objects import ABSENT
from mspllab.errors import CriticalError, ScriptError
from mspllab.sip.message import Request, Response

Hosts = Callable[..., Host]


def test_a_request_shows_its_headers_whole(host: Hosts) -> None:
    request = host().sipRequest
    assert request.From == '"Alice" <sip:alice@lab.example>;tag=a-77f1;epid=a1b2c3d4e5'
    assert request.To == "<sip:bob@lab.example>"
    assert request.RequestUri == "sip:bob@lab.example"
    assert request.TlsPeer == "192.0.2.90"
    assert request.Authenticated is True


def test_a_method_has_a_name_and_a_constant(
    host: Hosts, invite: Callable[..., Request]
) -> None:
    methods = CONSTANTS["StandardMethod"]
    request = host(invite("PRACK")).sipRequest
    assert (request.Method, request.StandardMethod) == ("PRACK", methods["NonStandard"])
    assert host().sipRequest.StandardMethod is methods["Invite"]


def test_a_response_shows_its_status(
    host: Hosts, answer: Callable[..., Response]
) -> None:
    response = host(answer(486)).sipResponse
    assert (response.StatusCode, response.StatusReasonPhrase) == (486, "Busy Here")
    assert response.StatusClass is CONSTANTS["StatusClass"]["_4xx"]


def test_nothing_is_known_of_the_network(host: Hosts) -> None:
    message = host().sipMessage
    assert message.Origin.name == "NetworkUnknown"
    assert message.ExternalSourceType.name == "Unknown"
    assert message.ExternalSourceNetwork.name == "Unknown"


def test_content_is_text_and_its_length_follows(host: Hosts) -> None:
    run = host()
    assert run.sipMessage.Content == ""
    run.sipMessage.Content = "ä secret"
    assert run.message.body == b"\xc3\xa4 secret"
    assert run.message.headers.get("Content-Length") == "9"
    assert run.sipRequest.Content == "ä secret"


def test_octets_that_are_no_text_survive(
    host: Hosts, invite: Callable[..., Request]
) -> None:
    run = host(invite(body=b"\xff\x00a"))
    run.sipMessage.Content = run.sipMessage.Content
    assert run.message.body == b"\xff\x00a"


def test_the_request_uri_can_be_set(host: Hosts) -> None:
    run = host()
    run.sipRequest.RequestUri = "sip:carol@lab.example"
    assert run.new_uri == "sip:carol@lab.example"
    assert run.sipRequest.RequestUri == "sip:carol@lab.example"
    with pytest.raises(ScriptError, match="RequestUri"):
        run.sipRequest.RequestUri = "carol"


def test_a_stamp_is_read_where_it_was_set(host: Hosts) -> None:
    run = host()
    assert run.sipMessage.Stamp is None
    assert run.sipMessage.StampPool is None
    run.sipMessage.Stamp = "seen"
    assert run.sipRequest.Stamp == "seen"
    assert run.sipRequest.StampPool == "pool01.lab.example"


def test_a_stamp_belongs_to_one_application(host: Hosts) -> None:
    run = host()
    run.sipMessage.Stamp = "seen"
    other = host(run.message, app_uri="http://lab.example/apps/two")
    assert other.sipMessage.Stamp is None


def test_a_response_retraces_the_stamps_of_its_request(
    host: Hosts, answer: Callable[..., Response]
) -> None:
    run = host()
    run.sipMessage.Stamp = "seen"
    assert isinstance(run.message, Request)
    back = host(answer(), request=run.message)
    assert back.sipResponse.Stamp == "seen"


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_stamp_can_be_taken_away(host: Hosts, nothing: str | None) -> None:
    run = host()
    before = run.message
    run.sipMessage.Stamp = "seen"
    run.sipMessage.Stamp = nothing
    assert run.sipMessage.Stamp is None
    assert run.message == before


def test_a_request_is_its_own_transaction(host: Hosts) -> None:
    run = host()
    transaction = run.sipMessage.Transaction
    assert transaction is run.sipRequest.Transaction
    assert transaction.Request.Method == "INVITE"
    assert transaction.MarshalContent is True
    transaction.MarshalContent = False
    assert run.sipRequest.Transaction.MarshalContent is False


def test_a_response_reaches_its_request_but_cannot_change_it(
    host: Hosts, invite: Callable[..., Request], answer: Callable[..., Response]
) -> None:
    run = host(answer(), request=invite(body=b"v=0"))
    request = run.sipResponse.Transaction.Request
    assert (request.Method, request.Content) == ("INVITE", "v=0")
    assert request.RequestUri == "sip:bob@lab.example"
    assert request.Transaction.Request.From.startswith('"Alice"')
    for change in (
        lambda: setattr(request, "Content", "x"),
        lambda: setattr(request, "Stamp", "x"),
        lambda: setattr(request, "RequestUri", "sip:carol@lab.example"),
    ):
        with pytest.raises(ScriptError, match="can only be read"):
            change()


def test_the_transaction_of_a_response_without_request_is_absent(
    host: Hosts, answer: Callable[..., Response]
) -> None:
    transaction = host(answer()).sipResponse.Transaction
    assert not transaction
    assert transaction.Request.Method is False


@pytest.mark.parametrize("cls", CLASSES)
def test_every_field_of_what_is_absent_is_false(cls: str) -> None:
    for name in CLASSES[cls]:
        assert not getattr(ABSENT, name), name
        assert getattr(ABSENT, name) in (False, ABSENT), name


def test_a_field_of_the_wrong_variable_cannot_be_set(
    host: Hosts, answer: Callable[..., Response]
) -> None:
    with pytest.raises(ScriptError, match="Content cannot be set"):
        host(answer()).sipRequest.Content = "x"


def test_classes_and_objects_agree(
    host: Hosts, answer: Callable[..., Response], invite: Callable[..., Request]
) -> None:
    run, back = host(), host(answer(), request=invite())
    objects = {
        "Message": run.sipMessage,
        "Request": run.sipRequest,
        "Response": back.sipResponse,
        "Transaction": run.sipMessage.Transaction,
        "SourceInfo": run.RequestSource,
        "TargetInfo": run.RequestTarget,
    }
    for cls, value in objects.items():
        for name in CLASSES[cls]:
            getattr(value, name)


def test_a_message_with_broken_headers_can_still_be_looked_at(
    host: Hosts, invite: Callable[..., Request]
) -> None:
    broken = invite().with_header("Via", "rubbish").with_header("From", "<<")
    run = host(broken.replace(uri="%%"))
    assert run.sipRequest.TlsPeer == ""
    assert run.sipRequest.From == "<<"
    assert run.RequestSource.Aor == ""
    assert (run.RequestTarget.Aor, run.RequestTarget.DomainSupported) == ("", False)


def test_only_requests_may_be_retargeted_through_their_uri(
    host: Hosts, answer: Callable[..., Response]
) -> None:
    with pytest.raises(CriticalError):
        host(answer()).route("sip:carol@lab.example")
