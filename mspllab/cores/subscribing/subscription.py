"""Subscription: what one side wants to be told, and the other tells (RFC 6665)."""

from dataclasses import dataclass
from typing import NamedTuple

from mspllab.cores.dialog import Dialog, tag_of
from mspllab.sip.message import Message, Request

REFER = "refer"
"""The package of the subscription that every REFER makes (RFC 3515 §2.4.4)."""


class Package(NamedTuple):
    """The value of an Event header: a package, and which of several."""

    name: str
    id: str = ""

    @classmethod
    def of(cls, message: Message) -> "Package | None":
        """What `message` is about; None where it does not say."""
        text = message.headers.get("Event")
        if not text:
            return None
        name, _, params = text.partition(";")
        pairs = (param.partition("=") for param in params.split(";"))
        found = {key.strip().lower(): value.strip() for key, _, value in pairs}
        return cls(name.strip().lower(), found.get("id", ""))

    def __str__(self) -> str:
        return f"{self.name};id={self.id}" if self.id else self.name


@dataclass(slots=True)
class Subscription:
    """One subscription, seen from one of its two sides."""

    handle: int
    package: Package
    call_id: str
    local_tag: str
    is_ours: bool
    """Whether we have asked, and not the other side."""
    dialog: Dialog | None = None
    """None until the other side has said something."""
    is_shared: bool = False
    """Whether the dialog is that of a call, or of several subscriptions."""
    request: Request | None = None
    """What it began with."""
    expires_at: float = 0.0
    is_over: bool = False
    best_effort: bool = False
    """Whether it is told by BENOTIFY, which nobody answers."""

    @property
    def key(self) -> str:
        """What its timer is set for."""
        return f"{SUBSCRIPTION}{self.handle}"

    def hears(self, notify: Request, package: Package) -> bool:
        """Whether a NOTIFY is for it, from whichever fork."""
        mine = self.call_id, self.local_tag
        if mine != (notify.call_id, tag_of(notify, "to")):
            return False
        if self.package.name != package.name:
            return False
        return package.id in ("", self.package.id)


SUBSCRIPTION = "subscription "
"""How the keys of their timers begin; the number follows."""


def is_final(notify: Request) -> bool:
    """Whether a NOTIFY says that it is the last one."""
    state = notify.headers.get("Subscription-State") or ""
    return state.partition(";")[0].strip().lower() == "terminated"


def lasts_for(notify: Request) -> int | None:
    """Seconds that a NOTIFY says there will be news; None where it does not say."""
    state = notify.headers.get("Subscription-State") or ""
    for param in state.split(";")[1:]:
        name, _, value = param.partition("=")
        text = value.strip()
        if name.strip().lower() == "expires" and text.isascii() and text.isdigit():
            return int(text[:9])
    return None
