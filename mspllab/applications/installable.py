"""Installable: an application as the server sees it in whose list it stands."""

from typing import Protocol, runtime_checkable

from mspllab.applications.dispatched import Handlers
from mspllab.applications.run import Run
from mspllab.applications.surroundings import Surroundings
from mspllab.sip.message import Message, Request
from mspllab.trace.trace import ScriptText


@runtime_checkable
class Installable(Protocol):
    """What a server asks of an application; it knows nothing of the language.

    So a server without applications runs without the compiler being loaded.
    """

    @property
    def path(self) -> str:
        """The manifest's file."""

    @property
    def app_uri(self) -> str:
        """Its unique name."""

    @property
    def script_text(self) -> ScriptText:
        """The manifest as a trace keeps it."""

    def concerns(self, message: Message, surroundings: Surroundings) -> bool:
        """Whether it wants to see `message`."""

    def run(
        self,
        message: Message,
        *,
        surroundings: Surroundings,
        request: Request | None,
        handlers: Handlers,
        now: float,
    ) -> Run:
        """What it does with `message`."""
