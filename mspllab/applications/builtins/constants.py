"""The constant lists a script may name: members, numbers and texts (mspl.md §5.4).

Numbers are those of the managed enumerations of the same names. The lists at the end,
whose numbers no source gives, count from 1.
"""

from collections.abc import Mapping

from mspllab.mspl.vocabulary import Constant, Level


def _members(
    list_name: str, members: Mapping[str, int], texts: Mapping[str, str] | None = None
) -> dict[str, Constant]:
    texts = texts or {}
    return {
        name: Constant(list_name, name, number, texts.get(name, name))
        for name, number in members.items()
    }


def _counted(list_name: str, *names: str, first: int = 1) -> dict[str, Constant]:
    return _members(list_name, {n: i for i, n in enumerate(names, start=first)})


METHODS = (
    *("Invite", "Ack", "Bye", "Options", "Register", "Subscribe", "Notify", "Message"),
    *("Service", "Info", "Refer", "BENOTIFY", "Cancel"),
)
"""Members of StandardMethod from 1 on; 0 is NonStandard."""

HEADERS = {
    "Nonstandard": "",
    "Via": "Via",
    "Contact": "Contact",
    "Route": "Route",
    "To": "To",
    "From": "From",
    "CallID": "Call-ID",
    "CSeq": "CSeq",
    "ContentLength": "Content-Length",
    "RecordRoute": "Record-Route",
    "ProxyAuthorization": "Proxy-Authorization",
    "AuthenticationInfo": "Authentication-Info",
    "Authorization": "Authorization",
    "Event": "Event",
    "Expires": "Expires",
    "MaxForwards": "Max-Forwards",
    "ProxyAuthenticate": "Proxy-Authenticate",
    "ProxyAuthenticationInfo": "Proxy-Authentication-Info",
    "Accept": "Accept",
    "AcceptEncoding": "Accept-Encoding",
    "AcceptLanguage": "Accept-Language",
    "Allow": "Allow",
    "AllowEvents": "Allow-Events",
    "ContentDisposition": "Content-Disposition",
    "ContentEncoding": "Content-Encoding",
    "ContentLanguage": "Content-Language",
    "ContentType": "Content-Type",
    "Date": "Date",
    "Encryption": "Encryption",
    "Hide": "Hide",
    "InReplyTo": "In-Reply-To",
    "MimeVersion": "MIME-Version",
    "Organization": "Organization",
    "Priority": "Priority",
    "ProxyRequire": "Proxy-Require",
    "Require": "Require",
    "RetryAfter": "Retry-After",
    "Server": "Server",
    "Subject": "Subject",
    "Supported": "Supported",
    "TimeStamp": "Timestamp",
    "Unsupported": "Unsupported",
    "UserAgent": "User-Agent",
    "Warning": "Warning",
    "WWWAuthenticate": "WWW-Authenticate",
}
"""Members of StandardHeader in the order of their numbers → header field names."""

WITHDRAWN_OPTIONS = ("PublicCloud", "Federation", "OutsideAccess", "RpAllowed")
"""Members of UserOption that servers from 2010 on refuse."""

CONSTANTS: Mapping[str, Mapping[str, Constant]] = {
    "StandardMethod": _members(
        "StandardMethod",
        {name: number for number, name in enumerate(("NonStandard", *METHODS))},
        {"NonStandard": "", **{name: name.upper() for name in METHODS}},
    ),
    "StatusClass": _members(
        "StatusClass",
        {f"_{digit}xx": 100 * digit for digit in range(1, 7)},
        {f"_{digit}xx": f"{digit}00" for digit in range(1, 7)},
    ),
    "StandardHeader": _members(
        "StandardHeader",
        {name: number for number, name in enumerate(HEADERS)},
        HEADERS,
    ),
    "ServerRole": _counted(
        "ServerRole", "AccessProxy", "FrontEnd", "Proxy", "HomeServer"
    ),
    "MessageOrigin": _counted(
        "MessageOrigin",
        *("NetworkUnknown", "NetworkInternal", "NetworkExternal", "LocalMachine"),
    ),
    "ExternalSourceType": _counted(
        "ExternalSourceType",
        *("Unknown", "InternetUser", "ForwardingProxy", "DirectPartner"),
        *("ClearingHouse", "AccessProxy", "AuthorizedServer", "AutoFed"),
    ),
    "ExternalSourceNetwork": _counted(
        "ExternalSourceNetwork", "Unknown", "PublicCloud", "Federation", first=0
    ),
    "ClusterType": _counted(
        "ClusterType", "PrimaryRegistrar", "BackupRegistrar", "UserServices"
    ),
    "UserOption": _counted(
        "UserOption",
        *("RccEnabled", "UcEnabled", "DualModeEnabled", "NoAudioVideo"),
        *WITHDRAWN_OPTIONS,
    ),
    "UserPolicyType": _counted("UserPolicyType", "Meeting", "UC"),
    "Domain": _counted("Domain", "Internal", "Blocked"),
}
"""Every list with every member, whatever the level; see `constants_at`."""


def constants_at(level: Level) -> Mapping[str, Mapping[str, Constant]]:
    """The lists a server of this `level` knows."""
    options = {
        name: constant
        for name, constant in CONSTANTS["UserOption"].items()
        if (level < Level.V2010) or name not in WITHDRAWN_OPTIONS
    }
    if level < Level.V2010:
        options.pop("NoAudioVideo")
    return {**CONSTANTS, "UserOption": options, **_as_spelled_at(level)}


def _as_spelled_at(level: Level) -> Mapping[str, Mapping[str, Constant]]:
    """BENOTIFY was called Benotify at first; then both are the same constant."""
    if level >= Level.V2010:
        return {}
    methods = CONSTANTS["StandardMethod"]
    return {"StandardMethod": {**methods, "Benotify": methods["BENOTIFY"]}}


BY_METHOD: Mapping[str, Constant] = {
    constant.text: constant for constant in CONSTANTS["StandardMethod"].values()
}
"""SIP method name → member of StandardMethod; "" → NonStandard."""


def standard_method(method: str) -> Constant:
    """The member of StandardMethod for a SIP `method`."""
    return BY_METHOD.get(method, BY_METHOD[""])


def status_class(status: int) -> Constant:
    """The member of StatusClass for a `status` from 100 to 699."""
    return CONSTANTS["StatusClass"][f"_{status // 100}xx"]
