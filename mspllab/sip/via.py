"""Via: one hop that a request has passed (RFC 3261 §20.42)."""

import re
from typing import NamedTuple

from mspllab.sip import complaints
from mspllab.sip.grammar import HOST, MAX_PORT, PARAMS, SWS, TOKEN
from mspllab.sip.params import NO_PARAMS, Params
from mspllab.sip.shared import Shared

MAGIC_COOKIE = "z9hG4bK"
"""How every branch since RFC 3261 begins (§8.1.1.7)."""

# via-parm = sent-protocol LWS sent-by *( SEMI via-params )
# sent-protocol = protocol-name SLASH protocol-version SLASH transport
# sent-by = host [ COLON port ]
_VIA = re.compile(
    rf"({TOKEN}{SWS}/{SWS}{TOKEN}){SWS}/{SWS}({TOKEN})[ \t]+"
    rf"({HOST})(?:{SWS}:{SWS}([0-9]{{1,5}}))?({PARAMS}){SWS}"
).fullmatch
_WHITE_SPACE = re.compile(r"[ \t]+")


class Via(NamedTuple):
    """sent-protocol and sent-by of one hop, and the parameters added to it."""

    protocol: str
    """"SIP/2.0"."""
    transport: str
    """In capitals: "UDP", "TCP", "TLS" …; unknown ones are legal."""
    host: str
    port: int | None = None
    params: Params = NO_PARAMS

    @classmethod
    def parse(cls, text: str) -> "Via":
        """Read one Via value, not a list of them."""
        return _VIAS[text]

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
        """The same with one parameter set."""
        return self._replace(params=self.params.with_(name, value))

    def __str__(self) -> str:
        return f"{self.protocol}/{self.transport} {self.sent_by}{self.params}"


def _read(text: str) -> Via:
    match = _VIA(text)
    if match is None:
        raise complaints.of_via(text)
    protocol, transport, host, port, params = match.groups()
    number = int(port) if port else None
    if number is not None and number > MAX_PORT:
        raise complaints.of_port("Via", text, match.start(4))
    if protocol != "SIP/2.0":
        protocol = _WHITE_SPACE.sub("", protocol)
    return Via(protocol, transport.upper(), host, number, Params.trusted(params))


_VIAS = Shared(_read)
