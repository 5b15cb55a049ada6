"""Lifecycle: how a platform and its endpoints begin and end (lync-routing §3.1).

One worker runs the application's code. Code that waits, inside a callback, for what
only another callback could tell it, waits for ever.
"""

from collections.abc import Sequence

from mspllab.cores.agent import Outcome
from mspllab.cores.events import NotRegistered, Registered
from mspllab.lync.calls import happenings
from mspllab.lync.hosted import BY_HAND, IN_CALLBACK, INVALID, TIMEOUT, Hosted
from mspllab.lync.ucma.states import PLATFORM, EndpointState, Input, PlatformState
from mspllab.lync.ucma.tracked import Tracked
from mspllab.trace.records import NO_CAUSE, Cause, Happened

TOPOLOGY = "topology"
PROVISIONING = ("explicit", TOPOLOGY)
"""Where a platform has its settings from."""
NO_REPLICA, NO_SUCH_ID = "replica", "application id"
SILENCE = 408

_OPEN = (EndpointState.ESTABLISHED, EndpointState.REESTABLISHING)


class Lifecycle:
    """Starts and shuts down a platform, establishes and ends its endpoints.

    Args:
        owner: name of the platform.
        hosted: its endpoints.
        provisioning: one of `PROVISIONING`.
        lacks: prerequisites that are not met.
    """

    def __init__(
        self,
        owner: str,
        hosted: Sequence[Hosted],
        *,
        provisioning: str,
        lacks: tuple[str, ...],
    ) -> None:
        self._owner = owner
        self._hosted = tuple(hosted)
        self._provisioning = provisioning
        self._lacks = frozenset(lacks)
        self._platform = Tracked(owner, "platform", owner, PLATFORM, PlatformState.IDLE)
        self._is_undiscovered = False
        self._blocked: Hosted | None = None

    @property
    def state(self) -> str:
        """The platform's state, as UCMA calls it."""
        return self._platform.state.value

    @property
    def is_up(self) -> bool:
        """Whether the platform has started and takes messages."""
        return self._platform.state is PlatformState.STARTED

    @property
    def is_over(self) -> bool:
        """Whether the platform has shut down and knows of no dialog any more."""
        return self._platform.state is PlatformState.TERMINATED

    def takes_calls(self, hosted: Hosted) -> bool:
        """Whether new requests may be for this endpoint."""
        return self.is_up and hosted.state.state in _OPEN

    def begin(self, now: float) -> list[Outcome]:
        """All has happened before the run, so nobody hears of it."""
        done = self.start_up(now, is_new=False)
        return [one for one in done if getattr(one, "what", "") != "started"]

    def start_up(self, now: float, *, is_new: bool = True) -> list[Outcome]:
        """BeginStartup: settings first, then the endpoints."""
        if not self._platform.allows(Input.START):
            return [self._invalid(f"start: the platform is {self.state}", now)]
        out: list[Outcome] = [*self._platform.move(Input.START, now)]
        if self._provisioning == TOPOLOGY and NO_REPLICA in self._lacks:
            why = "there is no replica of the topology on this computer"
            name = "ProvisioningFailureException"
            out += self._platform.move(Input.FAILED, now)
            return [*out, happenings.exception(now, self._owner, name, why)]
        out += self._platform.move(Input.DONE, now)
        out.append(happenings.started(now, self._owner, "has started"))
        if self._provisioning == TOPOLOGY and NO_SUCH_ID in self._lacks:
            self._is_undiscovered = True
            return out
        for hosted in self._hosted:
            if hosted.settings.establish != BY_HAND and self._blocked is None:
                out += self.establish(hosted, now, is_new=is_new)
        return out

    def establish(
        self,
        hosted: Hosted,
        now: float,
        *,
        is_new: bool = True,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """BeginEstablish; a user's endpoint has to register, unless that was before."""
        state = hosted.state
        if not self.is_up or not state.allows(Input.ESTABLISH):
            said = f"the platform is {self.state}, the endpoint {state.state.value}"
            return [self._invalid(f"establish {hosted.name}: {said}", now)]
        out: list[Outcome] = [*state.move(Input.ESTABLISH, now)]
        if hosted.settings.establish == IN_CALLBACK:
            self._blocked = hosted
        if hosted.registration is not None and (is_new or self._blocked is hosted):
            return out + hosted.registration.register(
                hosted.agent, now=now, cause=cause
            )
        return out + self._established(hosted, now)

    def enrolled(
        self, hosted: Hosted, event: Registered | NotRegistered, now: float
    ) -> list[Outcome]:
        """The REGISTER of a user's endpoint is answered, or never will be."""
        out: list[Outcome] = []
        if hosted.registration is not None:
            out += hosted.registration.take(event, hosted.agent, now=now)
        if hosted.state.state is EndpointState.TERMINATING:
            return out + self._gone(hosted, now)
        if isinstance(event, Registered):
            return out + self._established(hosted, now)
        if hosted is self._blocked:
            return out
        name = TIMEOUT if event.status == SILENCE else "RegisterException"
        why = f"EndEstablish of {hosted.name}: the REGISTER came to {event.status}"
        out += hosted.state.move(Input.FAILED, now)
        return [*out, happenings.exception(now, self._owner, name, why)]

    def drain(self, hosted: Hosted, now: float) -> list[Outcome]:
        """BeginDrain: no new calls, those there are go on."""
        if not hosted.state.allows(Input.DRAIN):
            said = hosted.state.state.value
            return [self._invalid(f"drain: {hosted.name} is {said}", now)]
        return [*hosted.state.move(Input.DRAIN, now)]

    def shut_down(self, now: float) -> list[Outcome]:
        """BeginShutdown ends all calls and endpoints."""
        if not self._platform.allows(Input.TERMINATE):
            return [self._invalid(f"shut down: the platform is {self.state}", now)]
        out: list[Outcome] = [*self._platform.move(Input.TERMINATE, now)]
        for hosted in self._hosted:
            out += self.terminate(hosted, now)
        return out + self._finished(now)

    def terminate(self, hosted: Hosted, now: float) -> list[Outcome]:
        """BeginTerminate; a user's endpoint takes its registration back."""
        was_there = hosted.state.state in (*_OPEN, EndpointState.DRAINING)
        if not hosted.state.allows(Input.TERMINATE):
            return []
        out: list[Outcome] = [*hosted.state.move(Input.TERMINATE, now)]
        out += hosted.hang_up(now)
        if hosted.registration is not None and was_there:
            return out + hosted.registration.register(hosted.agent, expires=0, now=now)
        return out + self._gone(hosted, now)

    def pending(self, now: float) -> tuple[Happened, ...]:
        """Operations that have begun and have not ended."""
        found = [*self._startup_pending()]
        for hosted in self._hosted:
            found += [
                (f"EndAccept of the call from {caller}", "the ACK, which has not come")
                for caller in hosted.unacknowledged
            ]
            found += [
                (
                    f"EndTransfer to {handover.target}",
                    "the NOTIFY that would say how it went",
                )
                for handover in hosted.transfers.open
                if handover.is_attended
            ]
        return tuple(happenings.pending(now, self._owner, *one) for one in found)

    def _startup_pending(self) -> list[tuple[str, str]]:
        if self._is_undiscovered:
            why = "the discovered event, since the topology has no such application id"
            return [("the wait for endpoint settings", why)]
        found = []
        for hosted in self._hosted:
            state, name = hosted.state.state, hosted.name
            if hosted is self._blocked:
                found.append((f"EndEstablish of {name}", self._own_callback()))
            elif state is EndpointState.ESTABLISHING:
                why = "the REGISTER that nobody has answered"
                found.append((f"EndEstablish of {name}", why))
            elif self._blocked is not None and state is EndpointState.IDLE:
                found.append((f"BeginEstablish of {name}", self._own_callback()))
        return found

    def _own_callback(self) -> str:
        discovered = self._provisioning == TOPOLOGY
        which = "the discovered event" if discovered else "EndStartup"
        return f"the callback of {which}, which holds the only worker and waits"

    def _established(self, hosted: Hosted, now: float) -> list[Outcome]:
        if hosted is self._blocked:
            return []
        text = f"has established {hosted.name}"
        return [
            *hosted.state.move(Input.DONE, now),
            happenings.started(now, self._owner, text),
        ]

    def _gone(self, hosted: Hosted, now: float) -> list[Outcome]:
        text = f"has terminated {hosted.name}"
        return [
            *hosted.agent.forget_subscriptions(now=now),
            *hosted.state.move(Input.DONE, now),
            happenings.shut_down(now, self._owner, text),
            *self._finished(now),
        ]

    def _finished(self, now: float) -> list[Outcome]:
        """The platform ends with the last of its endpoints."""
        is_ending = self._platform.state is PlatformState.TERMINATING
        states = {hosted.state.state for hosted in self._hosted}
        if not is_ending or states - {EndpointState.TERMINATED}:
            return []
        return [
            *self._platform.move(Input.DONE, now),
            happenings.shut_down(now, self._owner, "has shut down"),
        ]

    def _invalid(self, why: str, now: float) -> Outcome:
        return happenings.exception(now, self._owner, INVALID, why)
