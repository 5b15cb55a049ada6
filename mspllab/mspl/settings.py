"""Settings: what a script is compiled for, besides its vocabulary."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from mspllab.mspl.vocabulary import Applies, Level


class Admission(NamedTuple):
    """Which messages a script gets, and what becomes of those it leaves alone."""

    proxy_by_default: bool = True
    """A message that the script leaves alone is passed on."""
    methods: frozenset[str] | None = None
    """Methods of the requests that are let in; None: all."""
    sees_ack: bool = False
    """ACK is among them."""
    sees_routed: bool = False
    """Requests with a Route header are among them: those within a dialog."""
    keyless_files: frozenset[str] = frozenset()
    """Flat files in which no line is found by a key."""
    roles: frozenset[str] | None = None
    """Roles of the servers that may run it; None: all."""


ALL_ADMITTED = Admission()
"""What holds for a script without a manifest."""


@dataclass(frozen=True)
class Settings:
    """What is allowed, and what the manifest says."""

    level: Level = Level.V2013
    strict: bool = False
    """Only what the reference documents."""
    script_only: bool = False
    """There is no managed code to dispatch to."""
    declared_files: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Name and columns of each flat file."""
    applies: Applies = Applies.ANY
    """The messages that the manifest's filters let in."""
    admission: Admission = ALL_ADMITTED
    """What else the manifest says."""

    @cached_property
    def files(self) -> dict[str, tuple[str, ...]]:
        """Flat file → its columns."""
        return dict(self.declared_files)
