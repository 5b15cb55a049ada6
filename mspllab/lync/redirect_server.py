"""RedirectServer: answers with where the callee is, and forgets (RFC 3261 §8.3)."""

from random import Random

from mspllab.cores.decision import Reply, Ruling, targets_of
from mspllab.cores.location import Binding
from mspllab.cores.screening import syntax_problem
from mspllab.errors import ParseError, ScenarioError
from mspllab.lync.directory import Directory
from mspllab.lync.plan import Step
from mspllab.lync.profile import RFC3261
from mspllab.lync.routing.deployment import Deployment
from mspllab.sim.datagram import Endpoint
from mspllab.sim.fault import REFUSED
from mspllab.sip import build
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Message, Request
from mspllab.sip.uri import rfc3261_equal
from mspllab.trace.records import Dropped
from mspllab.trace.trace import Party
from mspllab.transaction.effects import TO_CORE, Deliver, Effect
from mspllab.transaction.layer import TransactionLayer
from mspllab.transaction.timers import Timers


class RedirectServer:
    """Registers clients, and tells callers their addresses in a 302.

    Args:
        name: of the element.
        host: fully qualified name.
        ip, port: where it listens.
        directory: users, and the domains it serves.
        timers: T1, T2 and T4.
        chance: source of tags.
    """

    def __init__(
        self,
        *,
        name: str,
        host: str,
        ip: str,
        port: int,
        directory: Directory,
        timers: Timers,
        chance: Random,
    ) -> None:
        self.address = Endpoint(ip, port)
        self.hosts = (host, ip)
        label = f"{name}\nredirect server"
        self.party = Party(name, "redirect-server", label, str(self.address))
        self._deployment = Deployment(
            host=host, own_hosts=self.hosts, directory=directory, switches=RFC3261
        )
        self._layer = TransactionLayer(owner=name, timers=timers)
        self._identifiers = Identifiers(chance, host)

    def preregister(self, binding: Binding) -> Binding:
        """Put `binding` in place before the run; as it was kept."""
        return self._deployment.preregister(binding)

    @property
    def live(self) -> tuple[str, ...]:
        """Transactions that are not over."""
        return self._layer.live

    def start(self, *, now: float) -> list[Effect]:
        """It is up and says nothing."""
        return []

    def receive(
        self, message: Message, *, source: Endpoint, transport: str, now: float
    ) -> list[Effect]:
        """What follows from the arrival of `message`."""
        effects = self._layer.receive(
            message, source=source, transport=transport, now=now
        )
        return self._settled(effects, now)

    def transport_failed(
        self,
        message: Message,
        *,
        destination: Endpoint,
        now: float,
        why: str = REFUSED,
    ) -> list[Effect]:
        """A response that cannot be delivered is forgotten."""
        return self._settled(self._layer.transport_failed(message, now=now), now)

    def perform(self, step: Step, *, now: float) -> list[Effect]:
        """Servers do nothing by themselves."""
        raise ScenarioError(f"{step}: a server does nothing by itself")

    def next_timer(self) -> float | None:
        """When it wants to be called again."""
        return self._layer.next_timer()

    def fire_timers(self, *, now: float) -> list[Effect]:
        """What is due at `now`."""
        return self._settled(self._layer.fire_timers(now=now), now)

    def _settled(self, effects: list[Effect], now: float) -> list[Effect]:
        out: list[Effect] = []
        for effect in effects:
            if isinstance(effect, Deliver):
                out += self._deliver(effect, now)
            elif type(effect) not in TO_CORE:  # nobody waits for how an answer fares
                out.append(effect)
        return out

    def _deliver(self, delivered: Deliver, now: float) -> list[Effect]:
        message, key, _ = delivered
        if not isinstance(message, Request) or key is None:
            why = "a redirect server waits for neither responses nor such ACKs"
            return [Dropped(now, self.party.name, None, why)]
        status, reason, headers, _ = self._answer(message, now)
        response = build.response(
            message, status, reason, to_tag=self._identifiers.tag(), headers=headers
        )
        return self._settled(self._layer.send_response(key, response, now=now), now)

    def _answer(self, request: Request, now: float) -> Reply:
        if problem := syntax_problem(request):
            return problem
        if request.method == "CANCEL":
            found = self._layer.server_transaction_for(request)
            return Reply(200 if found else 481)
        registration = self._deployment.user_services.decide(request, now=now)
        if isinstance(registration, Ruling):
            assert isinstance(registration.decision, Reply)
            return registration.decision
        return self._redirection(request, now)

    def _redirection(self, request: Request, now: float) -> Reply:
        """302 with every contact, best q first; never back to the Request-URI."""
        try:
            decision = self._deployment.routes.find(request, now=now).decision
        except ParseError:
            return Reply(416)
        if isinstance(decision, Reply):
            return decision
        targets = [
            t for t in targets_of(decision) if not rfc3261_equal(t.uri, request.uri)
        ]
        contacts = [("Contact", f"<{t.uri}>;q={t.q:g}") for t in targets]
        return Reply(302, headers=tuple(contacts)) if contacts else Reply(404)
