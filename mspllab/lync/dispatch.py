"""Which endpoint of a UCMA platform an incoming request is for (lync-routing §3.2).

The five questions are asked in this order, and the first that has an answer decides:
an `ms-opaque` the platform has issued; the owner's address, which is
`ms-application-aor` where there is one and To where there is none; the conversation;
the default routing endpoint; and if nothing fits the request is turned away.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mspllab.errors import ParseError
from mspllab.sip.address import Address
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri, Uri, aor_key, parse_uri

APPLICATION_AOR = "ms-application-aor"
CONVERSATION_ID = "Ms-Conversation-ID"


@dataclass(frozen=True, slots=True)
class HostedEndpoint:
    """What dispatch has to know of an endpoint that a platform hosts."""

    name: str
    uri: str
    """Its owner's address: a contact object's, or a user's."""
    epid: str | None = None
    opaque: str | None = None
    """The ms-opaque it registered with; None: it did not register."""
    is_default: bool = False
    """Whether it is the platform's default routing endpoint."""
    conversations: Collection[str] = ()
    """Ms-Conversation-IDs of the calls it takes part in."""


class Dispatched(NamedTuple):
    """The answer: who gets the request, by which of the five questions, and why."""

    endpoint: str | None
    """None: nobody; the platform turns the request away."""
    step: int
    """1 to 5."""
    why: str


def dispatch(request: Request, endpoints: Sequence[HostedEndpoint]) -> Dispatched:
    """Who among `endpoints` gets `request`, which belongs to none of their dialogs."""
    for question in (_by_opaque, _by_owner, _by_conversation, _by_default):
        answer = question(request, endpoints)
        if answer is not None:
            return answer
    owner = _owner(request)
    return Dispatched(None, 5, f"no endpoint for {owner.uri}, and no default endpoint")


def _by_opaque(
    request: Request, endpoints: Sequence[HostedEndpoint]
) -> Dispatched | None:
    uri = request.request_uri
    opaque = uri.params.get("ms-opaque") if isinstance(uri, SipUri) else None
    for endpoint in endpoints:
        if opaque is not None and endpoint.opaque == opaque:
            return Dispatched(endpoint.name, 1, f"ms-opaque {opaque} is its own")
    return None


def _by_owner(
    request: Request, endpoints: Sequence[HostedEndpoint]
) -> Dispatched | None:
    owner = _owner(request)
    key = address_key(owner.uri)
    found = [e for e in endpoints if address_key(parse_uri(e.uri)) == key]
    if not found:
        return None
    chosen = _by_epid(owner, found) or _by_params(owner, found) or found[0]
    where = APPLICATION_AOR if APPLICATION_AOR in request.headers else "To"
    return Dispatched(chosen.name, 2, f"{where} names its owner {chosen.uri}")


def _by_conversation(
    request: Request, endpoints: Sequence[HostedEndpoint]
) -> Dispatched | None:
    conversation = request.headers.get(CONVERSATION_ID)
    found = [e for e in endpoints if conversation in e.conversations]
    if len(found) > 1:
        # Both ends of the conversation live here; the sender does not call itself.
        caller = address_key(request.from_.uri)
        found = [e for e in found if address_key(parse_uri(e.uri)) != caller]
        if len(found) != 1:
            why = f"conversation {conversation} fits {len(found)} endpoints"
            return Dispatched(None, 3, why)
    if found:
        return Dispatched(found[0].name, 3, f"it knows conversation {conversation}")
    return None


def _by_default(
    request: Request, endpoints: Sequence[HostedEndpoint]
) -> Dispatched | None:
    for endpoint in endpoints:
        if endpoint.is_default:
            why = f"no endpoint for {_owner(request).uri}, so the default one"
            return Dispatched(endpoint.name, 4, why)
    return None


def _owner(request: Request) -> Address:
    """ms-application-aor overrides To; one that cannot be read counts as absent."""
    text = request.headers.get(APPLICATION_AOR)
    if text is None:
        return request.to
    try:
        return Address.parse(text)
    except ParseError:
        return request.to


def _by_epid(
    owner: Address, endpoints: Sequence[HostedEndpoint]
) -> HostedEndpoint | None:
    epid = owner.params.get("epid")
    return next((e for e in endpoints if epid and e.epid == epid), None)


def _by_params(
    owner: Address, endpoints: Sequence[HostedEndpoint]
) -> HostedEndpoint | None:
    """The one whose own URI has exactly the parameters of the owner's."""
    wanted = _params(owner.uri)
    return next((e for e in endpoints if _params(parse_uri(e.uri)) == wanted), None)


def _params(uri: Uri) -> dict[str, str | None]:
    if not isinstance(uri, SipUri):
        return {}
    return {name.lower(): value for name, value in uri.params.items}


def address_key(uri: Uri) -> str:
    """What two addresses must share to be one; the product does not mind case."""
    return aor_key(uri).lower()
