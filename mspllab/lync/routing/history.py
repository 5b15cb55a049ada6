"""History: the targets a request has had, as History-Info tells them (RFC 7044)."""

import re
from typing import NamedTuple

from mspllab.cores.proxying.forwarding import HISTORY_INFO
from mspllab.errors import ParseError
from mspllab.sip.address import Address
from mspllab.sip.message import Request

_IS_INDEX = re.compile(r"[0-9]+(\.[0-9]+)*").fullmatch


class History(NamedTuple):
    """Entries, the oldest first."""

    entries: tuple[Address, ...]
    called: str
    """The Request-URI, which is the first target where there are no entries."""
    is_sound: bool = True
    """Whether each entry has an index, as it must."""

    @classmethod
    def of(cls, request: Request) -> "History":
        """What `request` tells; nothing where its fields cannot be read."""
        values = request.headers.values(HISTORY_INFO)
        try:
            entries = tuple([Address.parse(value) for value in values])
        except ParseError:
            return cls((), request.uri, is_sound=False)
        indexes = [entry.params.get("index") or "" for entry in entries]
        return cls(entries, request.uri, all(map(_IS_INDEX, indexes)))

    @property
    def first(self) -> str:
        """The entry of what was called, where none is there yet."""
        return f"<{self.called}>;index=1"

    def next(self, uri: str) -> str:
        """The entry of a target that takes the place of the last one."""
        last = self.entries[-1].params.get("index") if self.entries else "1"
        return f"<{uri}>;index={last}.1"
