"""A small vocabulary and a host for the tests of the language."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from mspllab.errors import CriticalError, ScriptError
from mspllab.mspl.locating import running_line
from mspllab.mspl.program import Program
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import (
    REQUIRED,
    Applies,
    Constant,
    Field,
    Function,
    Handles,
    Kind,
    Level,
    Parameter,
    Variable,
    Vocabulary,
)

METHODS = {
    name: Constant("StandardMethod", name, number, name.upper())
    for number, name in enumerate(("NonStandard", "Invite", "Ack", "Bye"))
}
METHODS["NonStandard"] = Constant("StandardMethod", "NonStandard", 0, "")
CLASSES = {
    f"_{digit}xx": Constant("StatusClass", f"_{digit}xx", digit * 100, f"{digit}00")
    for digit in range(1, 7)
}
HEADERS = {
    "UserAgent": Constant("StandardHeader", "UserAgent", 42, "User-Agent"),
    "To": Constant("StandardHeader", "To", 4, "To"),
}
CONSTANTS = {
    "StandardMethod": METHODS,
    "StatusClass": CLASSES,
    "StandardHeader": HEADERS,
}


class Absent:
    """sipRequest of a response, and the other way round."""

    From = To = Content = Stamp = Transaction = Method = StandardMethod = False
    RequestUri = StatusCode = StatusClass = EPID = Instance = False

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "Absent"


@dataclass(repr=False)
class Message:
    From: str = '"Alice" <sip:alice@lab.example>;tag=a1'
    To: str = "<sip:bob@lab.example>"
    Content: str = ""
    Stamp: str | None = None
    Method: str = "INVITE"
    StandardMethod: Constant = METHODS["Invite"]
    RequestUri: str = "sip:bob@lab.example"
    StatusCode: int = 486
    StatusClass: Constant = CLASSES["_4xx"]

    def __repr__(self) -> str:
        return "Message"

    @property
    def Transaction(self) -> "Transaction":
        return Transaction(self)


@dataclass(repr=False)
class Transaction:
    Request: Message

    def __repr__(self) -> str:
        return "Transaction"


@dataclass(frozen=True)
class Endpoint:
    EPID: str
    Instance: str | None = None


class Cells:
    """A flat file of two lines and the columns who and rule; who is the key."""

    rows = (("alice", "pass"), ("bob", "stop"))

    def cell(self, index: object, column: str) -> str | None:
        if isinstance(index, str):
            index = {"alice": 0, "bob": 1}.get(index)
        elif index is None:
            raise ScriptError("null where a key is needed")
        if not isinstance(index, int) or not 0 <= index < 2:
            return None
        return self.rows[index][("who", "rule").index(column)]


@dataclass
class Host:
    """One message, and what a script did about it."""

    is_request: bool = True
    lines: list[tuple[int, ...]] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)
    logged_in: list[tuple[int, str]] = field(default_factory=list)
    decided: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        message = Message()
        self.sipMessage = message
        self.sipRequest: Message | Absent = message if self.is_request else Absent()
        self.sipResponse: Message | Absent = Absent() if self.is_request else message
        self.dbEndpoint: Endpoint | Absent = Absent()
        self.FQDN = "fe01.lab.example"
        self.files = {"people": Cells()}


def log(host: Host, channel: str | None, detail: bool, *texts: str | None) -> None:
    text = "|".join("null" if text is None else text for text in texts)
    host.logged.append(text)
    host.logged_in.append((running_line(), text))


def decides(word: str) -> Callable[..., bool]:
    def decide(host: Host, *arguments: object) -> bool:
        host.decided.append(" ".join([word, *map(str, arguments)]))
        return True

    return decide


def proxy_response(host: Host) -> None:
    if host.is_request:
        raise CriticalError("ProxyResponse is valid only for sipResponse")
    host.decided.append("back")


def query_endpoints(host: Host, user: str, force: bool) -> tuple[Endpoint, ...]:
    return (Endpoint("e1", "i1"), Endpoint("e2")) if user == "bob" else ()


def describe(value: object) -> str:
    """What arrived, with its Python type."""
    return f"{type(value).__name__}:{value}"


def text(name: str = "text", default: object = REQUIRED, **more: object) -> Parameter:
    return Parameter(name, Kind.STRING, default=default, **more)  # type: ignore[arg-type]


def one(name: str, kind: Kind, **more: object) -> Function:
    """A pure function that tells what its one argument was converted to."""
    parameter = Parameter("value", kind, **more)  # type: ignore[arg-type]
    return Function(name, (parameter,), Kind.STRING, describe, "Tell.", pure=True)


REQUEST, RESPONSE = Applies.REQUEST, Applies.RESPONSE
PROXY_ADVICE = (
    ("", 'the reference writes ProxyRequest("")'),
    ("sipRequest.RequestUri", "marks the request as routed"),
)
FUNCTIONS = (
    Function(
        "Log",
        (text("name", nullable=True), Parameter("detail", Kind.BOOL)),
        Kind.VOID,
        log,
        "Write.",
        text(nullable=True),
    ),
    Function(
        "Concatenate",
        (text(),),
        Kind.STRING,
        lambda *t: "".join(t),
        "Join.",
        text(),
        pure=True,
    ),
    Function(
        "LengthString",
        (text(nullable=True),),
        Kind.INTEGER,
        lambda t: len(t or ""),
        "Length.",
        pure=True,
    ),
    Function(
        "EqualString",
        (text(), text(), Parameter("ignoreCase", Kind.BOOL)),
        Kind.BOOL,
        lambda a, b, i: a.lower() == b.lower() if i else a == b,
        "Compare.",
        pure=True,
    ),
    Function(
        "ContainsString",
        (text(), text(), Parameter("ignoreCase", Kind.BOOL)),
        Kind.BOOL,
        lambda a, b, i: b.lower() in a.lower() if i else b in a,
        "Search.",
        pure=True,
    ),
    Function(
        "GetUserName",
        (text(),),
        Kind.STRING,
        lambda t: t.partition("@")[0].rpartition(":")[2] if "@" in t else None,
        "User.",
        nullable=True,
        pure=True,
    ),
    Function(
        "Split",
        (text(), text()),
        Kind.COLLECTION,
        lambda a, b: tuple(a.split(b or ",")),
        "Cut.",
        pure=True,
    ),
    Function(
        "GetHeaderValues",
        (Parameter("name", Kind.STRING, constants=("StandardHeader",)),),
        Kind.COLLECTION,
        lambda n: (n.text if isinstance(n, Constant) else n,),
        "Values.",
        pure=True,
    ),
    Function(
        "QueryEndpoints",
        (text(), Parameter("force", Kind.BOOL, default=False)),
        Kind.COLLECTION,
        query_endpoints,
        "Ask.",
        loop_only="dbEndpoint",
    ),
    Function(
        "ProxyRequest",
        (text("uri", "", advice=PROXY_ADVICE),),
        Kind.VOID,
        decides("proxy"),
        "Pass on.",
        applies=REQUEST,
        handles=Handles.HANDLES,
    ),
    Function(
        "ProxyResponse",
        (),
        Kind.VOID,
        proxy_response,
        "Pass back.",
        applies=RESPONSE,
        handles=Handles.HANDLES,
    ),
    Function(
        "Respond",
        (text("code"), text("reason", "")),
        Kind.BOOL,
        decides("respond"),
        "Answer.",
        text("header"),
        applies=REQUEST,
        handles=Handles.HANDLES,
    ),
    Function(
        "BeginFork",
        (),
        Kind.VOID,
        decides("begin"),
        "Open.",
        applies=REQUEST,
        handles=Handles.OPENS_FORK,
    ),
    Function(
        "Fork",
        (text(),),
        Kind.VOID,
        decides("fork"),
        "Add.",
        applies=REQUEST,
        handles=Handles.ADDS_BRANCH,
    ),
    Function(
        "EndFork",
        (),
        Kind.VOID,
        decides("end"),
        "Send.",
        applies=REQUEST,
        handles=Handles.CLOSES_FORK,
    ),
    Function(
        "RetargetRequest",
        (text(),),
        Kind.VOID,
        decides("retarget"),
        "Retarget.",
        applies=REQUEST,
        since=Level.V2013,
    ),
    Function(
        "EndsWithString",
        (text(), text(), Parameter("ignoreCase", Kind.BOOL)),
        Kind.BOOL,
        lambda a, b, i: a.endswith(b),
        "Test.",
        pure=True,
        until=Level.V2007R2,
    ),
    Function(
        "Dispatch",
        (text(),),
        Kind.BOOL,
        decides("dispatch"),
        "Hand over.",
        Parameter("value", Kind.ANY, nullable=True),
        handles=Handles.HANDLES,
        needs_managed=True,
    ),
    Function(
        "IsMethod",
        (
            Parameter(
                "method",
                Kind.CONSTANT,
                constants=("StandardMethod",),
                default=METHODS["Invite"],
            ),
        ),
        Kind.BOOL,
        lambda m: m is METHODS["Invite"],
        "Test.",
        pure=True,
    ),
    one("AsText", Kind.STRING),
    one("AsInteger", Kind.INTEGER),
    one("AsFloat", Kind.FLOAT),
    one("AsBool", Kind.BOOL),
    one("AsNullable", Kind.STRING, nullable=True),
    one("AsAny", Kind.ANY, nullable=True),
    one("AsCollection", Kind.COLLECTION),
    one("AsHeader", Kind.STRING, constants=("StandardHeader",)),
)
MESSAGE_FIELDS = (
    Field("From", Kind.STRING, ""),
    Field("To", Kind.STRING, ""),
    Field("Content", Kind.STRING, "", writable=True),
    Field("Stamp", Kind.STRING, "", nullable=True, writable=True),
    Field("Transaction", Kind.OBJECT, "", cls="Transaction"),
)
REQUEST_FIELDS = (
    Field("Method", Kind.STRING, ""),
    Field("StandardMethod", Kind.CONSTANT, "", constants="StandardMethod"),
    Field("RequestUri", Kind.STRING, "", writable=True),
)
RESPONSE_FIELDS = (
    Field("StatusCode", Kind.INTEGER, ""),
    Field("StatusClass", Kind.CONSTANT, "", constants="StatusClass"),
)
ENDPOINT_FIELDS = (
    Field("EPID", Kind.STRING, ""),
    Field("Instance", Kind.STRING, "", nullable=True),
    Field("Activity", Kind.INTEGER, "", until=Level.V2007R2),
)
FIELDS = {
    "Message": MESSAGE_FIELDS,
    "Request": MESSAGE_FIELDS + REQUEST_FIELDS,
    "Response": MESSAGE_FIELDS + RESPONSE_FIELDS,
    "Transaction": (Field("Request", Kind.OBJECT, "", cls="Request"),),
    "RegistrarEndpoint": ENDPOINT_FIELDS,
}
VARIABLES = (
    Variable("sipMessage", Kind.OBJECT, "", "Message", always=True),
    Variable("sipRequest", Kind.OBJECT, "", "Request", applies=REQUEST),
    Variable("sipResponse", Kind.OBJECT, "", "Response", applies=RESPONSE),
    Variable("dbEndpoint", Kind.OBJECT, "", "RegistrarEndpoint"),
    Variable("FQDN", Kind.STRING, ""),
)
VOCABULARY = Vocabulary(
    {function.name: function for function in FUNCTIONS},
    {variable.name: variable for variable in VARIABLES},
    {name: {one.name: one for one in fields} for name, fields in FIELDS.items()},
    CONSTANTS,
    {"Contains": "ContainsString"},
)
FILES = {"people": ("who", "rule")}


@pytest.fixture
def vocabulary() -> Vocabulary:
    return VOCABULARY


@pytest.fixture
def make_host() -> type[Host]:
    return Host


@pytest.fixture
def run() -> Callable[..., Host]:
    """Compile and run a text; the host tells what it did."""

    def run_text(script: str, *, is_request: bool = True, **options: object) -> Host:
        source = Source(script, "test.am")
        program = Program.compile(source, VOCABULARY, files=FILES, **options)  # type: ignore[arg-type]
        recorded = Host(is_request)
        host = Host(is_request)
        program.run(host)
        program.run_recorded(recorded, recorded.lines)
        assert recorded.logged == host.logged, "recording changes nothing"
        return recorded

    return run_text
