"""Location: address of record → where its user can be reached now (RFC 3261 §10)."""

from collections.abc import Iterator
from dataclasses import dataclass

from mspllab.sim.datagram import Endpoint
from mspllab.sip.address import Address
from mspllab.sip.uri import rfc3261_equal


@dataclass(frozen=True, slots=True)
class Binding:
    """One contact of one address of record."""

    aor_key: str
    """`sip.uri.aor_key` of the address of record."""
    contact: str
    """The contact's URI as registered."""
    flow: Endpoint
    """Where the registration came from."""
    expires_at: float
    """Simulated seconds; at that moment the binding is gone."""
    call_id: str
    cseq: int
    branch: str = ""
    """Of the REGISTER that made it, which may be repeated."""
    q: float = 1.0
    epid: str | None = None
    """The product's endpoint id, from the From header of the registration."""
    instance: str | None = None
    """+sip.instance without quotes and angle brackets: "urn:uuid:…"."""
    gruu: str | None = None
    """The GRUU given to this instance: the public one, where there are two."""
    reg_id: int | None = None
    """Which of several flows of this instance it is (RFC 5626 §4.2)."""
    temporaries: tuple[str, ...] = ()
    """Its temporary GRUUs, the latest last; all hold while it is registered."""
    registered_at: float = 0.0
    methods: tuple[str, ...] = ()
    """Methods the contact says it supports; () where it says nothing."""

    @property
    def gruus(self) -> tuple[str, ...]:
        """Every GRUU that leads to it."""
        public = () if self.gruu is None else (self.gruu,)
        return (*public, *self.temporaries)


class Location:
    """All bindings, in the order in which each was first made."""

    def __init__(self) -> None:
        self._bindings: dict[str, list[Binding]] = {}

    def __iter__(self) -> Iterator[Binding]:
        for bindings in self._bindings.values():
            yield from bindings

    def bindings_of(self, aor_key: str, *, now: float) -> tuple[Binding, ...]:
        """Bindings that have not expired; () where there are none."""
        bindings = self._bindings.get(aor_key, ())
        return tuple([binding for binding in bindings if binding.expires_at > now])

    def reachable(self, aor_key: str, *, now: float) -> tuple[Binding, ...]:
        """Where copies of a request go: of several flows of an instance, the latest.

        RFC 5626 §5.3: two flows lead to the same phone, which rings once.
        """
        found: dict[str, Binding] = {}
        for binding in self.bindings_of(aor_key, now=now):
            name = binding.instance or binding.contact
            known = found.get(name)
            if known is None or known.registered_at <= binding.registered_at:
                found[name] = binding
        return tuple(found.values())

    def flows_beside(self, binding: Binding, *, now: float) -> tuple[Binding, ...]:
        """The other flows of the same instance, the latest first (RFC 5626 §5.3)."""
        if binding.instance is None or binding.reg_id is None:
            return ()
        found = [
            other
            for other in self.bindings_of(binding.aor_key, now=now)
            if other.instance == binding.instance and other != binding
        ]
        return tuple(sorted(found, key=lambda other: -other.registered_at))

    def add(self, binding: Binding) -> None:
        """Put `binding` in the place of the one it replaces, or at the end.

        The same instance of the same user, or an equal contact URI, is the same
        binding (RFC 3261 §10.3 step 7, RFC 5627 §5.1).
        """
        bindings = self._bindings.setdefault(binding.aor_key, [])
        for place, known in enumerate(bindings):
            if is_same(known, binding.contact, binding.instance, binding.reg_id):
                bindings[place] = binding
                return
        bindings.append(binding)

    def remove(self, binding: Binding) -> None:
        """Forget `binding`; nothing happens where it is not there."""
        bindings = self._bindings.get(binding.aor_key, [])
        if binding in bindings:
            bindings.remove(binding)

    def by_gruu(self, gruu: str, *, now: float) -> Binding | None:
        """The latest binding whose GRUU equals `gruu`; None where there is none."""
        found = [
            binding
            for binding in self
            if binding.expires_at > now
            and any(rfc3261_equal(one, gruu) for one in binding.gruus)
        ]
        return max(found, key=lambda binding: binding.registered_at, default=None)


def is_same(
    binding: Binding, contact: str, instance: str | None, reg_id: int | None = None
) -> bool:
    """Would a registration of `contact` by `instance` replace `binding`?"""
    if binding.instance is not None and instance is not None:
        return (binding.instance, binding.reg_id) == (instance, reg_id)
    return binding.contact == contact or rfc3261_equal(binding.contact, contact)


def q_of(contact: Address) -> float:
    """0 to 1; a contact that does not say is as good as any (§20.10)."""
    try:
        return min(1.0, max(0.0, float(contact.params.get("q") or 1)))
    except ValueError:
        return 1.0
