"""Traces made by hand, so that views are tested without a simulator."""

from collections.abc import Iterable

import pytest

from mspllab.sip.build import ack_for_failure, cancel, request, response
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import (
    NO_CAUSE,
    Cause,
    Dropped,
    Ended,
    Happened,
    Lost,
    Received,
    ScriptRun,
    Sent,
    TimerFired,
)
from mspllab.trace.trace import Party, ScriptText, Trace

DELAY = 0.01
GRUU = (
    "sip:app01.lab.example@lab.example;gruu;"
    "opaque=srvr:reroute:z85CLh3G-lWirNn474kO6QAA"
)
CONTACTS = {
    "alice": "sip:192.0.2.90:50877;transport=tls;ms-opaque=aa11bb22cc",
    "bob-desk": (
        "sip:192.0.2.101:50211;transport=tls;ms-opaque=7f3c20aa51;ms-received-cid=1A00"
    ),
    "bob-mobile": (
        "sip:198.51.100.7:41822;transport=tls;ms-opaque=0b4411c0de;ms-received-cid=2B00"
    ),
    "app01": "sip:app01.lab.example:10607;transport=tls;ms-opaque=5d1e7a90c4",
}
EPIDS = {"bob-desk": "b0b0000001", "bob-mobile": "b0b0000002", "app01": "b0b0000003"}
PARTIES = (
    Party("alice", "client", "Alice", "192.0.2.90:50877"),
    Party("fe01", "front-end", "fe01.lab.example\nFront End", "192.0.2.11:5061"),
    Party("bob-desk", "client", "Bob, desk phone", "192.0.2.101:50211"),
    Party("bob-mobile", "client", "Bob, mobile", "198.51.100.7:41822"),
    Party("app01", "platform", "app01\nUCMA, as Bob", "192.0.2.50:10607"),
)
MANIFEST = """<?xml version="1.0"?>
<lc:applicationManifest lc:appUri="http://www.lab.example/reroute"
    xmlns:lc="http://schemas.microsoft.com/lcs/2006/05">
<lc:requestFilter methodNames="INVITE" strictRoute="false"/>
<lc:proxyByDefault action="true"/>
<lc:splScript><![CDATA[
  // Calls for Bob go to the application.
  if (sipRequest) {
    if (ContainsString(sipRequest.To, "bob@lab.example", true)) {
      Log("Debugr", 1, "to the application");
      ProxyRequest();
    }
  }
]]></lc:splScript>
</lc:applicationManifest>
"""


class Wire:
    """Writes a trace message by message; arrivals are recorded when they are due."""

    def __init__(self, title: str = "", parties: Iterable[Party] = PARTIES) -> None:
        self.trace = Trace(title=title, parties=tuple(parties))
        self._n = 0
        self._due: list[Received] = []

    def until(self, at: float) -> None:
        """Record what has arrived by now."""
        self._due.sort(key=lambda record: (record.at, record.n))
        while self._due and self._due[0].at <= at + 1e-9:
            self.trace.append(self._due.pop(0))

    def send(
        self,
        at: float,
        source: str,
        destination: str,
        message: Message,
        *,
        delay: float = DELAY,
        lost: str | None = None,
        cause: Cause = NO_CAUSE,
        transport: str = "TLS",
    ) -> int:
        """Number of the message."""
        self.until(at)
        self._n += 1
        self.trace.append(
            Sent(self._n, at, source, destination, transport, message, cause)
        )
        if lost is None:
            self._due.append(Received(self._n, round(at + delay, 9)))
        else:
            self.trace.append(Lost(self._n, at + delay / 2, lost))
        return self._n

    def happen(self, at: float, element: str, what: str, text: str) -> None:
        self.until(at)
        self.trace.append(Happened(at, element, what, text))

    def end(self, at: float, why: str = "quiet") -> Trace:
        self.until(at)
        self.trace.append(Ended(at, why))
        return self.trace


def via(host: str, branch: str, more: str = "") -> str:
    return f"SIP/2.0/TLS {host};branch=z9hG4bK{branch}{more}"


def alices_invite(
    to: str = "sip:bob@lab.example",
    *,
    uri: str | None = None,
    call_id: str = "c1-lab-0001",
    branch: str = "A1.1",
    tag: str = "a-77f1",
    cseq: int = 1,
) -> Request:
    return request(
        "INVITE",
        uri or to,
        from_=f'"Alice" <sip:alice@lab.example>;tag={tag};epid=a1b2c3d4e5',
        to=f"<{to}>",
        call_id=call_id,
        cseq=cseq,
        via=via("192.0.2.90:50877", branch),
        contact=f"<{CONTACTS['alice']}>",
        body=b"v=0\r\ns=-\r\nm=audio 50052 RTP/AVP 0\r\n",
        content_type="application/sdp",
    )


def proxied(
    message: Request, uri: str, branch: str, *, epid: str = "", branched: str = ""
) -> Request:
    """A copy of `message` as a Front End makes it."""
    flag = f";branched={branched}" if branched else ""
    headers = message.headers.prepended("Via", via("192.0.2.11:5061", branch, flag))
    headers = headers.with_("Max-Forwards", "69").prepended(
        "Record-Route", "<sip:pool01.lab.example:5061;transport=tls;ms-fe=fe01;lr>"
    )
    if epid:
        headers = headers.with_("To", f"{headers.get('To')};epid={epid}")
    return message.replace(uri=uri, headers=headers)


def upstream(answer: Response) -> Response:
    """`answer` as a proxy passes it on."""
    return answer.replace(headers=answer.headers.without_first("Via"))


def in_dialog(method: str, uri: str, branch: str, cseq: int) -> Request:
    return request(
        method,
        uri,
        from_="<sip:alice@lab.example>;tag=a-77f1",
        to="<sip:bob@lab.example>;tag=u-03",
        call_id="c1-lab-0001",
        cseq=cseq,
        via=via("192.0.2.90:50877", branch),
    )


def make_forked_call() -> Trace:
    """Alice calls Bob: three copies, one answer, two phones silenced."""
    wire = Wire("Who rings when you call Bob?")
    wire.trace.scripts["reroute.am"] = ScriptText("reroute.am", MANIFEST, 7, 13)
    phones = ("bob-desk", "bob-mobile", "app01")
    elsewhere = 'SIP;cause=200;text="Call completed elsewhere"'
    wire.happen(0.0, "alice", "called", "calls sip:bob@lab.example")
    invite = alices_invite()
    first = wire.send(0.0, "alice", "fe01", invite, cause=Cause(plan="alice: call"))
    wire.until(0.01)
    because = Cause(message=first)
    wire.send(0.01, "fe01", "alice", response(invite, 100), cause=because)
    wire.trace.append(
        ScriptRun(
            1,
            0.01,
            "fe01",
            "http://www.lab.example/reroute",
            "reroute.am",
            first,
            "proxied",
            targets=(CONTACTS["bob-desk"], CONTACTS["bob-mobile"], CONTACTS["app01"]),
            lines=(8, 9, 10, 11),
        )
    )
    copies = {
        name: proxied(
            invite, CONTACTS[name], f"F1.{k}", epid=EPIDS[name], branched="TRUE"
        )
        for k, name in enumerate(phones, 1)
    }
    arrived = {
        name: wire.send(
            0.01, "fe01", name, copy, cause=Cause(message=first, run=1, line=11)
        )
        for name, copy in copies.items()
    }
    report = response(
        invite,
        101,
        "Progress Report",
        headers=[
            (
                "ms-diagnostics",
                '13004;reason="Request was proxied to one or more registered '
                'endpoints";source="fe01.lab.example"',
            )
        ],
    )
    wire.send(0.01, "fe01", "alice", report, cause=because)
    answers = {
        name: lambda status, name=name, **more: response(
            copies[name], status, to_tag=f"{name[-3:]}-1", **more
        )
        for name in phones
    }
    wire.happen(0.02, "app01", "accepted", "accepts the call from Alice")
    ok = answers["app01"](200)
    n_ok = wire.send(0.02, "app01", "fe01", ok, cause=Cause(message=arrived["app01"]))
    wire.send(0.03, "fe01", "alice", upstream(ok), cause=Cause(message=n_ok))
    rung = {}
    for name in phones[:2]:
        wire.happen(0.12, name, "rings", "rings: Alice is calling")
        rung[name] = wire.send(
            0.12, name, "fe01", answers[name](180), cause=Cause(message=arrived[name])
        )
    for name in phones[:2]:
        wire.send(
            0.13, "fe01", name, cancel(copies[name], elsewhere), cause=Cause(n_ok)
        )
    wire.happen(0.04, "alice", "connected", "is connected with Bob")
    ack = in_dialog("ACK", CONTACTS["app01"], "A1.2", 1)
    n_ack = wire.send(0.04, "alice", "fe01", ack)
    wire.trace.records.sort(key=lambda record: record.at)
    wire.send(
        0.05,
        "fe01",
        "app01",
        proxied(ack, CONTACTS["app01"], "F2"),
        cause=Cause(message=n_ack),
    )
    wire.trace.records.sort(key=lambda record: record.at)
    for name in phones[:2]:
        wire.until(0.14)
        wire.happen(0.14, name, "cancelled", "stops ringing: call completed elsewhere")
        done = cancel(copies[name], elsewhere)
        wire.send(0.14, name, "fe01", response(done, 200))
        wire.send(0.14, name, "fe01", answers[name](487))
    for name in phones[:2]:
        wire.send(0.15, "fe01", name, ack_for_failure(copies[name], answers[name](487)))
    bye = in_dialog("BYE", CONTACTS["app01"], "A1.3", 2)
    wire.happen(5.0, "alice", "ended", "hangs up on Bob")
    n_bye = wire.send(5.0, "alice", "fe01", bye, cause=Cause(plan="alice: hang up"))
    passed = proxied(bye, CONTACTS["app01"], "F3")
    n_bye = wire.send(5.01, "fe01", "app01", passed, cause=Cause(message=n_bye))
    done = response(passed, 200)
    n_done = wire.send(5.02, "app01", "fe01", done, cause=Cause(message=n_bye))
    wire.send(5.03, "fe01", "alice", upstream(done), cause=Cause(message=n_done))
    trace = wire.end(5.04)
    trace.records.sort(key=lambda record: record.at)
    return trace


def make_lossy_call() -> Trace:
    """Over UDP: a lost INVITE, repeats by Timer A, a lost 200, a dropped request."""
    parties = (
        Party("alice", "client", "Alice", "192.0.2.90:5060"),
        Party("proxy", "proxy", "proxy.example.com", "192.0.2.11:5060"),
        Party("bob", "client", "Bob", "192.0.2.101:5060"),
    )
    wire = Wire("What does UDP lose?", parties)
    wire.trace.profile = "rfc3261"
    invite = alices_invite("sip:bob@example.com")
    again = Cause(timer="A")
    wire.send(0.0, "alice", "proxy", invite, lost="the link drops it", transport="UDP")
    wire.trace.append(TimerFired(0.5, "alice", "z9hG4bKA1.1 INVITE", "A"))
    first = wire.send(0.5, "alice", "proxy", invite, cause=again, transport="UDP")
    wire.until(0.51)
    because = Cause(message=first)
    wire.send(
        0.51, "proxy", "alice", response(invite, 100), cause=because, lost="fault 1"
    )
    copy = proxied(invite, "sip:bob@192.0.2.101:5060", "P1")
    n = wire.send(0.51, "proxy", "bob", copy, cause=because, transport="UDP")
    ringing = response(copy, 180, to_tag="b1")
    wire.happen(0.52, "bob", "rings", "rings: Alice is calling")
    n = wire.send(0.52, "bob", "proxy", ringing, cause=Cause(message=n), delay=1.0)
    wire.trace.append(TimerFired(1.5, "alice", "z9hG4bKA1.1 INVITE", "A"))
    late = wire.send(1.5, "alice", "proxy", invite, cause=again)
    wire.until(1.52)
    wire.trace.append(Dropped(1.52, "proxy", late, "it absorbs the repeat"))
    wire.send(1.52, "proxy", "alice", upstream(ringing), cause=Cause(message=n))
    ok = response(copy, 200, to_tag="b1")
    n = wire.send(2.0, "bob", "proxy", ok, delay=0.03)
    n2 = wire.send(2.01, "bob", "proxy", ok, delay=0.01, cause=Cause(timer="L2"))
    wire.until(2.02)
    wire.send(2.02, "proxy", "alice", upstream(ok), cause=Cause(message=n2))
    wire.until(2.03)
    wire.send(2.03, "proxy", "alice", upstream(ok), cause=Cause(message=n))
    wire.until(2.04)
    ack = in_dialog("ACK", "sip:bob@192.0.2.101", "A1.2", 1)
    wire.send(2.04, "alice", "bob", ack)
    wire.until(34.0)
    wire.trace.append(TimerFired(34.0, "bob", "z9hG4bKP1 INVITE", "H"))
    wire.happen(34.0, "bob", "failed", "has no call: no ACK came for 64·T1")
    trace = wire.end(36.5, "until")
    trace.records.sort(key=lambda record: record.at)
    return trace


def make_redirected_call() -> Trace:
    """A 302 from a script, and the brand-new INVITE that a Lync client makes of it."""
    wire = Wire(
        "What if the caller is told to go elsewhere?", PARTIES[:2] + PARTIES[4:]
    )
    invite = alices_invite()
    first = wire.send(0.0, "alice", "fe01", invite)
    wire.until(0.01)
    wire.trace.append(
        ScriptRun(
            1,
            0.01,
            "fe01",
            "http://www.lab.example/authorised",
            "authorised-caller.am",
            first,
            "responded",
            response="302 Moved Temporarily",
            lines=(9, 14),
        )
    )
    moved = response(
        invite,
        302,
        to_tag="fe-9",
        headers=[("Contact", "<sip:frontdesk@lab.example>")],
    )
    n = wire.send(0.01, "fe01", "alice", moved, cause=Cause(first, run=1, line=14))
    wire.until(0.02)
    wire.happen(
        0.02, "alice", "redirected", "is sent on to sip:frontdesk@lab.example by a 302"
    )
    wire.send(0.02, "alice", "fe01", ack_for_failure(invite, moved))
    fresh = alices_invite(
        "sip:frontdesk@lab.example", call_id="c2-lab-0002", branch="A2", tag="a-88"
    )
    n = wire.send(0.02, "alice", "fe01", fresh, cause=Cause(message=n))
    wire.until(0.03)
    copy = proxied(fresh, GRUU, "F9", branched="FALSE")
    n2 = wire.send(0.03, "fe01", "app01", copy, cause=Cause(message=n))
    wire.until(0.04)
    wire.happen(
        0.04,
        "app01",
        "received",
        "receives a call from Alice at frontdesk; To says sip:frontdesk@lab.example",
    )
    ok = response(copy, 200, to_tag="u-1")
    n3 = wire.send(0.04, "app01", "fe01", ok, cause=Cause(message=n2))
    wire.send(0.05, "fe01", "alice", upstream(ok), cause=Cause(message=n3))
    trace = wire.end(0.06)
    trace.records.sort(key=lambda record: record.at)
    return trace


def make_busy_hour(messages: int) -> Trace:
    """Forked calls one after the other, `messages` messages in all."""
    call = make_forked_call()
    trace = Trace("A busy hour", parties=call.parties, scripts=call.scripts)
    in_call = len(call.of(Sent))
    shift, base = 0.0, 0
    while base < messages:
        for record in call.records:
            if isinstance(record, Ended):
                continue
            fields: dict[str, object] = {"at": record.at + shift}
            if isinstance(record, Sent | Received | Lost):
                if record.n + base > messages:
                    continue
                fields["n"] = record.n + base
            if isinstance(record, Sent) and record.cause.message is not None:
                fields["cause"] = record.cause._replace(
                    message=record.cause.message + base
                )
            trace.append(record._replace(**fields))
        shift, base = shift + 6.0, base + in_call
    trace.append(Ended(shift, "quiet"))
    return trace


@pytest.fixture
def forked_call() -> Trace:
    return make_forked_call()


@pytest.fixture
def lossy_call() -> Trace:
    return make_lossy_call()


@pytest.fixture
def redirected_call() -> Trace:
    return make_redirected_call()
