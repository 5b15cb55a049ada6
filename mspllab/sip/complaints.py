"""What is wrong with a text that no expression matched: errors that teach.

Reading is one expression a value; only when that fails is the text gone through again,
piece by piece, to say what was expected and at which column.
"""

import re

from mspllab.errors import ParseError
from mspllab.sip.grammar import (
    BARE_URI,
    ESCAPE,
    HOST,
    MAX_PORT,
    PARAMS,
    PASSWORD,
    SWS,
    TOKEN,
    URI_PARAMS,
    USER,
)

Steps = tuple[tuple[str, str], ...]

_SIP_URI_STEPS: Steps = (
    (r"[Ss][Ii][Pp][Ss]?:", "a user, or a host name or address"),
    (rf"(?:{USER}(?::{PASSWORD})?@)?", "a host name or address"),
    (HOST, "a port number, ;parameters, ?headers or the end"),
    (r"(?::[0-9]{1,5})?", ";parameters, ?headers or the end"),
    (URI_PARAMS, "?headers or the end"),
)
_VIA_STEPS: Steps = (
    (rf"{TOKEN}{SWS}/{SWS}{TOKEN}{SWS}/{SWS}{TOKEN}[ \t]+", "a host name or address"),
    (HOST, "a port, ;parameters or the end"),
    (rf"(?:{SWS}:{SWS}[0-9]{{1,5}})?", "parameters such as ;branch=z9hG4bK1"),
    (rf"{PARAMS}{SWS}", "parameters such as ;branch=z9hG4bK1"),
)


def of_params(text: str) -> ParseError:
    """Why `text` is no ;name=value list."""
    return _stepwise(
        "parameters", text, ((PARAMS, "a list such as ;name=value;flag"),), ""
    )


def of_uri(text: str) -> ParseError:
    """Why `text` is no URI at all, of whatever scheme."""
    if text.startswith("<"):
        return _error("URI", text, "no angle brackets", 0)
    blank = re.search(r"\s", text)
    if blank:
        return _error("URI", text, "no white space", blank.start())
    return _error("URI", text, "a scheme and a colon, such as sip:bob@lab.example", 0)


def of_sip_uri(text: str) -> ParseError:
    """Why `text`, which begins with sip: or sips:, is no SIP URI."""
    blank = re.search(r"\s", text)
    if blank:
        return _error("SIP URI", text, "no white space", blank.start())
    return _stepwise("SIP URI", text, _SIP_URI_STEPS, "sip: or sips:")


def of_escape(text: str) -> ParseError:
    """Where in `text` a percent sign begins no escape."""
    bad = re.search(rf"%(?!{ESCAPE[1:]})", text)
    return _error("URI", text, "two hex digits after %", bad.start() if bad else 0)


def of_port(what: str, text: str, index: int) -> ParseError:
    """The number at `index` is no port."""
    return _error(what, text, f"a port up to {MAX_PORT}", index)


def of_via(text: str) -> ParseError:
    """Why `text` is no Via value."""
    return _stepwise("Via", text, _VIA_STEPS, "SIP/2.0/transport and white space")


def of_address(text: str) -> ParseError:
    """Why `text` is no address: quotes first, then brackets, then the rest."""
    unquoted = _QUOTED_OR_OPEN.sub(_hidden, text)
    opening, closing = unquoted.find("<"), unquoted.find(">")
    if '"' in unquoted:
        return _error("address", text, 'a closing quote (")', len(text))
    if opening >= 0 and closing < opening:
        return _error("address", text, '">" after the URI', len(text))
    if opening < 0 <= closing:
        return _error("address", text, '"<" before the URI', closing)
    if opening >= 0:
        return _of_name_addr(text, unquoted[:opening], opening, closing)
    return _of_addr_spec(text)


# A quoted string, or one that is never closed: what begins there is read only once.
_QUOTED_OR_OPEN = re.compile(r'"[^"\\]*+(?>(?:\\.[^"\\]*+)*)(?:(")|\\?\Z)', re.S)


def _hidden(found: re.Match[str]) -> str:
    """A quoted string made invisible; of one that is open the quote stays."""
    return ("x" if found[1] else '"') + "x" * (len(found[0]) - 1)


def _of_name_addr(text: str, name: str, opening: int, closing: int) -> ParseError:
    special = re.search(r"[,;]", name)
    if special:
        expected = f'quotes round a display name with "{special[0]}"'
        return _error("address", text, expected, special.start())
    if opening + 1 == closing:
        return _error("address", text, "a URI between the angle brackets", closing)
    good = re.compile(PARAMS).match(text, closing + 1)
    end = good.end() if good else closing + 1
    return _error("address", text, "parameters such as ;tag=1a2b after the URI", end)


def _of_addr_spec(text: str) -> ParseError:
    uri = re.match(BARE_URI, text)
    if uri is None:
        return _error("address", text, "a URI such as <sip:bob@lab.example>", 0)
    if text[uri.end() : uri.end() + 1] in ("?", ","):
        expected = 'angle brackets round a URI with "?" or "," (§20.10)'
        return _error("address", text, expected, uri.end())
    return _error("address", text, "parameters such as ;tag=1a2b", uri.end())


def _stepwise(what: str, text: str, steps: Steps, first: str) -> ParseError:
    """The first of `steps` that does not fit, one after the other, from the start."""
    position, expected = 0, first
    for pattern, next_expected in steps:
        match = re.compile(pattern).match(text, position)
        if match is None:
            break
        position, expected = match.end(), next_expected
    return _error(what, text, expected, position)


def _error(what: str, text: str, expected: str, index: int) -> ParseError:
    return ParseError(what, text, expected=expected, column=index + 1)
