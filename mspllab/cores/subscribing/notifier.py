"""Notifier: what others want to be told, and telling them (RFC 6665 §4.2, RFC 3515)."""

from mspllab.cores.agent import Agent, Asked, Outcome
from mspllab.cores.calls.call import Call
from mspllab.cores.decision import Reply
from mspllab.cores.dialog import Dialog, dialog_of_uas
from mspllab.cores.events import IncomingRefer, SubscriptionEnded
from mspllab.cores.subscribing.ledger import EXPIRY, Ledger
from mspllab.cores.subscribing.subscription import REFER, Package, Subscription
from mspllab.sip import build, fields
from mspllab.sip.message import Request
from mspllab.trace.records import NO_CAUSE, Cause

LONGEST = 3600
"""Seconds we grant at most."""
OF_A_REFER = 180
"""Seconds that news of a call is promised for: as long as proxies let one ring."""
BENOTIFY_OPTION = "ms-benotify"
SIPFRAG = "message/sipfrag"
OVER = frozenset({408, 481})
"""Answers to a NOTIFY that end the subscription, and nothing else (RFC 5057 §5)."""


class Notifier:
    """Takes SUBSCRIBE and REFER, and tells by NOTIFY.

    Args:
        agent: what all parts of a user agent share.
        ledger: where subscriptions are remembered.
        packages: the event packages it tells others about, beside refer.
    """

    def __init__(self, agent: Agent, ledger: Ledger, packages: tuple[str, ...]) -> None:
        self._agent = agent
        self._ledger = ledger
        self._packages = packages
        self._states: dict[str, tuple[bytes, str | None]] = {}
        """Package → what was last told of it, and its type."""

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
            self._ledger.set_expiry(known, granted, now, out)
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
            s.dialog is dialog and s.package.name == REFER
            for s in self._ledger.all.values()
        )
        package = Package(REFER, str(request.cseq.number) if shared else "")
        made = self._told_from_now(request, package, dialog, now, out)
        handle = None if call is None else call.handle
        out.append(IncomingRefer(made.handle, handle, request, key))

    def accept(
        self, handle: int, key: str, *, now: float, out: list[Outcome], cause: Cause
    ) -> None:
        """202 to a REFER, and at once how far it is: not at all (RFC 3515 §2.4.4)."""
        found = self._ledger.all.get(handle)
        if found is None or found.request is None:
            return
        agent = self._agent
        contact = (("Contact", agent.contact),)
        tag = found.local_tag
        response = build.response(found.request, 202, to_tag=tag, headers=contact)
        agent.respond(key, response, now, out, cause)
        self._ledger.set_expiry(found, OF_A_REFER, now, out)
        self.report(handle, "SIP/2.0 100 Trying", now=now, out=out, cause=cause)

    def refuse(
        self, handle: int, key: str, status: int, *, now: float, out: list[Outcome]
    ) -> None:
        """Anything but 2xx to a REFER: there is no subscription."""
        found = self._ledger.all.get(handle)
        if found is not None and found.request is not None:
            self._reply(key, found.request, Reply(status), now, out)
            self._ledger.end(found, now, out)

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
        found = self._ledger.all.get(handle)
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
        for found in tuple(self._ledger.all.values()):
            if not found.is_ours and found.package.name == package:
                self._tell(found, body, content_type, None, now, out, cause)

    def take_answer(
        self, handle: int, status: int, *, now: float, out: list[Outcome]
    ) -> None:
        """A NOTIFY has its final answer."""
        found = self._ledger.all.get(handle)
        if found is not None and status in OVER:
            self._ledger.end(found, now, out)
            out.append(SubscriptionEnded(handle, status))

    def time_out(self, it: Subscription, *, now: float, out: list[Outcome]) -> None:
        """A subscription was not renewed in time: the last NOTIFY."""
        self._agent.fired(it.key, EXPIRY, now, out)
        self._tell(it, b"", None, "timeout", now, out, Cause(timer=EXPIRY))

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
            self._ledger.end(it, now, out)

    def _told(self, request: Request, package: Package | None) -> Subscription | None:
        """Who asks again, in the dialog of an earlier subscription."""
        dialog = self._ledger.dialog_of(request)
        for found in self._ledger.all.values():
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
        made = self._ledger.new(request, package, tag, is_ours=False)
        supported = request.headers.values("Supported")
        made.best_effort = BENOTIFY_OPTION in [tag.lower() for tag in supported]
        made.is_shared = dialog is not None
        if dialog is None:
            self._ledger.join(made, dialog_of_uas(request, tag), now, out)
        else:
            made.dialog = dialog
            dialog.usages += 1
        return made

    def _reply(
        self, key: str, request: Request, reply: Reply, now: float, out: list[Outcome]
    ) -> None:
        status, reason, headers = reply[:3]
        tag = self._agent.identifiers.tag() if request.to_tag is None else None
        response = build.response(request, status, reason, to_tag=tag, headers=headers)
        self._agent.respond(key, response, now, out)
