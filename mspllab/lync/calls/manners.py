"""Manners: the words for what phones and applications do, which do it the same way."""

from collections.abc import Callable
from typing import NamedTuple

from mspllab.lync.calls import happenings
from mspllab.trace.records import Happened


class Manners(NamedTuple):
    """The words for what a callee does."""

    takes: Callable[[float, str, str, str], Happened]
    """At, element, caller and Call-ID → it has answered."""
    loses: Callable[..., Happened]
    """The same, with `rang` and `elsewhere` → the call was cancelled."""


PHONE = Manners(happenings.answered, happenings.silenced)
MAILBOX = Manners(happenings.records, happenings.silenced)
APPLICATION = Manners(happenings.accepted, happenings.withdrawn)
