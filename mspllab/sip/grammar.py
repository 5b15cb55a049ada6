"""ABNF of RFC 3261 §25.1 as named fragments of regular expressions.

Header values are unfolded before they are read, so white space is SP and HT only.
Repetitions are possessive (`*+`, `++`) wherever nothing after them could want a
character back: no text, however hostile, takes more than one pass. Those of groups are
atomic instead, `(?>(?:…)*)`: up to Python 3.11.4 a possessive group that fails half-way
does not give back what it took.
"""

import re

# token = 1*(alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~")
TOKEN = r"[A-Za-z0-9\-.!%*_+`'~]++"

# SWS = [LWS], after unfolding
SWS = r"[ \t]*+"

# quoted-string = SWS DQUOTE *(qdtext / quoted-pair) DQUOTE
QUOTED = r'"[^"\\]*+(?>(?:\\.[^"\\]*+)*)"'

# host = hostname / IPv4address / IPv6reference; "_" is not allowed, but out there
HOST = r"(?:[A-Za-z0-9._\-]+|\[[0-9A-Fa-f:.]+\])"

# generic-param = token [ EQUAL gen-value ]; gen-value = token / host / quoted-string.
# Unquoted values are read generously: base64 with its "=" is common.
PARAM = rf'{SWS};{SWS}{TOKEN}(?>(?:{SWS}={SWS}(?:[^\s;,"<>]++|{QUOTED}))?)'
PARAMS = rf"(?>(?:{PARAM})*)"

# addr-spec outside angle brackets: no ",", ";" or "?" (§20.10)
BARE_URI = r'[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>",;?]+'

# escaped = "%" HEXDIG HEXDIG
ESCAPE = r"%[0-9A-Fa-f]{2}"

# user     = 1*( unreserved / escaped / user-unreserved )
# password = *( unreserved / escaped / "&" / "=" / "+" / "$" / "," )
USER = r"[A-Za-z0-9\-_.!~*'()%&=+$,;?/]+"
PASSWORD = r"[A-Za-z0-9\-_.!~*'()%&=+$,]*"

# uri-parameters = *( ";" pname [ "=" pvalue ] ), both of paramchars; a value may hold
# the "=" that base64 ends in, as route signatures do
_PARAMCHAR = r"A-Za-z0-9\-_.!~*'()%\[\]/:&+$"
_URI_PARAM = rf";[{_PARAMCHAR}]++(?>(?:=[{_PARAMCHAR}][{_PARAMCHAR}=]*+)?)"
URI_PARAMS = rf"(?>(?:{_URI_PARAM})*)"

# headers = "?" hname "=" hvalue *( "&" hname "=" hvalue )
URI_HEADERS = r"\?[A-Za-z0-9\-_.!~*'()%\[\]/?:+$=&]+"

MAX_PORT = 65535

token = re.compile(TOKEN).fullmatch
"""Match of a whole token, None where it is none."""

quoted_string = re.compile(QUOTED).fullmatch
"""Match of a whole quoted string with its quotes."""

_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_SPECIAL = re.compile('[,"<]').search
_QUOTED_HERE = re.compile(QUOTED).match


def quote(text: str) -> str:
    """`text` as a quoted-string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def unquote(text: str) -> str:
    """`text` without its quotes and escapes; as it is where it has no quotes."""
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return text
    inner = text[1:-1]
    return _QUOTED_PAIR.sub(r"\1", inner) if "\\" in inner else inner


def split_list(text: str) -> tuple[str, ...]:
    """The members of a comma-separated list, stripped (§7.3.1)."""
    if "," not in text:
        return (text,)
    closed = '"' in text or "<" in text
    members = _closed_members(text) if closed else text.split(",")
    return tuple([stripped for m in members if (stripped := m.strip(" \t"))])


def _closed_members(text: str) -> list[str]:
    """The same where quoted strings and <…> keep their commas.

    A lone quote or bracket is an ordinary character here, and an error where the member
    itself is read.  After one that is never closed no other of its kind is, so that
    nothing is looked through twice.
    """
    members, start = [], 0
    last_bracket, is_quoting = text.rfind(">"), True
    found = _SPECIAL(text)
    while found is not None:
        sign, place = found[0], found.end()
        if sign == ",":
            members.append(text[start : found.start()])
            start = place
        elif sign == "<" and place <= last_bracket:
            place = text.index(">", place) + 1
        elif sign == '"' and is_quoting:
            closed = _QUOTED_HERE(text, found.start())
            is_quoting = closed is not None
            place = place if closed is None else closed.end()
        found = _SPECIAL(text, place)
    return [*members, text[start:]]
