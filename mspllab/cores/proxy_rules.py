"""ProxyRules: what a proxy does where the RFC leaves a choice."""

from dataclasses import dataclass

from mspllab.cores.decision import Reply


@dataclass(frozen=True, slots=True)
class ProxyRules:
    """A proxy's choices, and the places where the product differs from the RFC."""

    record_route: str | None = None
    """URI to put in Record-Route; None: it does not ask to stay in the path."""
    loop_detection: bool = True
    """Answer 482 to a request that comes back unchanged (RFC 5393 §4)."""
    recurse_on: frozenset[int] = frozenset()
    """3xx it follows by itself instead of passing them up."""
    is_serial: bool = False
    """Targets of a fork are tried by q, the highest first, and the next when all of
    those have failed; else all at once (RFC 3261 §16.6)."""
    mark_branched: bool = False
    """branched=TRUE or FALSE in the top Via of every copy (Lync)."""
    cancel_reason: bool = True
    """Tell cancelled branches why, such as that somebody else answered (RFC 3326)."""
    names_acceptor: bool = False
    """Tell them, where somebody else has answered, who that was (Lync)."""
    progress_101: str | None = None
    """ms-diagnostics of a 101 that says that a call has gone to registered endpoints
    (Lync); None: there is no 101."""
    failover_101: str | None = None
    """ms-diagnostics of a 101 that says that a gateway has failed and the next one is
    tried (Lync); None: there is no 101."""
    max_breadth: int = 60
    """Copies at a time where the request does not say (RFC 5393 §5)."""
    adds_breadth: bool = False
    """Write Max-Breadth into requests that have none (RFC 5393 §5.3.3)."""
    timer_c: float = 181.0
    """Seconds a branch of an INVITE may go without news: more than three minutes."""
    silence: int = 408
    """What the caller is told where nobody has answered an INVITE (RFC 3261 §16.8)."""
    unreachable: tuple[tuple[str, Reply], ...] = ()
    """What stood between, in a word of `sim.fault`, and the answer where no target
    could be reached for it; where there is none, 500 (RFC 3261 §16.7 step 6)."""
    ranking: tuple[int, ...] = ()
    """4xx to prefer after those of §16.7 step 6, best first."""
    forward_strays: bool = False
    """Pass on responses that match no transaction, as RFC 3261 §16.7 had it before
    RFC 6026 §8."""

    def without_way(self, obstacle: str) -> Reply | None:
        """The answer where `obstacle` kept the best branch from its target."""
        return next((reply for why, reply in self.unreachable if why == obstacle), None)
