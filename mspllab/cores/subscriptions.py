"""Subscriptions: SUBSCRIBE, REFER, and the NOTIFYs that follow (RFC 6665, RFC 3515)."""

from collections.abc import Iterable

from mspllab.cores.agent import Agent, Asked, Outcome
from mspllab.cores.calls.call import Call
from mspllab.cores.decision import Reply
from mspllab.cores.dialog import (
    Dialog,
    DialogState,
    dialog_of_uac,
    dialog_of_uas,
    tag_of,
)
from mspllab.cores.events import (
    IncomingRefer,
    Notified,
    Subscribed,
    SubscriptionEnded,
)
from mspllab.cores.subscription import REFER, Package, Subscription, is_final
from mspllab.sip import build, fields
from mspllab.sip.message import Request, Response
from mspllab.trace.records import NO_CAUSE, Cause

EXPIRY = "Expires"
"""A subscription's time is up."""
LONGEST = 3600
"""Seconds we grant at most."""
BENOTIFY_OPTION = "ms-benotify"
SIPFRAG = "message/sipfrag"
SUBSCRIBING = frozenset({"SUBSCRIBE", "REFER"})
OVER = frozenset({408, 481})
"""Answers to a NOTIFY that end the subscription, and nothing else (RFC 5057 §5)."""

Pairs = Iterable[tuple[str, str]]


class Subscriptions:
    """Both sides of every subscription of one user agent.

    Args:
        agent: what all parts of a user agent share.
        packages: the event packages it tells others about, beside refer.
    """

    def __init__(self, agent: Agent, packages: tuple[str, ...]) -> None:
        self._agent = agent
        self._packages = packages
        self._all: dict[int, Subscription] = {}
        self._count = 0
        self._states: dict[str, tuple[bytes, str | None]] = {}
        """Package → what was last told of it, and its type."""

    # What we want to be told.

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
        made = self._new(request, package, tag_of(request, "from"), is_ours=True)
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
        found = self._all.get(handle)
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
        """A SUBSCRIBE, REFER or NOTIFY has its final answer."""
        found = self._all.get(handle)
        if found is None:
            return
        if request.method not in SUBSCRIBING:
            if status in OVER:
                self._end(found, now, out)
                out.append(SubscriptionEnded(handle, status))
            return
        if response is None or status >= 300:
            self._end(found, now, out)
            out.append(SubscriptionEnded(handle, status))
            return
        if found.dialog is None:
            self._join(found, dialog_of_uac(request, response, _to(response)), now, out)
        granted = fields.expires(response.headers)
        if request.method == "SUBSCRIBE" and granted:
            self._set_expiry(found, granted, now, out)
        out.append(Subscribed(handle, response))

    def take_notify(self, notify: Request, *, now: float, out: list[Outcome]) -> Reply:
        """The answer to a NOTIFY or BENOTIFY; 481 where nobody has asked for it."""
        package = Package.of(notify)
        if package is None or not notify.headers.get("Subscription-State"):
            return Reply(489 if package is None else 400)
        mine = [s for s in self._all.values() if s.is_ours]
        found = next((s for s in mine if self._is_for(s, notify, package)), None)
        if found is None:
            return Reply(481)
        if found.dialog is None:
            self._join(found, _dialog_by_notify(found, notify), now, out)
        dialog = found.dialog
        if dialog is not None:
            if notify.cseq.number < dialog.remote_seq:
                return Reply(500, "CSeq is too low")
            dialog.remote_seq = notify.cseq.number
        final = is_final(notify)
        if final:
            self._end(found, now, out)
        out.append(Notified(found.handle, notify, final))
        return Reply(200)

    def _is_for(self, it: Subscription, notify: Request, package: Package) -> bool:
        if not it.hears(notify, package):
            return False
        return it.dialog is None or it.dialog.remote_tag == tag_of(notify, "from")

    # What others want to be told.

    def take_subscribe(
        self,
        request: Request,
        key: str,
        *,
        call: Call | None,
        dialog: Dialog | None,
        now: float,
        out: list[Outcome],
    ) -> None:
        """Somebody wants to be told, for longer, or no more."""
        agent, package = self._agent, Package.of(request)
        expires = fields.expires(request.headers)
        granted = LONGEST if expires is None else min(expires, LONGEST)
        known = self._told(request, package)
        if package is None or package.name not in self._packages:
            allowed = (("Allow-Events", ", ".join(self._packages)),)
            self._reply(key, request, Reply(489, headers=allowed), now, out)
            return
        if known is None and request.to_tag is not None and dialog is None:
            self._reply(key, request, Reply(481), now, out)
            return
        if known is None:
            known = self._told_from_now(request, package, dialog, now, out)
        headers = (("Expires", str(granted)), ("Contact", agent.contact))
        response = build.response(request, 200, to_tag=known.local_tag, headers=headers)
        agent.respond(key, response, now, out)
        if granted:
            self._set_expiry(known, granted, now, out)
        body, content_type = self._states.get(package.name, (b"", None))
        reason = None if granted else "timeout"
        self._tell(known, body, content_type, reason, now, out, NO_CAUSE)

    def take_refer(
        self,
        request: Request,
        key: str,
        *,
        call: Call | None,
        dialog: Dialog | None,
        now: float,
        out: list[Outcome],
    ) -> None:
        """Somebody asks us to call somebody; the answer is our user's business."""
        if len(request.headers.values("Refer-To")) != 1:
            self._reply(key, request, Reply(400, "One Refer-To is needed"), now, out)
            return
        shared = dialog is not None and any(
            s.dialog is dialog and s.package.name == REFER for s in self._all.values()
        )
        package = Package(REFER, str(request.cseq.number) if shared else "")
        made = self._told_from_now(request, package, dialog, now, out)
        handle = None if call is None else call.handle
        out.append(IncomingRefer(made.handle, handle, request, key))

    def accept(
        self, handle: int, key: str, *, now: float, out: list[Outcome], cause: Cause
    ) -> None:
        """202 to a REFER, and at once how far it is: not at all (RFC 3515 §2.4.4)."""
        found = self._all.get(handle)
        if found is None or found.request is None:
            return
        agent = self._agent
        contact = (("Contact", agent.contact),)
        tag = found.local_tag
        response = build.response(found.request, 202, to_tag=tag, headers=contact)
        agent.respond(key, response, now, out, cause)
        self.report(handle, "SIP/2.0 100 Trying", now=now, out=out, cause=cause)

    def refuse(
        self, handle: int, key: str, status: int, *, now: float, out: list[Outcome]
    ) -> None:
        """Anything but 2xx to a REFER: there is no subscription."""
        found = self._all.get(handle)
        if found is not None and found.request is not None:
            self._reply(key, found.request, Reply(status), now, out)
            self._end(found, now, out)

    def report(
        self,
        handle: int,
        line: str,
        *,
        is_last: bool = False,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Tell whoever referred us how the call goes: a status line (RFC 3420)."""
        found = self._all.get(handle)
        if found is not None:
            body, reason = f"{line}\r\n".encode(), "noresource" if is_last else None
            self._tell(found, body, SIPFRAG, reason, now, out, cause)

    def publish(
        self,
        package: str,
        body: bytes,
        content_type: str | None,
        *,
        now: float,
        out: list[Outcome],
        cause: Cause,
    ) -> None:
        """Something has changed: tell everybody who has asked."""
        self._states[package] = body, content_type
        for found in tuple(self._all.values()):
            if not found.is_ours and found.package.name == package:
                self._tell(found, body, content_type, None, now, out, cause)

    def time_out(self, handle: int, *, now: float, out: list[Outcome]) -> None:
        """A subscription was not renewed in time."""
        found = self._all[handle]
        self._agent.fired(found.key, EXPIRY, now, out)
        if found.is_ours:
            self._end(found, now, out)
            out.append(SubscriptionEnded(handle, 0))
        else:
            self._tell(found, b"", None, "timeout", now, out, Cause(timer=EXPIRY))

    # Both.

    def dialog_of(self, request: Request) -> Dialog | None:
        """The dialog of a subscription that a request belongs to."""
        mark = request.call_id, tag_of(request, "to"), tag_of(request, "from")
        for found in self._all.values():
            dialog = found.dialog
            if dialog is not None and mark == (
                dialog.call_id,
                dialog.local_tag,
                dialog.remote_tag,
            ):
                return dialog
        return None

    def of_call(self, call_id: str) -> tuple[int, ...]:
        """Handles of our own subscriptions with this Call-ID, oldest first."""
        return tuple(
            s.handle for s in self._all.values() if s.is_ours and s.call_id == call_id
        )

    def _tell(
        self,
        it: Subscription,
        body: bytes,
        content_type: str | None,
        reason: str | None,
        now: float,
        out: list[Outcome],
        cause: Cause,
    ) -> None:
        """One NOTIFY; with a `reason` it is the last."""
        agent, dialog = self._agent, it.dialog
        if dialog is None:
            return
        left = max(0, round(it.expires_at - now)) or 60
        state = f"terminated;reason={reason}" if reason else f"active;expires={left}"
        notify = dialog.build_request(
            "BENOTIFY" if it.best_effort else "NOTIFY",
            via=agent.via(),
            contact=agent.contact,
            headers=(("Event", str(it.package)), ("Subscription-State", state)),
            body=body,
            content_type=content_type,
        )
        where = agent.where(dialog.next_hop)
        if it.best_effort:
            out += agent.layer.forward(
                notify, destination=where, transport=agent.transport, cause=cause
            )
        else:
            asked = Asked(notify, None, dialog, subscription=it.handle)
            agent.send(asked, where, now, out, cause)
        if reason:
            self._end(it, now, out)

    def _told(self, request: Request, package: Package | None) -> Subscription | None:
        """Who asks again, in the dialog of an earlier subscription."""
        dialog = self.dialog_of(request)
        for found in self._all.values():
            is_in_it = dialog is not None and found.dialog is dialog
            if is_in_it and not found.is_ours and found.package == package:
                return found
        return None

    def _told_from_now(
        self,
        request: Request,
        package: Package,
        dialog: Dialog | None,
        now: float,
        out: list[Outcome],
    ) -> Subscription:
        tag = dialog.local_tag if dialog else self._agent.identifiers.tag()
        made = self._new(request, package, tag, is_ours=False)
        supported = request.headers.values("Supported")
        made.best_effort = BENOTIFY_OPTION in [tag.lower() for tag in supported]
        made.is_shared = dialog is not None
        if dialog is None:
            self._join(made, dialog_of_uas(request, tag), now, out)
        else:
            made.dialog = dialog
            dialog.usages += 1
        return made

    def _new(
        self, request: Request, package: Package, tag: str, *, is_ours: bool
    ) -> Subscription:
        self._count += 1
        made = Subscription(
            self._count, package, request.call_id, tag, is_ours, request=request
        )
        self._all[made.handle] = made
        return made

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

    def _join(
        self, it: Subscription, dialog: Dialog, now: float, out: list[Outcome]
    ) -> None:
        it.dialog = dialog
        dialog.usages += 1
        self._agent.change(dialog, DialogState.CONFIRMED, now, out)

    def _end(self, it: Subscription, now: float, out: list[Outcome]) -> None:
        """Forget it, and its dialog if nothing else uses that."""
        agent = self._agent
        if self._all.pop(it.handle, None) is None:
            return
        agent.stop_timer(it.key, it.key, EXPIRY, now, out)
        if it.dialog is not None:
            it.dialog.usages -= 1
            if not it.dialog.usages and (it.dialog.is_left or not it.is_shared):
                agent.change(it.dialog, DialogState.TERMINATED, now, out)

    def _set_expiry(
        self, it: Subscription, seconds: int, now: float, out: list[Outcome]
    ) -> None:
        if it.handle not in self._all:
            return
        it.expires_at = now + seconds
        # The last NOTIFY may be on its way (Timer N, RFC 6665 §4.1.2).
        wait = seconds + (self._agent.timers.patience if it.is_ours else 0.0)
        self._agent.set_timer(it.key, it.key, EXPIRY, wait, now, out)

    def _reply(
        self, key: str, request: Request, reply: Reply, now: float, out: list[Outcome]
    ) -> None:
        status, reason, headers = reply
        tag = self._agent.identifiers.tag() if request.to_tag is None else None
        response = build.response(request, status, reason, to_tag=tag, headers=headers)
        self._agent.respond(key, response, now, out)


def _to(response: Response) -> str:
    return tag_of(response, "to")


def _dialog_by_notify(it: Subscription, notify: Request) -> Dialog:
    """The dialog of a subscriber whose first news is a NOTIFY (RFC 6665 §4.4.1)."""
    dialog = dialog_of_uas(notify, it.local_tag)
    dialog.local = notify.headers.get("To") or ""
    if it.request is not None:
        dialog.local_seq = it.request.cseq.number
    return dialog
