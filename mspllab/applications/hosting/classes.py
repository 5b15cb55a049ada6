"""The built-in variables, their classes and fields, as tables (mspl.md §5.1–§5.3)."""

from collections.abc import Mapping

from mspllab.mspl.vocabulary import Applies, Field, Kind, Level, Variable


def _string(
    name: str,
    doc: str,
    *,
    null: bool = False,
    set_: bool = False,
    since: Level = Level.V2005,
) -> Field:
    return Field(name, Kind.STRING, doc, nullable=null, writable=set_, since=since)


def _constant(name: str, doc: str, since: Level = Level.V2005) -> Field:
    return Field(name, Kind.CONSTANT, doc, constants=name, since=since)


def _removed(name: str, kind: Kind) -> Field:
    """A field that scripts must not use from 2010 on (dn439061)."""
    return Field(name, kind, REMOVED[name], until=Level.V2007R2)


REMOVED = {
    "HasPresence": "Whether the endpoint publishes presence.",
    "Availability": "Whether somebody is there: 300 and more is online.",
    "Activity": "What somebody does: from 0, offline, to 999, active.",
    "AgeOfPresence": "How old its presence is.",
    "WeightedQValue": "Its rank among the endpoints of the user.",
    "PresenceDoc": "Its presence as XML.",
    "AllSupportForking": "Whether all endpoints of the user can be forked to.",
    "SupportsForking": "Whether it can be forked to.",
}
"""Fields that newer servers do not have any more."""


MESSAGE = (
    _string("From", "The From header with display name and parameters."),
    _string("To", "The To header with display name and parameters."),
    _string("Content", "The body as text.", set_=True),
    Field("Authenticated", Kind.BOOL, "Whether the sender proved who it is."),
    Field("Transaction", Kind.OBJECT, "The transaction.", cls="Transaction"),
    _string("TlsPeer", "Host of the element that sent it.", since=Level.V2007R2),
    Field(
        "Origin",
        Kind.CONSTANT,
        "Which side of the network it came from.",
        constants="MessageOrigin",
        known_to="AccessProxy",
    ),
    _constant(
        "ExternalSourceType", "Who sent it, if it came from outside.", Level.V2007R2
    ),
    _constant("ExternalSourceNetwork", "Through which network it came.", Level.V2007R2),
    _string("Stamp", "This application's mark; null if none.", null=True, set_=True),
    _string("StampPool", "The pool in which that mark was set.", null=True),
)
REQUEST = (
    _string("Method", 'The method, such as "INVITE".'),
    _constant("StandardMethod", "The method as a constant."),
    _string("RequestUri", "Where the request is going.", set_=True),
)
RESPONSE = (
    Field("StatusCode", Kind.INTEGER, "The status code, 100 to 699."),
    _constant("StatusClass", "The first digit of the status code."),
    _string("StatusReasonPhrase", "What follows the status code."),
)
TRANSACTION = (
    Field("Request", Kind.OBJECT, "The request that opened it.", cls="Request"),
    Field(
        "MarshalContent",
        Kind.BOOL,
        "Whether Dispatch hands over the body as well.",
        writable=True,
        since=Level.V2010,
    ),
)
ENDPOINT = (
    _string("EPID", "The endpoint's epid."),
    _string("Instance", "The device; null if it has none.", null=True),
    Field("StandardMethods", Kind.INTEGER, "Bits of the methods it takes."),
    _string("ExtraMethods", "Methods without a bit, separated by commas."),
    _string("ContactInfo", "The Request-URI that reaches the endpoint."),
    _removed("HasPresence", Kind.BOOL),
    _removed("Availability", Kind.INTEGER),
    _removed("Activity", Kind.INTEGER),
    _removed("AgeOfPresence", Kind.INTEGER),
    _removed("WeightedQValue", Kind.INTEGER),
    _removed("PresenceDoc", Kind.STRING),
    _removed("AllSupportForking", Kind.BOOL),
    _removed("SupportsForking", Kind.BOOL),
)
SOURCE = (
    _string("Aor", "user@host, or the number of a telephone URI."),
    Field("IsPhone", Kind.BOOL, "Whether it is a telephone number."),
    _string("Instance", "The device; null if it is not known.", null=True),
)
TARGET = (
    _string("Uri", "The Request-URI."),
    *SOURCE,
    Field("DomainSupported", Kind.BOOL, "Whether its domain is served here."),
)


def _by_name(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in fields}


CLASSES: Mapping[str, Mapping[str, Field]] = {
    "Message": _by_name(*MESSAGE),
    "Request": _by_name(*MESSAGE, *REQUEST),
    "Response": _by_name(*MESSAGE, *RESPONSE),
    "Transaction": _by_name(*TRANSACTION),
    "RegistrarEndpoint": _by_name(*ENDPOINT),
    "SourceInfo": _by_name(*SOURCE),
    "TargetInfo": _by_name(*TARGET),
}
"""Class → field name → field; inherited fields are listed again."""


def _object(
    name: str,
    cls: str,
    doc: str,
    *,
    since: Level = Level.V2005,
    applies: Applies = Applies.ANY,
    always: bool = False,
) -> Variable:
    return Variable(name, Kind.OBJECT, doc, cls, since, applies, always)


VARIABLES: Mapping[str, Variable] = {
    variable.name: variable
    for variable in (
        _object("sipMessage", "Message", "The message being processed.", always=True),
        _object(
            "sipRequest",
            "Request",
            "The message if it is a request, else false.",
            applies=Applies.REQUEST,
        ),
        _object(
            "sipResponse",
            "Response",
            "The message if it is a response, else false.",
            applies=Applies.RESPONSE,
        ),
        _object(
            "dbEndpoint",
            "RegistrarEndpoint",
            "The current element of a foreach over QueryEndpoints, elsewhere false.",
        ),
        _object(
            "RequestSource",
            "SourceInfo",
            "Who sent the request.",
            since=Level.V2010,
        ),
        _object(
            "RequestTarget",
            "TargetInfo",
            "Whom the request is for.",
            since=Level.V2007R2,
        ),
        Variable("FQDN", Kind.STRING, "Name of this server."),
        Variable("ServerPool", Kind.STRING, "Name of this server's pool."),
        Variable(
            "Role",
            Kind.CONSTANT,
            "Role of this server, a constant of ServerRole.",
            since=Level.V2007R2,
        ),
    )
}
"""The nine built-in variables."""
