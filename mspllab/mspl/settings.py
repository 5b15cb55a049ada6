"""Settings: what a script is compiled for, besides its vocabulary."""

from dataclasses import dataclass
from functools import cached_property

from mspllab.mspl.vocabulary import Applies, Level


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
    proxy_by_default: bool = True
    """A message that the script leaves alone is passed on."""
    methods: frozenset[str] | None = None
    """Methods of the requests that are let in; None: all."""
    sees_ack: bool = False
    """ACK is among them, also those within a dialog."""
    keyed_files: frozenset[str] | None = None
    """Flat files with a key column; None: it is not known which have one."""

    @cached_property
    def files(self) -> dict[str, tuple[str, ...]]:
        """Flat file → its columns."""
        return dict(self.declared_files)
