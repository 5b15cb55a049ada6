"""Server: what Front Ends and proxies have in common on the network."""

from mspllab.cores.location import Binding
from mspllab.cores.proxy import ProxyCore
from mspllab.cores.stateless_proxy import StatelessProxyCore
from mspllab.errors import ScenarioError
from mspllab.lync.plan import Step
from mspllab.lync.routing.deployment import Deployment
from mspllab.sim.datagram import Endpoint
from mspllab.sim.fault import REFUSED
from mspllab.sip.message import Message
from mspllab.trace.trace import Party
from mspllab.transaction.effects import Effect


class Server:
    """A proxy core and what it knows, standing on the network.

    Args:
        party: name, kind and label.
        address: where it listens.
        hosts: every name and address under which it is found.
        core: does the work.
        deployment: users, applications and registrations.
    """

    def __init__(
        self,
        *,
        party: Party,
        address: Endpoint,
        hosts: tuple[str, ...],
        core: ProxyCore | StatelessProxyCore,
        deployment: Deployment,
    ) -> None:
        self.party = party
        self.address = address
        self.hosts = hosts
        self._core = core
        self._deployment = deployment

    def preregister(self, binding: Binding) -> Binding:
        """Put `binding` in place before the run; as it was kept."""
        return self._deployment.preregister(binding)

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """Everything that is or was registered here."""
        return tuple(self._deployment.location)

    @property
    def live(self) -> tuple[str, ...]:
        """What still waits for something; () when all calls are forgotten."""
        return self._core.live

    def start(self, *, now: float) -> list[Effect]:
        """It is up and says nothing."""
        return []

    def receive(
        self, message: Message, *, source: Endpoint, transport: str, now: float
    ) -> list[Effect]:
        """What follows from the arrival of `message`."""
        return self._core.receive(message, source=source, transport=transport, now=now)

    def transport_failed(
        self,
        message: Message,
        *,
        destination: Endpoint,
        now: float,
        why: str = REFUSED,
    ) -> list[Effect]:
        """What follows when `message` cannot be delivered."""
        return self._core.transport_failed(message, now=now, why=why)

    def perform(self, step: Step, *, now: float) -> list[Effect]:
        """Servers do nothing by themselves."""
        raise ScenarioError(f"{step}: a server does nothing by itself")

    def next_timer(self) -> float | None:
        """When it wants to be called again."""
        return self._core.next_timer()

    def fire_timers(self, *, now: float) -> list[Effect]:
        """What is due at `now`."""
        return self._core.fire_timers(now=now)
