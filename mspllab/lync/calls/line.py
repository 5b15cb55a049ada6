"""Line: all the calls of one user agent, and what its user does with them."""

from collections.abc import Callable
from dataclasses import replace

from mspllab.cores.agent import Outcome
from mspllab.cores.events import (
    Ended,
    Event,
    IncomingRefer,
    IncomingRequest,
    Notified,
    Rejected,
    RequestAnswered,
    Subscribed,
    SubscriptionEnded,
    Waiting,
)
from mspllab.cores.replacement import JOIN, REPLACES
from mspllab.cores.user_agent import UserAgent
from mspllab.errors import ParseError, ScenarioError
from mspllab.lync.calls import happenings
from mspllab.lync.calls.callee import Callee
from mspllab.lync.calls.caller import Caller, dialled
from mspllab.lync.calls.deeds import bracketed, is_same_party
from mspllab.lync.calls.music import Music
from mspllab.lync.calls.session import TEXT, Sessions
from mspllab.lync.calls.transfer import Transfers
from mspllab.lync.calls.watching import Watching
from mspllab.lync.plan import Step
from mspllab.sip.address import Address
from mspllab.trace.records import NO_CAUSE

EXPIRES = 60
"""Seconds of a subscription, where a step does not say."""
OF_SUBSCRIPTIONS = frozenset({IncomingRefer, Subscribed, Notified, SubscriptionEnded})
"""Events that are no business of a call's."""
OF_CALLS_UP = frozenset({IncomingRequest, RequestAnswered, Waiting, Ended, Rejected})
"""Events that `Sessions` takes."""
DECLINED, REDIRECTED = 603, 302
"""What declining and redirecting by hand answer, where a step does not say."""


class Line:
    """Who calls, who takes calls, and what goes on in them.

    Args:
        owner: name of the element, for the records.
        agent: the user agent whose calls they are.
        identity: the From of its requests, without a tag.
        caller: makes its calls.
        callee: takes its calls.
        sessions: looks after those that are up.
        music: lets those on hold hear something.
        transfers: hands calls on.
        watching: subscribes to things.
    """

    def __init__(
        self,
        owner: str,
        agent: UserAgent,
        identity: Address,
        *,
        caller: Caller,
        callee: Callee,
        sessions: Sessions,
        music: Music,
        transfers: Transfers,
        watching: Watching,
    ) -> None:
        self._owner = owner
        self._agent = agent
        self._identity = identity
        self._caller = caller
        self._callee = callee
        self._sessions = sessions
        self._music = music
        self._transfers = transfers
        self._watching = watching
        self.schedule = callee.schedule
        """When something planned is due."""

    def perform(self, step: Step, *, now: float) -> list[Outcome]:
        """Do what the timeline says; ScenarioError for what nobody can do."""
        verb = VERBS.get(step.do)
        if verb is None:
            raise ScenarioError(f"{step}: nobody here can {step.do!r}")
        return verb(self, step, now)

    def take(self, event: Event, *, now: float) -> list[Outcome]:
        """What follows from an event of the user agent."""
        kind = type(event)
        if kind in OF_SUBSCRIPTIONS:
            out = self._transfers.take(event, now=now)
            return out + self._watching.take(event, now=now)
        out = self._caller.take(event, now=now)
        out += self._callee.take(event, now=now)
        if kind in OF_CALLS_UP:
            out += self._sessions.take(event, now=now)
        return out + self._music.take(event, now=now)

    def fire(self, *, now: float) -> list[Outcome]:
        """What is planned for `now`."""
        return self._callee.fire(now=now)

    def call(self, step: Step, now: float) -> list[Outcome]:
        """Dial; nothing where a call that is to be taken over or joined is gone."""
        if _is_gone(step):
            return []
        try:
            return self._caller.call(
                step.to or "",
                media=step.media if step.offers else (),
                headers=(*step.headers, *_taking(step)),
                hop=step.connection,
                now=now,
            )
        except ParseError as error:
            raise ScenarioError(f"{step}: {error}") from None

    def refer(self, step: Step, now: float) -> list[Outcome]:
        """Ask somebody to call somebody, outside any call."""
        if _is_gone(step):
            return []
        named = [text for name, text in _taking(step) if name == REPLACES]
        return self._transfers.ask(
            step.to or "",
            step.target or "",
            replaces=named[0] if named else None,
            headers=step.headers,
            now=now,
        )

    @property
    def dialog(self) -> str | None:
        """The latest call as its other side is told which one is meant."""
        calls = sorted(call for end in self._ends for call in end.calls)
        known = self._agent.other_side(calls[-1]) if calls else None
        return None if known is None else known[1]

    def hang_up(self, step: Step, now: float) -> list[Outcome]:
        """End the calls that are meant: all of them, where no other side is named."""
        out: list[Outcome] = []
        for end in self._ends:
            for call in end.calls:
                if is_meant(step, end, call):
                    out += end.hang_up(call, reason=step.reason, now=now)
        return out

    def cancel(self, step: Step, now: float) -> list[Outcome]:
        """Give up calls that were not answered yet."""
        out: list[Outcome] = []
        for call in self._caller.calls:
            if self._caller.is_open(call) and is_meant(step, self._caller, call):
                out += self._caller.hang_up(call, reason=step.reason, now=now)
        return out

    def answer(self, step: Step, now: float) -> list[Outcome]:
        """Pick up the phone that rings."""
        call = self._ringing(step)
        if call is None:
            return []
        return self._callee.answer(call, now=now, cause=NO_CAUSE)

    def decline(self, step: Step, now: float) -> list[Outcome]:
        """Refuse the call that rings."""
        call, status = self._ringing(step), step.status or DECLINED
        if call is None:
            return []
        return self._callee.refuse(
            call, status, headers=step.headers, now=now, cause=NO_CAUSE
        )

    def redirect(self, step: Step, now: float) -> list[Outcome]:
        """Send the caller that rings elsewhere."""
        call, status = self._ringing(step), step.status or REDIRECTED
        if call is None:
            return []
        to = step.targets
        if to is None:
            to = (step.to,) if step.to else ()
        return self._callee.redirect(call, to, status, now=now, cause=NO_CAUSE)

    def hold(self, step: Step, now: float) -> list[Outcome]:
        """Stop listening."""
        call = self._up(step)
        if call is None:
            return []
        return self._sessions.hold(call, now=now, cause=NO_CAUSE)

    def resume(self, step: Step, now: float) -> list[Outcome]:
        """Listen again."""
        call = self._up(step)
        if call is None:
            return []
        resumed = self._sessions.resume(call, now=now, cause=NO_CAUSE)
        return resumed + self._music.end(call, now=now)

    def music(self, step: Step, now: float) -> list[Outcome]:
        """Let the other side of a call hear what somebody else plays."""
        call = self._up(step)
        if call is None:
            return []
        return self._music.begin(call, step.to or "", now=now)

    def reinvite(self, step: Step, now: float) -> list[Outcome]:
        """Send an INVITE inside the call."""
        return self._change(step, "INVITE", now)

    def update(self, step: Step, now: float) -> list[Outcome]:
        """Send an UPDATE inside the call."""
        return self._change(step, "UPDATE", now)

    def info(self, step: Step, now: float) -> list[Outcome]:
        """Send an INFO inside the call."""
        return self._ask(step, "INFO", now)

    def options(self, step: Step, now: float) -> list[Outcome]:
        """Ask what the other side can do: inside the call, or whoever `to` names."""
        return self._ask(step, "OPTIONS", now)

    def message(self, step: Step, now: float) -> list[Outcome]:
        """Send an instant message: inside the call, or to whom `to` names."""
        return self._ask(step, "MESSAGE", now)

    def transfer(self, step: Step, now: float) -> list[Outcome]:
        """Hand the other side of a call on, to anybody or to another call of ours."""
        target = step.to or ""
        peer = dialled(target)[1]
        other = self._up(replace(step, peer=peer)) if step.attended else None
        call = self._up(step, but=other)
        if call is None:
            return []
        return self._transfers.hand_over(
            call,
            target,
            other=other,
            attended=step.attended,
            headers=step.headers,
            now=now,
            cause=NO_CAUSE,
        )

    def subscribe(self, step: Step, now: float) -> list[Outcome]:
        """Ask to be told of something."""
        to, event, expires = step.to or "", step.event or "", step.expires
        lasts = EXPIRES if expires is None else expires
        return self._watching.subscribe(to, event, lasts, step.headers, now=now)

    def unsubscribe(self, step: Step, now: float) -> list[Outcome]:
        """Ask not to be told any more."""
        return self._watching.unsubscribe(step.event, now=now)

    def notify(self, step: Step, now: float) -> list[Outcome]:
        """Tell everybody who has asked."""
        return self._watching.publish(step.event or "", step.text, now=now)

    def _change(self, step: Step, method: str, now: float) -> list[Outcome]:
        call = self._up(step)
        if call is None:
            return []
        if step.targets:
            self._agent.contact = bracketed(step.targets[0])
        return self._sessions.change(
            call,
            method,
            kinds=step.media,
            headers=step.headers,
            offers=step.offers,
            now=now,
            cause=NO_CAUSE,
        )

    def _ask(self, step: Step, method: str, now: float) -> list[Outcome]:
        if step.to is not None:
            return self._ask_outside(step, method, step.to, now)
        call = self._up(step)
        if call is None:
            return []
        return self._sessions.ask(
            call,
            method,
            text=step.text,
            headers=step.headers,
            now=now,
            cause=NO_CAUSE,
        )

    def _ask_outside(
        self, step: Step, method: str, target: str, now: float
    ) -> list[Outcome]:
        """Outside any call (RFC 3428, RFC 3261 §11)."""
        to = Address.parse(target if "<" in target else f"<{target}>")
        sent = self._agent.requests.send(
            method,
            str(to.uri),
            from_=self._identity,
            to=to,
            headers=step.headers,
            body=step.text.encode(),
            content_type=TEXT if step.text else None,
            now=now,
        )
        if method != "MESSAGE":
            return sent
        peer = happenings.name_of(to)
        return [happenings.says(now, self._owner, peer, step.text, ""), *sent]

    def _ringing(self, step: Step) -> int | None:
        """The call that came last of those that are meant and not answered."""
        found = (c for c in reversed(self._callee.calls) if self._callee.is_open(c))
        return next((c for c in found if is_meant(step, self._callee, c)), None)

    def _up(self, step: Step, *, but: int | None = None) -> int | None:
        """The latest call that is meant."""
        both = [(call, end) for end in self._ends for call in end.calls]
        found = sorted(call for call, end in both if is_meant(step, end, call))
        up = [c for c in found if self._sessions[c] is not None and c != but]
        return up[-1] if up else None

    @property
    def _ends(self) -> tuple[Caller | Callee, ...]:
        return self._caller, self._callee


def is_meant(step: Step, end: Caller | Callee, call: int) -> bool:
    """Whether a step is about this call."""
    return step.peer is None or is_same_party(step.peer, end.peer_of(call))


def _taking(step: Step) -> tuple[tuple[str, str], ...]:
    """The header that names the call that is taken over or joined."""
    names = ((REPLACES, step.replaces), (JOIN, step.joins))
    return tuple((name, step.dialog) for name, whose in names if whose is not None)


def _is_gone(step: Step) -> bool:
    """Whether there is none of the call that is to be taken over or joined."""
    return any(not dialog for _, dialog in _taking(step))


VERBS: dict[str, Callable[[Line, Step, float], list[Outcome]]] = {
    "call": Line.call,
    "hang up": Line.hang_up,
    "cancel": Line.cancel,
    "answer": Line.answer,
    "decline": Line.decline,
    "redirect": Line.redirect,
    "hold": Line.hold,
    "resume": Line.resume,
    "music": Line.music,
    "reinvite": Line.reinvite,
    "update": Line.update,
    "message": Line.message,
    "info": Line.info,
    "options": Line.options,
    "transfer": Line.transfer,
    "refer": Line.refer,
    "subscribe": Line.subscribe,
    "unsubscribe": Line.unsubscribe,
    "notify": Line.notify,
}
"""What can be done with calls, by the words of a timeline."""
