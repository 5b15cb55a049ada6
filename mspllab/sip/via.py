"""Via: one hop that a request has passed (RFC 3261 §20.42)."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from mspllab.sip import complaints
from mspllab.sip.grammar import HOST, PARAMS, SWS, TOKEN
from mspllab.sip.params import NO_PARAMS, Params

MAGIC_COOKIE = "z9hG4bK"
"""How every branch since RFC 3261 begins (§8.1.1.7)."""

_SHARED = 4096
_LONG = 1024

# via-parm = sent-protocol LWS sent-by *( SEMI via-params )
# sent-protocol = protocol-name SLASH protocol-version SLASH transport
# sent-by = host [ COLON port ]
_VIA = re.compile(
    rf"({TOKEN}){SWS}/{SWS}({TOKEN}){SWS}/{SWS}({TOKEN})[ \t]+"
    rf"({HOST})(?:{SWS}:{SWS}([0-9]{{1,5}}))?({PARAMS}){SWS}"
).fullmatch


@dataclass(frozen=True, slots=True)
class Via:
    """sent-protocol and sent-by of one hop, and the parameters added to it."""

    protocol: str
    """"SIP/2.0"."""
    transport: str
    """In capitals: "UDP", "TCP", "TLS" …; unknown ones are legal."""
    host: str
    port: int | None = None
    params: Params = NO_PARAMS
    _head: str = field(default="", init=False, repr=False, compare=False)
    """Everything before the parameters, as written."""

    @classmethod
    def parse(cls, text: str) -> "Via":
        """Read one Via value, not a list of them."""
        return _remembered(text) if len(text) <= _LONG else _read(text)

    @property
    def branch(self) -> str:
        """The branch, which names a transaction; "" where there is none."""
        return self.params.get("branch") or ""

    @property
    def sent_by(self) -> str:
        """Host, with ":port" where the sender wrote one."""
        return self.host if self.port is None else f"{self.host}:{self.port}"

    @property
    def has_cookie(self) -> bool:
        """Does the branch begin with the magic cookie, and go on after it?"""
        branch = self.branch
        return branch[:7].lower() == "z9hg4bk" and len(branch) > len(MAGIC_COOKIE)

    def with_param(self, name: str, value: str | None = None) -> "Via":
        """The same with one parameter set; all else stays as written."""
        copy = Via(
            self.protocol,
            self.transport,
            self.host,
            self.port,
            self.params.with_(name, value),
        )
        object.__setattr__(copy, "_head", self._head)
        return copy

    def __str__(self) -> str:
        head = self._head or f"{self.protocol}/{self.transport} {self.sent_by}"
        return f"{head}{self.params}"


def _read(text: str) -> Via:
    match = _VIA(text)
    if match is None:
        raise complaints.of_via(text)
    name, version, transport, host, port, params = match.groups()
    via = Via(
        f"{name}/{version}",
        transport.upper(),
        host,
        int(port) if port else None,
        Params.trusted(params),
    )
    object.__setattr__(via, "_head", text[: match.start(6)])
    return via


_remembered = lru_cache(_SHARED)(_read)
