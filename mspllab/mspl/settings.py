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

    @cached_property
    def files(self) -> dict[str, tuple[str, ...]]:
        """Flat file → its columns."""
        return dict(self.declared_files)
