"""What is set for telephone calls: dial plans, policies, routes, users' wishes.

The words are the product's administration's (lync-routing §1.5 and §5.1).
"""

import re
from dataclasses import dataclass

from mspllab.sim.datagram import Endpoint

GLOBAL = "global"
"""The dial plan and the voice policy of everybody who names none."""
VOICE_MAIL = "voice mail"
"""A target that stands for the user's own voice mail."""
GROUP = re.compile(r"\$(\d)")
"""What stands in a translation for a part of what was dialled."""


@dataclass(frozen=True, slots=True)
class DialRule:
    """A normalisation rule: what is dialled, and which number that is."""

    pattern: str
    """A regular expression, looked for in the dialled digits."""
    translation: str
    """The number; $1 stands for what the first pair of parentheses has found."""

    def translate(self, dialled: str) -> str | None:
        """The number; None where the pattern is not found."""
        found = re.search(self.pattern, dialled)
        if found is None:
            return None
        return GROUP.sub(lambda group: found[int(group[1])] or "", self.translation)


@dataclass(frozen=True, slots=True)
class DialPlan:
    """Rules, of which the first that fits counts."""

    name: str
    rules: tuple[DialRule, ...] = ()

    def translate(self, dialled: str) -> str | None:
        """The number somebody means who dials this; None: no rule fits."""
        numbers = (rule.translate(dialled) for rule in self.rules)
        return next((number for number in numbers if number is not None), None)


@dataclass(frozen=True, slots=True)
class VoicePolicy:
    """What a user may dial: PSTN usages, the first to be tried first."""

    name: str
    usages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoiceRoute:
    """Where numbers go: gateways for those that fit a pattern."""

    name: str
    pattern: str
    """A regular expression, looked for in the normalised number."""
    gateways: tuple[str, ...] = ()
    """Names; the next one is tried when one fails."""
    usages: tuple[str, ...] = ()
    """Who may use it: whose voice policy has one of these."""
    caller_id: str | None = None
    """The number that is shown in the place of the caller's; None: the caller's."""


@dataclass(frozen=True, slots=True)
class Trunk:
    """A gateway, as a Front End knows it."""

    name: str
    host: str
    endpoint: Endpoint
    mediation: str | None = None
    """Name of the Mediation Server before it; None: it is reached by its own."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a user wants to happen with telephone calls; waits in seconds."""

    forward_immediate: bool = False
    forward_to: str | None = None
    """A URI, or "voice mail"; None: voice mail, if the user has it."""
    simultaneous_ring: tuple[str, ...] = ()
    delegates: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    wait_user: float = 0.0
    """Until the delegates ring, too."""
    wait_team: float | None = None
    """Until the team rings, too; None: as `wait_user`."""
    wait_total: float = 20.0
    """Until the call is forwarded, or given up."""
    block: tuple[str, ...] = ()
    """Whose calls are refused."""
    do_not_disturb: bool = False
    skip_primary: bool = False
    """Whether the user's own phones stay silent."""


PLAIN_PREFERENCES = Preferences()


@dataclass(frozen=True, slots=True)
class Voice:
    """All that is set for telephone calls."""

    dial_plans: tuple[DialPlan, ...] = ()
    policies: tuple[VoicePolicy, ...] = ()
    routes: tuple[VoiceRoute, ...] = ()
    trunks: tuple[Trunk, ...] = ()
    mailboxes: tuple[tuple[str, Endpoint], ...] = ()
    """Voice mail servers by name, and where they listen."""


NO_VOICE = Voice()
