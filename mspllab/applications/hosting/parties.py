"""dbEndpoint, RequestSource and RequestTarget as a script sees them (mspl.md §5.3)."""

from dataclasses import dataclass

from mspllab.applications.builtins.addresses import is_phone, uri_in
from mspllab.applications.hosting.instances import instance_in_gruu, registry_format
from mspllab.applications.surroundings import RegisteredEndpoint, Surroundings
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri, Uri


@dataclass(frozen=True, slots=True)
class EndpointObject:
    """The class RegistrarEndpoint; what servers after 2007 R2 lack is at the end."""

    EPID: str
    Instance: str | None
    StandardMethods: int
    ExtraMethods: str
    ContactInfo: str
    HasPresence: bool = True
    Availability: int = 300
    """300 to 999: online."""
    Activity: int = 400
    AgeOfPresence: int = 0
    WeightedQValue: int = 0
    PresenceDoc: str = ""
    AllSupportForking: bool = True
    SupportsForking: bool = True

    @classmethod
    def of(cls, endpoint: RegisteredEndpoint) -> "EndpointObject":
        """How a script sees `endpoint`."""
        return cls(
            endpoint.epid,
            registry_format(endpoint.instance) if endpoint.instance else None,
            endpoint.methods,
            ",".join(endpoint.extra_methods),
            endpoint.contact,
        )


@dataclass(frozen=True, slots=True)
class SourceObject:
    """The class SourceInfo: the sender of the request."""

    Aor: str
    IsPhone: bool
    Instance: str | None

    @classmethod
    def of(cls, request: Request) -> "SourceObject":
        """The sender of `request`, by its From and Contact."""
        uri = uri_in(request.headers.get("From") or "")
        contact = uri_in(request.headers.get("Contact") or "")
        return cls(_aor(uri), is_phone(uri), _instance(contact))


@dataclass(frozen=True, slots=True)
class TargetObject:
    """The class TargetInfo: the addressee of the request."""

    Uri: str
    Aor: str
    Instance: str | None
    IsPhone: bool
    DomainSupported: bool

    @classmethod
    def of(cls, request: Request, surroundings: Surroundings) -> "TargetObject":
        """The addressee of `request`, by its Request-URI."""
        uri = uri_in(request.uri)
        domain = uri.host if isinstance(uri, SipUri) else ""
        served = bool(domain) and surroundings.serves(domain)
        return cls(request.uri, _aor(uri), _instance(uri), is_phone(uri), served)


def _aor(uri: Uri | None) -> str:
    """user@host; of a telephone number the part before the @."""
    if uri is None:
        return ""
    if isinstance(uri, SipUri) and uri.user is not None and is_phone(uri):
        return uri.user
    return uri.user_at_host


def _instance(uri: Uri | None) -> str | None:
    return instance_in_gruu(uri) if isinstance(uri, SipUri) else None
