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
    """Where the registration came from, and where requests for the contact go."""
    expires_at: float
    """Simulated seconds; at that moment the binding is gone."""
    call_id: str
    cseq: int
    q: float = 1.0
    epid: str | None = None
    """The product's endpoint id, from the From header of the registration."""
    instance: str | None = None
    """+sip.instance without quotes and angle brackets: "urn:uuid:…"."""
    gruu: str | None = None
    """The GRUU given to this instance."""
    methods: tuple[str, ...] = ()
    """Methods the contact says it supports; () where it says nothing."""


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

    def add(self, binding: Binding) -> None:
        """Put `binding` in the place of the one it replaces, or at the end.

        The same instance of the same user, or an equal contact URI, is the same
        binding (RFC 3261 §10.3 step 7, RFC 5627 §5.1).
        """
        bindings = self._bindings.setdefault(binding.aor_key, [])
        for place, known in enumerate(bindings):
            if is_same(known, binding.contact, binding.instance):
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
            if binding.gruu is not None
            and binding.expires_at > now
            and rfc3261_equal(binding.gruu, gruu)
        ]
        return found[-1] if found else None


def is_same(binding: Binding, contact: str, instance: str | None) -> bool:
    """Would a registration of `contact` by `instance` replace `binding`?"""
    if binding.instance is not None and instance is not None:
        return binding.instance == instance
    return binding.contact == contact or rfc3261_equal(binding.contact, contact)


def q_of(contact: Address) -> float:
    """0 to 1; a contact that does not say is as good as any (§20.10)."""
    try:
        return min(1.0, max(0.0, float(contact.params.get("q") or 1)))
    except ValueError:
        return 1.0
