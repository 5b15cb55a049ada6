"""dbEndpoint, RequestSource and RequestTarget as a script sees them (mspl.md §5.3)."""

from mspllab.applications.hosting.address_text import is_phone, uri_in
from mspllab.applications.hosting.instances import instance_in_gruu, registry_format
from mspllab.applications.surroundings import RegisteredEndpoint, Surroundings
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri, Uri


class EndpointObject:
    """The class RegistrarEndpoint, one endpoint of a user."""

    __slots__ = ("ContactInfo", "EPID", "ExtraMethods", "Instance", "StandardMethods")

    # What servers after 2007 R2 do not have any more, with the values of somebody who
    # is there.
    HasPresence = AllSupportForking = SupportsForking = True
    Availability = 300
    Activity = 400
    AgeOfPresence = WeightedQValue = 0
    PresenceDoc = ""

    def __init__(self, endpoint: RegisteredEndpoint) -> None:
        instance = endpoint.instance
        self.EPID = endpoint.epid
        self.Instance = registry_format(instance) if instance else None
        self.StandardMethods = endpoint.methods
        self.ExtraMethods = ",".join(endpoint.extra_methods)
        self.ContactInfo = endpoint.contact


class SourceObject:
    """The class SourceInfo: the sender of a request, by its From and Contact."""

    __slots__ = ("Aor", "Instance", "IsPhone")

    def __init__(self, request: Request) -> None:
        uri = uri_in(request.headers.get("From") or "")
        self.Aor = _aor(uri)
        self.IsPhone = is_phone(uri)
        self.Instance = _instance(uri_in(request.headers.get("Contact") or ""))


class TargetObject:
    """The class TargetInfo: the addressee of a request, by its Request-URI."""

    __slots__ = ("Aor", "DomainSupported", "Instance", "IsPhone", "Uri")

    def __init__(self, request: Request, surroundings: Surroundings) -> None:
        uri = uri_in(request.uri)
        domain = uri.host if isinstance(uri, SipUri) else ""
        self.Uri = request.uri
        self.Aor = _aor(uri)
        self.IsPhone = is_phone(uri)
        self.Instance = _instance(uri)
        self.DomainSupported = bool(domain) and surroundings.serves(domain)


def _aor(uri: Uri | None) -> str:
    """user@host; of a telephone number the part before the @."""
    if uri is None:
        return ""
    if isinstance(uri, SipUri) and uri.user is not None and is_phone(uri):
        return uri.user
    return uri.user_at_host


def _instance(uri: Uri | None) -> str | None:
    return instance_in_gruu(uri) if isinstance(uri, SipUri) else None
