"""A small vocabulary and a host, for the benchmarks of the language.

The functions do about what the real ones do; the script and its Python twin call the
same ones, so that what is measured is the way to them.
"""

from mspllab.mspl.vocabulary import (
    REQUIRED,
    Applies,
    Constant,
    Field,
    Function,
    Handles,
    Kind,
    Parameter,
    Variable,
    Vocabulary,
)

CONSTANTS = {
    "StandardMethod": {
        name: Constant("StandardMethod", name, number, name.upper())
        for number, name in enumerate(("NonStandard", "Invite", "Message", "Bye"))
    },
    "StatusClass": {
        f"_{digit}xx": Constant("StatusClass", f"_{digit}xx", digit * 100, f"{digit}00")
        for digit in range(1, 7)
    },
}


class Request:
    """sipRequest."""

    def __init__(self, method: str, from_: str, to: str, content: str = "") -> None:
        self.Method = method
        self.From = from_
        self.To = to
        self.Content = content
        self.StandardMethod = CONSTANTS["StandardMethod"].get(
            method.capitalize(), CONSTANTS["StandardMethod"]["NonStandard"]
        )


class Absent:
    """sipResponse of a request."""

    StatusCode = StatusClass = False

    def __bool__(self) -> bool:
        return False


class Host:
    """One message; what is decided about it is forgotten at the next run."""

    def __init__(self, request: Request, via: tuple[str, ...]) -> None:
        self.sipRequest = request
        self.sipResponse = Absent()
        self.via = via
        self.decision: tuple[str, ...] = ()


def contains_string(source: str, search: str, ignore_case: bool) -> bool:
    """Whether one text stands in the other."""
    if ignore_case:
        return search.lower() in source.lower()
    return search in source


def equal_string(one: str, other: str, ignore_case: bool) -> bool:
    """Whether two texts are the same."""
    if ignore_case:
        return one.lower() == other.lower()
    return one == other


def concatenate(*texts: str) -> str:
    """All texts joined."""
    return "".join(texts)


def get_user_at_host(address: str) -> str | None:
    """user@host of an address."""
    uri = address.partition("sip:")[2].partition(">")[0].partition(";")[0]
    return uri or None


def get_host_name(address: str) -> str | None:
    """The host in an address."""
    at = get_user_at_host(address)
    return at.rpartition("@")[2] if at else None


def get_header_values(host: Host, name: str) -> tuple[str, ...]:
    """The values of Via; there are no others."""
    return host.via if name == "Via" else ()


def add_header(host: Host, name: str, value: str) -> bool:
    """Take note."""
    return bool(name and value)


def log(host: Host, channel: str, detail: bool, *texts: str) -> None:
    """Take note."""


def proxy_request(host: Host, uri: str) -> None:
    """Send it on."""
    host.decision = ("proxy", uri)


def proxy_response(host: Host) -> None:
    """Send it back."""
    host.decision = ("back",)


def respond(host: Host, code: str, reason: str = "", *headers: str) -> bool:
    """Answer."""
    host.decision = (code, reason, *headers)
    return True


def _text(name: str, default: object = REQUIRED) -> Parameter:
    return Parameter(name, Kind.STRING, default=default)


def _flag(name: str) -> Parameter:
    return Parameter(name, Kind.BOOL)


TWO_TEXTS = (_text("one"), _text("other"), _flag("ignoreCase"))
FUNCTIONS = (
    Function("ContainsString", TWO_TEXTS, Kind.BOOL, contains_string, "", pure=True),
    Function("EqualString", TWO_TEXTS, Kind.BOOL, equal_string, "", pure=True),
    Function(
        "Concatenate",
        (_text("one"),),
        Kind.STRING,
        concatenate,
        "",
        _text("rest"),
        pure=True,
    ),
    Function(
        "GetUserAtHost",
        (_text("uri"),),
        Kind.STRING,
        get_user_at_host,
        "",
        nullable=True,
        pure=True,
    ),
    Function(
        "GetHostName",
        (_text("uri"),),
        Kind.STRING,
        get_host_name,
        "",
        nullable=True,
        pure=True,
    ),
    Function(
        "GetHeaderValues", (_text("name"),), Kind.COLLECTION, get_header_values, ""
    ),
    Function("AddHeader", (_text("name"), _text("value")), Kind.BOOL, add_header, ""),
    Function(
        "Log", (_text("name"), _flag("detail")), Kind.VOID, log, "", _text("text")
    ),
    Function(
        "ProxyRequest",
        (_text("uri"),),
        Kind.VOID,
        proxy_request,
        "",
        applies=Applies.REQUEST,
        handles=Handles.HANDLES,
    ),
    Function(
        "ProxyResponse",
        (),
        Kind.VOID,
        proxy_response,
        "",
        applies=Applies.RESPONSE,
        handles=Handles.HANDLES,
    ),
    Function(
        "Respond",
        (_text("code"), _text("reason", "")),
        Kind.BOOL,
        respond,
        "",
        _text("header"),
        applies=Applies.REQUEST,
        handles=Handles.HANDLES,
    ),
)
FIELDS = {
    "Request": [
        Field("Method", Kind.STRING, ""),
        Field("From", Kind.STRING, ""),
        Field("To", Kind.STRING, ""),
        Field("Content", Kind.STRING, ""),
        Field("StandardMethod", Kind.CONSTANT, "", constants="StandardMethod"),
    ],
    "Response": [
        Field("StatusCode", Kind.INTEGER, ""),
        Field("StatusClass", Kind.CONSTANT, "", constants="StatusClass"),
    ],
}
VARIABLES = (
    Variable("sipRequest", Kind.OBJECT, "", "Request", applies=Applies.REQUEST),
    Variable("sipResponse", Kind.OBJECT, "", "Response", applies=Applies.RESPONSE),
)
VOCABULARY = Vocabulary(
    {function.name: function for function in FUNCTIONS},
    {variable.name: variable for variable in VARIABLES},
    {name: {field.name: field for field in fields} for name, fields in FIELDS.items()},
    CONSTANTS,
)
