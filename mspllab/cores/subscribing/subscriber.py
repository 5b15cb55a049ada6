"""Subscriber: what we want to be told, and what we are told (RFC 6665 §4.1)."""

from mspllab.cores.agent import Agent, Asked, Outcome
from mspllab.cores.calls.call import Call
from mspllab.cores.decision import Reply
from mspllab.cores.dialog import Dialog, dialog_of_uac, dialog_of_uas, tag_of
from mspllab.cores.events import Notified, Subscribed, SubscriptionEnded
from mspllab.cores.subscribing.ledger import EXPIRY, Ledger
from mspllab.cores.subscribing.subscription import (
    REFER,
    Package,
    Subscription,
    is_final,
    lasts_for,
)
from mspllab.sip import fields
from mspllab.sip.message import Request, Response
from mspllab.trace.records import Cause


class Subscriber:
    """Asks by SUBSCRIBE and REFER, and takes the NOTIFYs that follow."""

    def __init__(self, agent: Agent, ledger: Ledger) -> None:
        self._agent = agent
        self._ledger = ledger

    def ask(
        self,
        request: Request,
        *,
        call: Call | None = None,
        dialog: Dialog | None = None,
        now: float,
        out: list[Outcome],
        cause: Cause,
    ) -> Subscription:
        """Send a finished SUBSCRIBE or REFER, and remember what it is about."""
        package = Package.of(request) or Package(REFER, str(request.cseq.number))
        made = self._ledger.new(request, package, tag_of(request, "from"), is_ours=True)
        made.dialog, made.is_shared = dialog, dialog is not None
        if dialog is not None:
            dialog.usages += 1
        self._send(request, call, made, now, out, cause)
        return made

    def renew(
        self,
        handle: int,
        expires: int,
        *,
        now: float,
        out: list[Outcome],
        cause: Cause,
    ) -> None:
        """Ask for `expires` seconds more; 0 ends it."""
        found = self._ledger.all.get(handle)
        if found is None or found.dialog is None or not found.is_ours:
            return
        agent = self._agent
        request = found.dialog.build_request(
            "SUBSCRIBE",
            via=agent.via(),
            contact=agent.contact,
            headers=(("Event", str(found.package)), ("Expires", str(expires))),
        )
        self._send(request, None, found, now, out, cause)

    def take_answer(
        self,
        handle: int,
        request: Request,
        status: int,
        response: Response | None,
        *,
        now: float,
        out: list[Outcome],
    ) -> None:
        """A SUBSCRIBE or REFER has its final answer."""
        found = self._ledger.all.get(handle)
        if found is None:
            return
        if response is None or status >= 300:
            self._ledger.end(found, now, out)
            out.append(SubscriptionEnded(handle, status))
            return
        if found.dialog is None:
            self._ledger.join(
                found, dialog_of_uac(request, response, _to(response)), now, out
            )
        granted = fields.expires(response.headers)
        if request.method == "SUBSCRIBE" and granted:
            self._ledger.set_expiry(found, granted, now, out)
        elif request.method == "REFER" and not found.expires_at:
            self._ledger.set_expiry(found, 0, now, out)  # until the first NOTIFY says
        out.append(Subscribed(handle, response))

    def take_notify(self, notify: Request, *, now: float, out: list[Outcome]) -> Reply:
        """The answer to a NOTIFY or BENOTIFY; 481 where nobody has asked for it."""
        package = Package.of(notify)
        if package is None or not notify.headers.get("Subscription-State"):
            return Reply(489 if package is None else 400)
        mine = [s for s in self._ledger.all.values() if s.is_ours]
        found = next((s for s in mine if self._is_for(s, notify, package)), None)
        if found is None:
            return Reply(481)
        if found.dialog is None:
            self._ledger.join(found, _dialog_by_notify(found, notify), now, out)
        dialog = found.dialog
        if dialog is not None:
            if notify.cseq.number < dialog.remote_seq:
                return Reply(500, "CSeq is too low")
            dialog.remote_seq = notify.cseq.number
        final = is_final(notify)
        if final:
            self._ledger.end(found, now, out)
        elif found.package.name == REFER and (lasts := lasts_for(notify)):
            self._ledger.set_expiry(found, lasts, now, out)
        out.append(Notified(found.handle, notify, final))
        return Reply(200)

    def time_out(self, it: Subscription, *, now: float, out: list[Outcome]) -> None:
        """We were not told that it is over, but it must be."""
        self._agent.fired(it.key, EXPIRY, now, out)
        self._ledger.end(it, now, out)
        out.append(SubscriptionEnded(it.handle, 0))

    def _is_for(self, it: Subscription, notify: Request, package: Package) -> bool:
        if not it.hears(notify, package):
            return False
        return it.dialog is None or it.dialog.remote_tag == tag_of(notify, "from")

    def _send(
        self,
        request: Request,
        call: Call | None,
        it: Subscription,
        now: float,
        out: list[Outcome],
        cause: Cause,
    ) -> None:
        agent = self._agent
        dialog = it.dialog
        where = (
            agent.where(dialog.next_hop)
            if dialog is not None
            else agent.first_hop(request.uri)
        )
        asked = Asked(request, call, dialog, subscription=it.handle)
        agent.send(asked, where, now, out, cause)


def _to(response: Response) -> str:
    return tag_of(response, "to")


def _dialog_by_notify(it: Subscription, notify: Request) -> Dialog:
    """The dialog of a subscriber whose first news is a NOTIFY (RFC 6665 §4.4.1)."""
    dialog = dialog_of_uas(notify, it.local_tag)
    dialog.local = notify.headers.get("To") or ""
    if it.request is not None:
        dialog.local_seq = it.request.cseq.number
    return dialog
