"""Federation: which domains outside may talk to this deployment, and how they come."""

from mspllab.lync.directory import Partner
from mspllab.lync.routing.diagnostics import NOT_FOR_PARTNERS, NOT_FOR_PUBLIC

PUBLIC = "PublicCloud"
"""The network of public IM providers, a member of ExternalSourceNetwork."""


class Federation:
    """The domains that an administrator has allowed and blocked.

    Args:
        partners: the domains outside that are allowed.
        blocked: domains that are not, even if they are among the partners.
    """

    def __init__(
        self, partners: tuple[Partner, ...], blocked: tuple[str, ...] = ()
    ) -> None:
        self._listed = {one.domain.lower(): one for one in partners}
        self._blocked = frozenset(domain.lower() for domain in blocked)

    def partner(self, domain: str) -> Partner | None:
        """The partner with that domain; None: there is none, or it is blocked."""
        return None if self.is_blocked(domain) else self._listed.get(domain.lower())

    def is_blocked(self, domain: str) -> bool:
        """Whether an administrator has shut it out by name."""
        return domain.lower() in self._blocked

    def is_public(self, domain: str) -> bool:
        """Whether it is a public IM provider's."""
        known = self._listed.get(domain.lower())
        return known is not None and known.network == PUBLIC

    def why_not(self, domain: str) -> int:
        """The number of the ms-diagnostics for whoever may not talk to `domain`."""
        return NOT_FOR_PUBLIC if self.is_public(domain) else NOT_FOR_PARTNERS


def trust(partner: Partner, edge: str) -> str:
    """What an Edge writes into a partner's message (lync-routing §5.2)."""
    verified = "verified" if partner.verified else "unverified"
    return (
        f"ms-source-type={partner.source};ms-ep-fqdn={edge};"
        f"ms-source-verified-user={verified};"
        f"ms-source-network={partner.network.lower()}"
    )
