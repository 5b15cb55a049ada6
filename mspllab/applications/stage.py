"""ApplicationStage: an application in a server's list, with its count of errors."""

from collections.abc import Iterator

from mspllab.applications.dispatched import NO_HANDLERS, Handlers
from mspllab.applications.installable import Installable
from mspllab.applications.run import Run
from mspllab.applications.surroundings import Surroundings
from mspllab.cores.decision import Ruling
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import Cause, Happened, Record

ERROR_LIMIT = 10
"""The critical error that disables an application (mspl.md §7.10)."""


class ApplicationStage:
    """Runs an application over what comes by; ten critical errors disable it."""

    def __init__(
        self,
        application: Installable,
        *,
        priority: int,
        surroundings: Surroundings,
        element: str,
        runs: Iterator[int],
        handlers: Handlers = NO_HANDLERS,
        error_limit: int | None = ERROR_LIMIT,
    ) -> None:
        self.application = application
        self.priority = priority
        self.critical_errors = 0
        self._surroundings = surroundings
        self._element = element
        self._runs = runs
        """Numbers of runs, counted over the whole trace."""
        self._handlers = handlers
        self._error_limit = error_limit

    @property
    def name(self) -> str:
        """The appUri."""
        return self.application.app_uri

    @property
    def is_disabled(self) -> bool:
        """Whether it has made too many critical errors to be asked again."""
        limit = self._error_limit
        return limit is not None and self.critical_errors >= limit

    def decide(self, request: Request, *, now: float) -> Ruling | None:
        """What the script makes of `request`; None where it does not concern it."""
        return self._ruling(request, request, now)

    def decide_response(
        self, response: Response, request: Request, *, now: float
    ) -> Ruling | None:
        """What the script makes of `response`; None where it does not concern it."""
        return self._ruling(response, request, now)

    def _ruling(self, message: Message, request: Request, now: float) -> Ruling | None:
        application, surroundings = self.application, self._surroundings
        if self.is_disabled or not application.concerns(message, surroundings):
            return None
        run = application.run(
            message,
            surroundings=surroundings,
            request=request,
            handlers=self._handlers,
            now=now,
        )
        number = next(self._runs)
        records: list[Record] = [run.record(number, at=now, element=self._element)]
        records += self._counted(run, now)
        cause = Cause(run=number, line=run.cause_line)
        return Ruling(run.decision, run.message, tuple(records), cause)

    def _counted(self, run: Run, now: float) -> list[Record]:
        """Add the run's critical errors; the one too many is an event."""
        self.critical_errors += sum(error.critical for error in run.errors)
        if not self.is_disabled:
            return []
        text = f"disables {self.name} after {self.critical_errors} critical errors"
        return [Happened(now, self._element, "disabled", text, run.message.call_id)]
