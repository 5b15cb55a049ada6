"""Tracked: one object of a platform, its state, and the record of every change."""

from dataclasses import dataclass
from enum import StrEnum

from mspllab.lync.ucma.states import Input, Table
from mspllab.trace.records import ObjectChanged


@dataclass(slots=True)
class Tracked:
    """A platform, endpoint or call, moved by its table."""

    element: str
    kind: str
    """platform, endpoint or call."""
    name: str
    table: Table
    state: StrEnum
    call_id: str = ""

    def allows(self, wanted: Input) -> bool:
        """Whether an operation is possible in this state."""
        return (self.state, wanted) in self.table

    def move(self, wanted: Input, now: float) -> list[ObjectChanged]:
        """The next state, and its record; nothing where the table has no such pair."""
        after = self.table.get((self.state, wanted))
        if after is None:
            return []
        before, self.state = self.state, after
        return [
            ObjectChanged(
                now,
                self.element,
                self.kind,
                self.name,
                before.value,
                after.value,
                self.call_id,
            )
        ]
