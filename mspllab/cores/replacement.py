"""Replacement: an INVITE that takes the place of a call, or joins one (RFC 3891)."""

from typing import NamedTuple

from mspllab.cores.agent import Agent
from mspllab.cores.calls.call import Call, CallState
from mspllab.cores.decision import Reply
from mspllab.cores.dialog import Dialog, DialogState
from mspllab.sip.message import Request

REPLACES, JOIN = "Replaces", "Join"
BAD, NO_DIALOG, ENDED, BUSY = Reply(400), Reply(481), Reply(603), Reply(486)


class Named(NamedTuple):
    """A dialog as a Replaces or Join header names it, seen from who receives it."""

    call_id: str
    to_tag: str
    """The receiver's own tag."""
    from_tag: str
    early_only: bool = False

    @classmethod
    def parse(cls, text: str) -> "Named | None":
        """Read `callid;to-tag=…;from-tag=…`; None where a part is missing."""
        call_id, *params = [part.strip() for part in text.split(";")]
        pairs = [param.partition("=") for param in params]
        found = {name.strip().lower(): value.strip() for name, _, value in pairs}
        if not call_id or "to-tag" not in found or "from-tag" not in found:
            return None
        early_only = "early-only" in found
        return cls(call_id, found["to-tag"], found["from-tag"], early_only)

    def __str__(self) -> str:
        early = ";early-only" if self.early_only else ""
        return f"{self.call_id};to-tag={self.to_tag};from-tag={self.from_tag}{early}"


def named_by(dialog: Dialog) -> Named:
    """How the other side of `dialog` is told which one is meant."""
    return Named(dialog.call_id, dialog.remote_tag, dialog.local_tag)


def meant(agent: Agent, invite: Request) -> tuple[str, Call] | Reply | None:
    """The header, and the call that an INVITE replaces or joins; None: it does not.

    A `Reply` is what RFC 3891 §3 says where it cannot.
    """
    lines = [(name, text) for name in (REPLACES, JOIN) for text in _all(invite, name)]
    if not lines:
        return None
    name, text = lines[0]
    named = Named.parse(text)
    if len(lines) > 1 or named is None:
        return BAD
    call = agent.by_tag.get((named.call_id, named.to_tag))
    dialog = None if call is None else call.dialogs.get(named.from_tag)
    if call is None or dialog is None:
        return NO_DIALOG
    return _refusal(call, dialog, named) or (name, call)


def _refusal(call: Call, dialog: Dialog, named: Named) -> Reply | None:
    if call.state is CallState.OVER or dialog.state is DialogState.TERMINATED:
        return ENDED
    if dialog.state is DialogState.CONFIRMED:
        return BUSY if named.early_only else None
    # An early dialog can be taken over only by whom its maker sends (§3).
    return None if call.is_ours else NO_DIALOG


def _all(invite: Request, name: str) -> tuple[str, ...]:
    return invite.headers.all(name) if name in invite.headers else ()
