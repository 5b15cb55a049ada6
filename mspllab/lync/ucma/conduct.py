"""Conduct: what an endpoint's code makes of each call (lync-routing §3.3)."""

import traceback
from collections import deque
from dataclasses import fields, replace

from mspllab.errors import ParseError, ScenarioError
from mspllab.lync.calls import happenings
from mspllab.lync.calls.deeds import Planned, deeds_of_application
from mspllab.lync.calls.media import description_in
from mspllab.lync.plan import ApplicationPlan, ReceivedCall
from mspllab.sip.body import parts
from mspllab.sip.message import Request
from mspllab.sip.sdp import SDP_TYPE
from mspllab.trace.records import Happened

NOT_ACCEPTABLE, UNSUPPORTED, LOOP, BROKEN = 488, 415, 482, 500
"""No modality fits; a body that must be understood is not; it goes round; a bug."""
AUDIO, TEXT = "audio", "message"
MODALITIES = (AUDIO, TEXT)
"""Calls of AudioVideoCall and of InstantMessagingCall."""
UNDERSTOOD = frozenset({SDP_TYPE, "text/plain", "text/html"})
LOOP_WINDOW = 60.0
"""Seconds within which calls with one From and To are counted together."""
KEYS = frozenset(field.name for field in fields(ApplicationPlan)) - {"python"}


class Conduct:
    """Which calls an endpoint wants, and what is done about each.

    Args:
        owner: name of the element, for the records.
        plan: what is done where no code says otherwise.
        handles: modalities that are registered for.
        uri: its own address, which stands in From of calls that come back to it.
    """

    def __init__(
        self, owner: str, plan: ApplicationPlan, handles: tuple[str, ...], uri: str
    ) -> None:
        self._owner = owner
        self._uri = uri
        self._first_caller: dict[str, str] = {}
        self._plan = plan
        self._handles = handles
        self._hits: dict[tuple[str, str], deque[float]] = {}
        self._count = 0
        self._plans: dict[int, ApplicationPlan] = {}
        self._latest = plan

    def refusal(self, invite: Request) -> tuple[int, str] | None:
        """The status and reason by which the platform itself turns a call away."""
        kinds = media_of(invite)
        modality = TEXT if kinds and set(kinds) == {TEXT} else AUDIO
        if modality not in self._handles:
            return NOT_ACCEPTABLE, f"no code is registered for {modality} calls"
        odd = _not_understood(invite)
        if odd:
            return UNSUPPORTED, f"{odd} must be understood, and is not"
        return None

    def receive(
        self, call: int, invite: Request, now: float
    ) -> tuple[int | None, list[Happened]]:
        """The code is told of a call: a status where it cannot take it, and why."""
        self._count += 1
        self._latest = self._plans[call] = self._plan
        if (why := self._goes_round(invite, now)) is not None:
            name, call_id = "LoopBudgetExceeded", invite.call_id
            thrown = happenings.exception(now, self._owner, name, why, call_id)
            return LOOP, [thrown]
        if self._plan.python is None or isinstance(self._plan.python, str):
            return None, []
        try:
            said = dict(self._plan.python(_told(self._count, invite)))
            unknown = sorted(said.keys() - KEYS)
            if unknown:
                raise KeyError(f"there is no key {unknown[0]}")
            self._latest = self._plans[call] = replace(self._plan, **said)
        except Exception as error:  # whatever a user has written there
            thrown = _thrown(now, self._owner, error, invite.call_id)
            return BROKEN, [thrown]
        return None, []

    def for_call(self, n: int, invite: Request) -> Planned:
        """What is done about the call that was received last."""
        return Planned(deeds_of_application(self._latest))

    def plan_of(self, call: int) -> ApplicationPlan:
        """What is done about a call."""
        return self._plans.get(call, self._plan)

    def forget(self, call: int) -> None:
        """A call is over."""
        self._plans.pop(call, None)

    def _goes_round(self, invite: Request, now: float) -> str | None:
        """Why this one call too many is taken for a loop."""
        caller, callee = str(invite.from_.uri), str(invite.to.uri)
        if caller == self._uri:  # a leg of ours has come back: it is his who began
            caller = self._first_caller.get(callee, caller)
        else:
            self._first_caller[callee] = caller
        key = caller, callee
        hits = self._hits.setdefault(key, deque())
        while hits and now - hits[0] > LOOP_WINDOW:
            hits.popleft()
        hits.append(now)
        budget = self._plan.loop_budget
        if len(hits) < budget:
            return None
        return (
            f"call {len(hits)} from {key[0]} to {key[1]} within {LOOP_WINDOW:g} s; "
            f"the budget is {budget}"
        )


def media_of(invite: Request) -> tuple[str, ...]:
    """Kinds of media that are offered; () where there is no session description."""
    described = description_in(invite)
    if described is None:
        return ()
    return tuple(dict.fromkeys(m.kind for m in described.media if m.port))


def _not_understood(invite: Request) -> str | None:
    """The type of a part that its sender says must be understood; None: all is well."""
    content_type = (invite.headers.get("Content-Type") or "").lower()
    if not invite.body or not content_type.startswith("multipart/mixed"):
        return None
    try:
        found = parts(invite.headers, invite.body)
        odd = [p for p in found if p.is_required and p.content_type not in UNDERSTOOD]
    except ParseError:
        return content_type
    return odd[0].content_type if odd else None


def _told(n: int, invite: Request) -> ReceivedCall:
    names = reversed(list(invite.headers))
    return ReceivedCall(
        n,
        str(invite.from_.uri),
        str(invite.to.uri),
        invite.uri,
        media_of(invite),
        dict(names),
    )


def _thrown(at: float, element: str, error: Exception, call_id: str) -> Happened:
    """What the code has raised, and where."""
    name, why = type(error).__name__, str(error)
    stack = traceback.extract_tb(error.__traceback__)[1:]
    if stack and not isinstance(error, ScenarioError):  # that one is about a value
        why = f"{why} (line {stack[-1].lineno} of its code)"
    return happenings.exception(at, element, name, why, call_id)
