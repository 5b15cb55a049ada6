"""Functions that answer the request (mspl.md §4.2)."""

from mspllab.applications.builtins.registry import builtin
from mspllab.applications.hosting.host import Host
from mspllab.cores.decision import Reply
from mspllab.errors import CriticalError, ScriptError
from mspllab.mspl.vocabulary import Applies, Handles, Level
from mspllab.sip.grammar import token
from mspllab.sip.header_lines import key_of
from mspllab.sip.message import Request
from mspllab.sip.status import PHRASES

LOWEST_STATUS, HIGHEST_STATUS = 100, 699
WRITTEN_BY_THE_SERVER = frozenset(
    ("via", "from", "to", "call-id", "cseq", "content-length")
)
"""Headers that every answer has from its request, or from its body."""
CHALLENGE = 'NTLM realm="SIP Communications Service", version=3'


@builtin(
    'bool Respond(string code, string reason = "", string header…)',
    applies=Applies.REQUEST,
    handles=Handles.HANDLES,
)
def respond(host: Host, code: str, reason: str = "", *headers: str) -> bool:
    """Answer the request, which ends its journey.

    A 1xx is not final: the script may answer once more, or send the message on.
    What AddHeader added does not come along. A 3xx with Contact=<sip:…> redirects.

    code: a status from 100 to 699, as text or as number.
    reason: what follows the code; "" or left out: the standard phrase.
    header: a header, written "Name=Value".
    Otherwise: it gives false
    Gives: false for a response, for an ACK, and where the message was handled already.
    Errors: each header without = is a critical error; another code ends the run, and so
        do a line break and a header that the server writes itself.
    Example: Respond("302", "Moved", "Contact=<sip:carol@lab.example>");
    Example: Respond(486) → true
    """
    if not isinstance(host.message, Request) or host.is_handled:
        return False
    if host.message.method == "ACK":
        return False
    status = _status(code)
    if "\r" in reason or "\n" in reason:
        raise ScriptError("Respond: the reason holds a line break")
    wrong = [text for text in headers if not _is_header(text)]
    if wrong:
        first, *more = map(_complaint, wrong)
        raise CriticalError(first).with_more(more)
    pairs = tuple(_header(text) for text in headers)
    host.settle("responded", Reply(status, reason or _phrase(status), pairs))
    return True


def _phrase(status: int) -> str:
    """The standard phrase; of a code without one, that of the x00 of its class."""
    return PHRASES.get(status) or PHRASES[status // 100 * 100]


def _status(code: str) -> int:
    is_number = code.isascii() and code.isdigit() and len(code) == 3
    if is_number and LOWEST_STATUS <= int(code) <= HIGHEST_STATUS:
        return int(code)
    raise ScriptError(
        f"Respond: a status code is a number from 100 to 699, not {code!r}"
    )


def _is_header(text: str) -> bool:
    name, equals, _ = text.partition("=")
    return bool(equals and token(name.strip()))


def _complaint(text: str) -> str:
    return f'Respond: a header is written "Name=Value", not {text!r}'


def _header(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    name, value = name.strip(), value.strip()
    if "\r" in value or "\n" in value:
        raise ScriptError(f"Respond: the header {name} holds a line break")
    if key_of(name) in WRITTEN_BY_THE_SERVER:
        raise ScriptError(f"Respond: the server writes {name} itself")
    return name, value


@builtin(
    "bool Challenge()",
    applies=Applies.REQUEST,
    handles=Handles.HANDLES,
    until=Level.V2005,
)
def challenge(host: Host) -> bool:
    """Answer 401, which asks the sender to prove who it is.

    Look at sipMessage.Authenticated first.

    Gives: false where the message was handled already.
    Guess: the reference writes bool in one place and nothing in another.
    Example: Challenge() → true
    """
    host.take_request("Challenge")
    return respond(host, "401", "", f"WWW-Authenticate={CHALLENGE}")
