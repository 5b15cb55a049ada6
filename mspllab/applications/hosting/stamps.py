"""Stamps: the marks an application leaves on a message (mspl.md §7.8).

They ride in header fields of their own, the last one on top:
`ms-application-via: seen;ms-server=fe01.lab.example;ms-pool=…;ms-application="http://…"`.
"""

import re
from typing import NamedTuple

from mspllab.errors import ParseError
from mspllab.sip.grammar import PARAMS, QUOTED, SWS, TOKEN, quote, token, unquote
from mspllab.sip.headers import Headers
from mspllab.sip.params import Params

HEADER = "ms-application-via"
_VALUE = re.compile(rf"({TOKEN}|{QUOTED})({PARAMS}){SWS}")


class Stamp(NamedTuple):
    """One mark."""

    text: str
    server: str
    pool: str
    application: str
    """The appUri of the application that set it."""

    def __str__(self) -> str:
        text = self.text if token(self.text) else quote(self.text)
        params = Params(
            (
                ("ms-server", self.server),
                ("ms-pool", self.pool),
                ("ms-application", quote(self.application)),
            )
        )
        return f"{text}{params}"


def stamps_of(headers: Headers, application: str) -> tuple[Stamp, ...]:
    """The marks that instances of `application` have left, the last one first."""
    stamps = (_read(value) for value in headers.all(HEADER))
    return tuple(s for s in stamps if s is not None and s.application == application)


def with_stamp(headers: Headers, stamp: Stamp) -> Headers:
    """The headers with `stamp` in place of what its server had set; "" removes it."""
    kept = [v for v in headers.all(HEADER) if not _is_of_same_hand(v, stamp)]
    values = [str(stamp), *kept] if stamp.text else kept
    return headers.with_all(HEADER, values) if values else headers.without(HEADER)


def _is_of_same_hand(value: str, stamp: Stamp) -> bool:
    old = _read(value)
    return old is not None and (old.server, old.application) == (
        stamp.server,
        stamp.application,
    )


def _read(value: str) -> Stamp | None:
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    try:
        params = Params.parse(match[2])
    except ParseError:
        return None
    names = ("ms-server", "ms-pool", "ms-application")
    server, pool, application = (params.get(name) or "" for name in names)
    return Stamp(unquote(match[1]), server, pool, application)
