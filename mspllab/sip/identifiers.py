"""Identifiers: tags, branches and Call-IDs from one seeded source (RFC 3261 §19.3)."""

from dataclasses import dataclass
from random import Random

from mspllab.sip.via import MAGIC_COOKIE

_TAG_BITS = 32
_BRANCH_BITS = 64


@dataclass(slots=True)
class Identifiers:
    """Fresh names for dialogs and transactions; the same seed gives the same names."""

    chance: Random
    host: str
    """What follows the "@" of Call-IDs."""

    def tag(self) -> str:
        """A new tag of 32 random bits (§19.3)."""
        return f"{self.chance.getrandbits(_TAG_BITS):08x}"

    def branch(self, loop: str = "") -> str:
        """A new branch, with `loop` as its second part where given (§16.6 step 8)."""
        unique = f"{MAGIC_COOKIE}{self.chance.getrandbits(_BRANCH_BITS):016x}"
        return f"{unique}.{loop}" if loop else unique

    def call_id(self) -> str:
        """A new Call-ID."""
        return f"{self.chance.getrandbits(_BRANCH_BITS):016x}@{self.host}"
