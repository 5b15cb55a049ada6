"""Requests: what a user agent asks beside the INVITE of a call (§8.1, §12.2)."""

from collections.abc import Iterable

from mspllab.cores.agent import Agent, Outcome
from mspllab.cores.calls.call import Modification
from mspllab.cores.calls.modification import Modifications
from mspllab.cores.subscribing.notifier import Notifier
from mspllab.cores.subscribing.subscriber import Subscriber
from mspllab.cores.uac import UserAgentClient
from mspllab.sip.address import Address
from mspllab.sip.message import Request
from mspllab.trace.records import NO_CAUSE, Cause

Pairs = Iterable[tuple[str, str]]


class Requests:
    """Sends requests inside and outside calls; `RequestAnswered` follows from each."""

    def __init__(
        self,
        agent: Agent,
        client: UserAgentClient,
        modifications: Modifications,
        subscriber: Subscriber,
        notifier: Notifier,
    ) -> None:
        self._agent = agent
        self._client = client
        self._modifications = modifications
        self._subscriber = subscriber
        self._notifier = notifier

    def request(
        self,
        call: int,
        method: str,
        *,
        headers: Pairs = (),
        body: bytes = b"",
        content_type: str | None = None,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """Send a request inside an answered call; `RequestAnswered` will follow."""
        out: list[Outcome] = []
        if found := self._agent.calls.get(call):
            self._client.ask(
                found,
                method,
                headers=headers,
                body=body,
                content_type=content_type,
                now=now,
                out=out,
                cause=cause,
            )
        return out

    def modify(
        self,
        call: int,
        method: str = "INVITE",
        *,
        headers: Pairs = (),
        body: bytes = b"",
        content_type: str | None = None,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """Change an answered call by INVITE or UPDATE, as soon as that is possible.

        It waits while another change is under way, and is tried again after a 491.
        """
        out: list[Outcome] = []
        if found := self._agent.calls.get(call):
            change = Modification(method, tuple(headers), body, content_type, cause)
            self._modifications.ask(found, change, now=now, out=out)
        return out

    def send(
        self,
        method: str,
        target: str,
        *,
        from_: Address,
        to: Address,
        headers: Pairs = (),
        body: bytes = b"",
        content_type: str | None = None,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """Send a request outside any call; `RequestAnswered` will follow."""
        request = self._client.build(
            method,
            target,
            from_=from_,
            to=to,
            headers=headers,
            body=body,
            content_type=content_type,
        )
        out: list[Outcome] = []
        self._client.send(request, now=now, out=out, cause=cause)
        return out

    def raw(
        self, request: Request, *, now: float, cause: Cause = NO_CAUSE
    ) -> list[Outcome]:
        """Send a finished request as it is; an INVITE begins a call."""
        out: list[Outcome] = []
        self._client.raw(request, now=now, out=out, cause=cause)
        return out

    def subscribe(
        self,
        target: str,
        *,
        from_: Address,
        to: Address,
        event: str,
        expires: int,
        headers: Pairs = (),
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> tuple[int, list[Outcome]]:
        """Ask to be told of `event`; the subscription's number, and what to do."""
        fields = (("Event", event), ("Expires", str(expires)), *headers)
        return self._ask("SUBSCRIBE", target, from_, to, fields, now, cause)

    def _ask(
        self,
        method: str,
        target: str,
        from_: Address,
        to: Address,
        headers: Pairs,
        now: float,
        cause: Cause,
    ) -> tuple[int, list[Outcome]]:
        """Send what makes a subscription outside any call."""
        contact = self._agent.contact
        request = self._client.build(
            method, target, from_=from_, to=to, contact=contact, headers=headers
        )
        out: list[Outcome] = []
        made = self._subscriber.ask(request, now=now, out=out, cause=cause)
        return made.handle, out

    def renew(
        self, subscription: int, expires: int, *, now: float, cause: Cause = NO_CAUSE
    ) -> list[Outcome]:
        """Subscribe for longer, or with 0 seconds no more."""
        out: list[Outcome] = []
        self._subscriber.renew(subscription, expires, now=now, out=out, cause=cause)
        return out

    def refer(
        self,
        call: int,
        *,
        headers: Pairs,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> tuple[int, list[Outcome]]:
        """Ask the other side of a call to call somebody; 0 where there is no call."""
        out: list[Outcome] = []
        agent, found = self._agent, self._agent.calls.get(call)
        if found is None or found.dialog is None or found.dialog.is_left:
            return 0, out
        request = found.dialog.build_request(
            "REFER", via=agent.via(), contact=agent.contact, headers=headers
        )
        made = self._subscriber.ask(
            request, call=found, dialog=found.dialog, now=now, out=out, cause=cause
        )
        return made.handle, out

    def refer_outside(
        self,
        target: str,
        *,
        from_: Address,
        to: Address,
        headers: Pairs,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> tuple[int, list[Outcome]]:
        """Ask somebody we have no call with to call somebody (RFC 3515 §2.4)."""
        return self._ask("REFER", target, from_, to, headers, now, cause)

    def accept_refer(
        self,
        subscription: int,
        transaction: str,
        *,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """Do as somebody asks: 202, and the first NOTIFY."""
        out: list[Outcome] = []
        self._notifier.accept(subscription, transaction, now=now, out=out, cause=cause)
        return out

    def refuse_refer(
        self, subscription: int, transaction: str, status: int, *, now: float
    ) -> list[Outcome]:
        """Do not."""
        out: list[Outcome] = []
        self._notifier.refuse(subscription, transaction, status, now=now, out=out)
        return out

    def report(
        self, subscription: int, line: str, *, is_last: bool = False, now: float
    ) -> list[Outcome]:
        """Tell whoever has referred us how far the call is, by a status line."""
        out: list[Outcome] = []
        self._notifier.report(subscription, line, is_last=is_last, now=now, out=out)
        return out

    def publish(
        self,
        package: str,
        body: bytes,
        content_type: str | None,
        *,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """Tell all subscribers of a package how things are now."""
        out: list[Outcome] = []
        self._notifier.publish(
            package, body, content_type, now=now, out=out, cause=cause
        )
        return out

    def register(
        self,
        aor: Address,
        registrar: str,
        *,
        contact: Address | str | None,
        expires: int | None = 7200,
        headers: Pairs = (),
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """Register `contact` for `aor`; 0 seconds remove it, None asks what there is.

        The parameters of `aor` (epid) stand in From only. All REGISTERs for one address
        have the same Call-ID, and each a higher CSeq (§10.2).
        """
        out: list[Outcome] = []
        lasting = () if expires is None else (("Expires", str(expires)),)
        self._client.register(
            aor,
            registrar,
            contact=contact,
            headers=(*lasting, *headers),
            now=now,
            out=out,
            cause=cause,
        )
        return out
