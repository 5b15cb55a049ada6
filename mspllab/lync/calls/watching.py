"""Watching: what somebody has subscribed to, and what is told others (RFC 6665)."""

from dataclasses import dataclass

from mspllab.cores.agent import Outcome
from mspllab.cores.events import Event, Notified, Subscribed, SubscriptionEnded
from mspllab.cores.user_agent import UserAgent
from mspllab.lync.calls import happenings
from mspllab.sip.address import Address
from mspllab.trace.records import NO_CAUSE

PLAIN_TEXT = "text/plain"


@dataclass(frozen=True, slots=True)
class Watched:
    """One subscription."""

    event: str
    uri: str
    call_id: str = ""


class Watching:
    """Subscribes, and shows what it is told.

    Args:
        owner: name of the element, for the records.
        agent: the user agent that asks.
        identity: the From of its requests, without a tag.
        best_effort: say that BENOTIFY will do.
    """

    def __init__(
        self, owner: str, agent: UserAgent, identity: Address, *, best_effort: bool
    ) -> None:
        self._owner = owner
        self._agent = agent
        self._identity = identity
        self._best_effort = best_effort
        self._watched: dict[int, Watched] = {}

    def subscribe(
        self,
        target: str,
        event: str,
        expires: int,
        headers: tuple[tuple[str, str], ...],
        *,
        now: float,
    ) -> list[Outcome]:
        """Ask whoever `target` is to be told of `event`."""
        to = Address.parse(target if "<" in target else f"<{target}>")
        supported = (("Supported", "ms-benotify"),) if self._best_effort else ()
        handle, outcomes = self._agent.requests.subscribe(
            str(to.uri),
            from_=self._identity,
            to=to,
            event=event,
            expires=expires,
            headers=(*supported, *headers),
            now=now,
        )
        self._watched[handle] = Watched(event, str(to.uri))
        return outcomes

    def unsubscribe(self, event: str | None, *, now: float) -> list[Outcome]:
        """Ask not to be told any more: of `event`, or of anything."""
        out: list[Outcome] = []
        for handle, watched in self._watched.items():
            if event in (None, watched.event):
                out += self._agent.requests.renew(handle, 0, now=now, cause=NO_CAUSE)
        return out

    def publish(self, event: str, text: str, *, now: float) -> list[Outcome]:
        """Tell everybody who has asked that `event` is now as `text` says."""
        return self._agent.requests.publish(
            event, text.encode(), PLAIN_TEXT if text else None, now=now
        )

    def take(self, event: Event, *, now: float) -> list[Outcome]:
        """What follows from an event of the user agent."""
        match event:
            case Subscribed(handle, response) if handle in self._watched:
                watched = self._watched[handle]
                name, call_id = watched.event, response.call_id
                return [happenings.subscribed(now, self._owner, name, call_id)]
            case Notified(handle, request, is_last) if handle in self._watched:
                watched = self._watched[handle]
                if is_last:
                    del self._watched[handle]
                text = request.body.decode("utf-8", "replace").strip() or "nothing yet"
                name, call_id = watched.event, request.call_id
                return [happenings.notified(now, self._owner, name, text, call_id)]
            case SubscriptionEnded(handle, status) if handle in self._watched:
                del self._watched[handle]
                why = f"{status}" if status else "its time is up"
                return [happenings.unsubscribed(now, self._owner, why, "")]
        return []
