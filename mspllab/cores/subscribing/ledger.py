"""Ledger: all subscriptions of one user agent, and the dialogs they keep (RFC 6665)."""

from mspllab.cores.agent import Agent, Outcome
from mspllab.cores.dialog import Dialog, DialogState, tag_of
from mspllab.cores.subscribing.subscription import Package, Subscription
from mspllab.sip.message import Request

EXPIRY = "Expires"
"""A subscription's time is up."""


class Ledger:
    """Remembers what is told to whom, by number."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self.all: dict[int, Subscription] = {}
        """Those that are not over, oldest first."""
        self._count = 0

    def new(
        self, request: Request, package: Package, tag: str, *, is_ours: bool
    ) -> Subscription:
        """Begin to remember a subscription that `request` asks for."""
        self._count += 1
        made = Subscription(
            self._count, package, request.call_id, tag, is_ours, request=request
        )
        self.all[made.handle] = made
        return made

    def dialog_of(self, request: Request) -> Dialog | None:
        """The dialog of a subscription that a request belongs to."""
        mark = request.call_id, tag_of(request, "to"), tag_of(request, "from")
        for found in self.all.values():
            dialog = found.dialog
            if dialog is not None and mark == (
                dialog.call_id,
                dialog.local_tag,
                dialog.remote_tag,
            ):
                return dialog
        return None

    def join(
        self, it: Subscription, dialog: Dialog, now: float, out: list[Outcome]
    ) -> None:
        """It has got its dialog."""
        it.dialog = dialog
        dialog.usages += 1
        self._agent.change(dialog, DialogState.CONFIRMED, now, out)

    def set_expiry(
        self, it: Subscription, seconds: int, now: float, out: list[Outcome]
    ) -> None:
        """It lasts `seconds` from now."""
        if it.handle not in self.all:
            return
        it.expires_at = now + seconds
        # The last NOTIFY may be on its way (Timer N, RFC 6665 §4.1.2).
        wait = seconds + (self._agent.timers.patience if it.is_ours else 0.0)
        self._agent.set_timer(it.key, it.key, EXPIRY, wait, now, out)

    def clear(self, now: float, out: list[Outcome]) -> None:
        """Forget all of them."""
        for it in tuple(self.all.values()):
            self.end(it, now, out)

    def end(self, it: Subscription, now: float, out: list[Outcome]) -> None:
        """Forget it, and its dialog if nothing else uses that."""
        agent = self._agent
        if self.all.pop(it.handle, None) is None:
            return
        agent.stop_timer(it.key, it.key, EXPIRY, now, out)
        if it.dialog is not None:
            it.dialog.usages -= 1
            if not it.dialog.usages and (it.dialog.is_left or not it.is_shared):
                agent.change(it.dialog, DialogState.TERMINATED, now, out)
