"""Whatever the network does to two layers, every transaction ends, and ends once."""

from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from mspllab.sip import build
from mspllab.sip.message import Message, Request
from mspllab.transaction.effects import Deliver, Effect, Failed, Send, Terminated
from mspllab.transaction.layer import TransactionLayer
from tests.transaction.messages import ALICE, BOB, request

LONGEST_WAY = 0.4
"""Seconds; younger than the last copy of a request when its sender gives up, so that no
copy arrives when the server has forgotten it."""


@dataclass
class Core:
    """What one side's core was told."""

    requests: list[Message] = field(default_factory=list)
    finals: list[Message] = field(default_factory=list)
    failures: list[Failed] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    key: str = ""
    """Of the server transaction."""


@dataclass
class Packet:
    """A message on its way."""

    to: str
    message: Message
    sent: float


class Exchange(RuleBasedStateMachine):
    """Alice asks Bob once; the network and Bob do as they like."""

    method = "INVITE"
    transport = "UDP"

    @initialize()
    def ask(self) -> None:
        """Alice's request leaves."""
        self.now = 0.0
        self.layers = {n: TransactionLayer(owner=n) for n in ("alice", "bob")}
        self.cores = {"alice": Core(), "bob": Core()}
        self.wire: list[Packet] = []
        self.broken = False
        asked = request(
            self.method, via=f"SIP/2.0/{self.transport} {ALICE};branch=z9hG4bKq"
        )
        _, effects = self.layers["alice"].send_request(
            asked, destination=BOB, transport=self.transport, now=0.0
        )
        self.take("alice", effects)

    def take(self, who: str, effects: list[Effect]) -> None:
        """Sort what a layer returned."""
        core, other = self.cores[who], "bob" if who == "alice" else "alice"
        for effect in effects:
            if isinstance(effect, Send):
                self.wire.append(Packet(other, effect.message, self.now))
            elif isinstance(effect, Failed):
                core.failures.append(effect)
            elif isinstance(effect, Terminated):
                core.ended.append(effect.transaction)
            elif isinstance(effect, Deliver):
                self.deliver(core, effect)

    def deliver(self, core: Core, told: Deliver) -> None:
        """The core is told; the caller acknowledges every 2xx to INVITE."""
        message = told.message
        if isinstance(message, Request):
            if message.method != "ACK":
                core.requests.append(message)
                core.key = told.transaction or ""
        elif message.status >= 200 and told.transaction is not None:
            core.finals.append(message)
            if self.method == "INVITE" and message.status < 300:
                ack = request("ACK", via=f"SIP/2.0/UDP {ALICE};branch=z9hG4bKack")
                self.wire.append(Packet("bob", ack, self.now))

    def arrive(self, packet: Packet) -> None:
        """A message reaches its layer."""
        source = ALICE if packet.to == "bob" else BOB
        effects = self.layers[packet.to].receive(
            packet.message, source=source, transport=self.transport, now=self.now
        )
        self.take(packet.to, effects)

    def picked(self, data: st.DataObject, *, keep: bool = False) -> Packet:
        """One of the messages on the wire; the oldest where the order is kept."""
        last = 0 if self.transport != "UDP" else len(self.wire) - 1
        place = data.draw(st.integers(0, last))
        return self.wire[place] if keep else self.wire.pop(place)

    @precondition(lambda self: self.wire)
    @rule(data=st.data())
    def a_message_arrives(self, data: st.DataObject) -> None:
        """Perhaps before others that were sent earlier."""
        self.arrive(self.picked(data))

    @precondition(lambda self: self.wire and self.transport == "UDP")
    @rule(data=st.data())
    def a_message_is_lost(self, data: st.DataObject) -> None:
        """Nobody is told."""
        self.picked(data)

    @precondition(lambda self: self.wire and self.transport == "UDP")
    @rule(data=st.data())
    def a_message_arrives_twice(self, data: st.DataObject) -> None:
        """Its copy is still under way."""
        self.arrive(self.picked(data, keep=True))

    @precondition(lambda self: self.wire)
    @rule(data=st.data())
    def a_message_cannot_be_sent(self, data: st.DataObject) -> None:
        """Its sender is told (§17.1.4, §17.2.4)."""
        packet, self.broken = self.picked(data), True
        sender = "alice" if packet.to == "bob" else "bob"
        failed = self.layers[sender].transport_failed(packet.message, now=self.now)
        self.take(sender, failed)

    @precondition(lambda self: self.cores["bob"].key)
    @rule(status=st.sampled_from([100, 180, 183, 200, 202, 302, 486, 503, 603]))
    def bob_answers(self, status: int) -> None:
        """Once, or again: the layer sees to what may still be sent."""
        bob = self.cores["bob"]
        asked = bob.requests[-1]
        assert isinstance(asked, Request)
        answer = build.response(asked, status, to_tag="b")
        self.take(
            "bob", self.layers["bob"].send_response(bob.key, answer, now=self.now)
        )

    @rule()
    def time_passes(self) -> None:
        """Until the next timer; what is too long under way is lost."""
        dues = [layer.next_timer() for layer in self.layers.values()]
        self.now = min((due for due in dues if due is not None), default=self.now + 1)
        if self.transport == "UDP":
            self.wire = [p for p in self.wire if self.now - p.sent <= LONGEST_WAY]
        while self.transport != "UDP" and self.wire:
            self.arrive(self.wire.pop(0))
        for name, layer in self.layers.items():
            self.take(name, layer.fire_timers(now=self.now))

    @invariant()
    def nothing_is_told_twice(self) -> None:
        """One request up, one end a side; several 2xx to INVITE are no repeat."""
        alice, bob = self.cores["alice"], self.cores["bob"]
        assert len(bob.requests) <= 1 or self.broken
        assert len(alice.failures) <= 1
        refusals = [m for m in alice.finals if m.status and m.status >= 300]
        successes = [m for m in alice.finals if m.status and m.status < 300]
        assert len(refusals) <= 1
        assert not (refusals and successes)
        assert self.method == "INVITE" or len(alice.finals) <= 1
        assert not (alice.failures and alice.finals) or self.broken
        for core in (alice, bob):
            assert len(core.ended) == len(set(core.ended)) or self.broken

    def teardown(self) -> None:
        """Bob answers at last, if he was asked; then everything comes to rest."""
        bob = self.cores["bob"]
        for _ in range(200):
            if bob.key and self.layers["bob"].is_open(bob.key):
                self.bob_answers(486)
            self.time_passes()
        alice, layer = self.cores["alice"], self.layers["alice"]
        for key in layer.live:  # only an INVITE that rang has no timer of its own
            assert self.method == "INVITE"
            self.take("alice", layer.destroy(key, now=self.now))
            alice.failures.append(Failed(key, "given up by its core"))
        assert alice.finals or alice.failures
        for layer in self.layers.values():
            assert layer.next_timer() is None
            assert layer.live == ()


class NonInvite(Exchange):
    """The same with INFO."""

    method = "INFO"


class InviteOverTcp(Exchange):
    """The same on a connection: nothing lost, doubled or overtaken."""

    transport = "TCP"


class NonInviteOverTcp(NonInvite):
    """And with INFO."""

    transport = "TCP"


MANY = settings(max_examples=60, stateful_step_count=30)
TestInvite = Exchange.TestCase
TestNonInvite = NonInvite.TestCase
TestInviteOverTcp = InviteOverTcp.TestCase
TestNonInviteOverTcp = NonInviteOverTcp.TestCase
TestInvite.settings = TestNonInvite.settings = MANY
TestInviteOverTcp.settings = TestNonInviteOverTcp.settings = MANY
