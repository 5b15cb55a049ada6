"""Pool and Neighbours: what a server shares with others, and how it finds them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mspllab.cores.location import Location
from mspllab.lync.routing.connections import Connections
from mspllab.sim.datagram import Endpoint

FRONT_END = "ms-fe"
"""Parameter of a pool's Record-Route that tells which of its servers wrote it."""


class Pool:
    """Registrations and connections, the same for all servers of a pool.

    A client is connected to one of them only; the others reach it through that one.
    """

    def __init__(self) -> None:
        self.location = Location()
        self.connections = Connections()
        self._holders: dict[Endpoint, Endpoint] = {}

    def connect(self, client: Endpoint, server: Endpoint) -> None:
        """`client` is connected to `server` from now on."""
        self._holders[client] = server

    def way_to(self, client: Endpoint, *, here: Endpoint) -> Endpoint:
        """The next hop to `client`, seen from the server at `here`."""
        holder = self._holders.get(client, here)
        return client if holder == here else holder


NOWHERE = Endpoint("", 0)


def nowhere(host: str) -> Endpoint | None:
    """Finds nobody."""
    return None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A server's place among the others."""

    here: Endpoint = NOWHERE
    """Where it listens."""
    pool: str = ""
    """Name of its pool; "": it has none."""
    shared: Pool = field(default_factory=Pool)
    """What it has in common with the servers of its pool."""
    resolve: Callable[[str], Endpoint | None] = nowhere
    """Finds the servers of a pool by its name, and each by its own."""
    servers: tuple[str, ...] = ()
    """Addresses of the deployment's other servers, which are believed unasked."""
    edge: Endpoint | None = None
    """Where what is for domains outside goes; None: there is no Edge."""
    domains: tuple[str, ...] = ()
    """The domains behind that Edge."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Address → the name in the certificate of whoever listens there."""
