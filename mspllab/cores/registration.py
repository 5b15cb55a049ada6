"""Registration: the REGISTERs of a user agent for one address, in order (§10.2)."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from mspllab.sip import fields
from mspllab.sip.address import Address
from mspllab.sip.message import Request, Response
from mspllab.trace.records import Cause

TOO_BRIEF = 423


class Wanted(NamedTuple):
    """A REGISTER that was asked for, and has not been sent."""

    aor: Address
    registrar: str
    contact: Address | str | None
    headers: Iterable[tuple[str, str]]
    cause: Cause


@dataclass(slots=True)
class Registration:
    """What all REGISTERs for one address of record have in common."""

    call_id: str
    tag: str
    cseq: int = 0
    """Number of the latest."""
    is_open: bool = False
    """Whether the latest has no final answer yet: the next one must wait for it."""
    waiting: deque[Wanted] = field(default_factory=deque)

    def next_number(self) -> int:
        """The CSeq number of one more."""
        self.cseq += 1
        return self.cseq


def for_longer(
    request: Request, response: Response | None, number: int, via: Callable[[], str]
) -> Request | None:
    """A REGISTER for as long as a 423 wants it (§10.2.8); None where it is none."""
    if response is None or response.status != TOO_BRIEF:
        return None
    least = fields.number(response.headers, "Min-Expires", 2**32 - 1)
    if least is None or least <= (fields.expires(request.headers) or 0):
        return None
    headers = request.headers.with_("Expires", str(least)).with_first("Via", via())
    return request.replace(headers=headers.with_("CSeq", f"{number} REGISTER"))
