"""Installable: an application as the server sees it in whose list it stands."""

from typing import NamedTuple, Protocol, runtime_checkable

from mspllab.applications.dispatched import Handlers
from mspllab.applications.run import Run
from mspllab.applications.surroundings import Surroundings
from mspllab.cores.decision import PASS
from mspllab.sip.message import Message, Request
from mspllab.trace.trace import ScriptText
from mspllab.trace.verdicts import NOT_REGISTERED


class Registration(NamedTuple):
    """What a server looks at before it lets an application register (mspl.md §6)."""

    before_user_services: bool = False
    """It has allowRegistrationBeforeUserServices."""
    roles: frozenset[str] | None = None
    """Roles of servers that may run it, after its serverFilter; None: all."""
    script_only: bool = True
    """It has scriptOnly: no managed code comes with it."""
    has_managed_code: bool = False
    """There are handlers for it."""
    problem: str = ""
    """Why it does not compile; "": it does."""


class FileChange(NamedTuple):
    """What a new content of a data file means to an application."""

    application: "Installable"
    """The application with the new content, or as it was."""
    said: str = ""
    """What came of it, without a subject; "": it declares no such file."""
    is_fine: bool = True
    """If not, the application cannot go on (mspl.md §6.7)."""
    waits: bool = False
    """The file is static: its content counts once the application is restarted."""


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

    @property
    def registration(self) -> Registration:
        """What the server looks at before it lets it register."""

    def with_handlers(self, handlers: Handlers) -> "Installable":
        """The same, with this managed code behind Dispatch and nothing else."""

    def with_file(
        self, file: str, content: str, *, restarted: bool = False
    ) -> FileChange:
        """The same, with this content of the data file that it calls `file`.

        A static file is read only where the application is `restarted`.
        """

    def kept_out_by(self, message: Message, surroundings: Surroundings) -> str:
        """The attribute of its filters that keeps `message` out; "" lets it in."""

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


class Unloadable:
    """An application that does not compile: it has a place, and does nothing.

    Args:
        path: the manifest's file.
        text: its text, as far as it could be read.
        problem: what is wrong with it.
        app_uri: its name, where it could be read; "": its file's.
    """

    def __init__(self, path: str, text: str, problem: str, app_uri: str = "") -> None:
        self.path = path
        self.app_uri = app_uri or path
        last = text.count("\n") + 1
        self.script_text = ScriptText(path, text, 1, last)
        self.registration = Registration(problem=problem)

    def with_handlers(self, handlers: Handlers) -> "Unloadable":
        """Managed code does not help it."""
        return self

    def with_file(
        self, file: str, content: str, *, restarted: bool = False
    ) -> FileChange:
        """It reads no files."""
        return FileChange(self)

    def kept_out_by(self, message: Message, surroundings: Surroundings) -> str:
        """Everything is kept out: there is no filter that could let it in."""
        return NOT_REGISTERED

    def run(
        self,
        message: Message,
        *,
        surroundings: Surroundings,
        request: Request | None,
        handlers: Handlers,
        now: float,
    ) -> Run:
        """Nothing; nobody asks for it."""
        return Run(self.app_uri, self.path, "filtered", PASS, message)

    def __deepcopy__(self, memo: object) -> "Unloadable":
        return self


@runtime_checkable
class Recordable(Protocol):
    """An application whose runs can tell what each statement of a script did."""

    def recorded(self) -> Installable:
        """The same application, its runs recorded."""
