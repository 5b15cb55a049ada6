"""CallStates: the states of an endpoint's calls, followed from outside."""

from mspllab.cores.calls.call import Call
from mspllab.cores.calls.call import CallState as Core
from mspllab.cores.user_agent import UserAgent
from mspllab.lync.calls.callee import Callee
from mspllab.lync.calls.caller import Caller
from mspllab.lync.calls.transfer import Transfers
from mspllab.lync.ucma.states import CALL, CallState, Input
from mspllab.lync.ucma.tracked import Tracked
from mspllab.trace.records import ObjectChanged


class CallStates:
    """Looks at every call after whatever has happened, and moves it by its table.

    Args:
        owner: name of the element, for the records.
        endpoint: name of the endpoint.
        agent: the user agent whose calls they are.
        caller, callee: make and take the calls.
        transfers: hands them on.
    """

    def __init__(
        self,
        owner: str,
        endpoint: str,
        agent: UserAgent,
        caller: Caller,
        callee: Callee,
        transfers: Transfers,
    ) -> None:
        self._owner = owner
        self._endpoint = endpoint
        self._agent = agent
        self._caller = caller
        self._callee = callee
        self._transfers = transfers
        self._calls: dict[int, Tracked] = {}

    def follow(self, now: float) -> list[ObjectChanged]:
        """What has changed since it last looked."""
        out: list[ObjectChanged] = []
        for end, first in (
            (self._callee, Input.RECEIVE),
            (self._caller, Input.ESTABLISH),
        ):
            for handle in end.calls:
                if handle not in self._calls:
                    out += self._begin(handle, first, now)
        handed = {handover.call for handover in self._transfers.open}
        for handle, tracked in tuple(self._calls.items()):
            out += self._move(handle, tracked, handle in handed, now)
        return out

    def _begin(self, handle: int, first: Input, now: float) -> list[ObjectChanged]:
        found = self._agent.call_of(handle)
        if found is None:
            return []
        name = f"{self._endpoint}: {_other(found)}"
        call_id = found.invite.call_id
        self._calls[handle] = tracked = Tracked(
            self._owner, "call", name, CALL, CallState.IDLE, call_id
        )
        return tracked.move(first, now)

    def _move(
        self, handle: int, tracked: Tracked, is_handed: bool, now: float
    ) -> list[ObjectChanged]:
        found = self._agent.call_of(handle)
        known = handle in self._caller.calls or handle in self._callee.calls
        if found is None or not known or found.state is Core.OVER:
            del self._calls[handle]
            gone = tracked.move(_end_of(tracked), now)
            return [*gone, *tracked.move(Input.DONE, now)]
        out: list[ObjectChanged] = []
        if found.state in (Core.ANSWERED, Core.CONNECTED):
            out += tracked.move(Input.ACCEPT, now)
        if found.state is Core.CONNECTED and tracked.state is CallState.ESTABLISHING:
            out += tracked.move(Input.DONE, now)
        if is_handed:
            out += tracked.move(Input.TRANSFER, now)
        elif tracked.state is CallState.TRANSFERRING:
            out += tracked.move(Input.FAILED, now)
        return out


def _end_of(tracked: Tracked) -> Input:
    """A transfer that ends its call has succeeded."""
    return Input.DONE if tracked.state is CallState.TRANSFERRING else Input.TERMINATE


def _other(call: Call) -> str:
    """URI of the other side."""
    invite = call.invite
    return str(invite.to.uri if call.is_ours else invite.from_.uri)
