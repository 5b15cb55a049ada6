"""ApplicationStage: an application in a server's list, with its count of errors."""

from collections.abc import Iterator

from mspllab.applications.chain import Answer
from mspllab.applications.dispatched import NO_HANDLERS
from mspllab.applications.installable import Installable
from mspllab.applications.run import Run
from mspllab.applications.surroundings import Surroundings
from mspllab.cores.decision import Ruling
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import Cause, EventLogged, Happened, Record
from mspllab.trace.verdicts import DISABLED, NOT_ENABLED, NOT_REGISTERED, SWITCHED_OFF

ERROR_LIMIT = 10
"""The critical error that disables an application (mspl.md §7.10)."""


class ApplicationStage:
    """Runs an application over what comes by; ten critical errors disable it.

    Args:
        application: what is run.
        surroundings: the server it runs on.
        element: name of the server, for the records.
        runs: numbers of runs, counted over the whole trace.
        error_limit: the critical error that disables it; None: none does.
        is_enabled: whether it runs from the start.
        refusal: why the server did not register it; None: it did.
    """

    def __init__(
        self,
        application: Installable,
        *,
        surroundings: Surroundings,
        element: str,
        runs: Iterator[int],
        error_limit: float | None = ERROR_LIMIT,
        is_enabled: bool = True,
        refusal: EventLogged | None = None,
    ) -> None:
        self.application = application
        self.critical_errors = 0
        self.refusal = refusal
        self._surroundings = surroundings
        self._element = element
        self._runs = runs
        self._error_limit = error_limit
        self._off = "" if is_enabled else NOT_ENABLED
        """Why an administrator does not let it run; "": it may."""

    @property
    def name(self) -> str:
        """The appUri."""
        return self.application.app_uri

    @property
    def is_disabled(self) -> bool:
        """Whether it has made too many critical errors to be asked again."""
        limit = self._error_limit
        return limit is not None and self.critical_errors >= limit

    @property
    def is_wanted(self) -> bool:
        """Whether an administrator lets it run, if it can."""
        return not self._off

    @property
    def idle_because(self) -> str:
        """Why it is offered nothing, in a word of `trace.verdicts`; "": it runs."""
        if self._off:
            return self._off
        if self.refusal is not None:
            return NOT_REGISTERED
        return DISABLED if self.is_disabled else ""

    def enable(self) -> None:
        """Let it run, with no errors counted (mspl.md U25)."""
        self._off = ""
        self.critical_errors = 0

    def disable(self) -> None:
        """Let it run no more."""
        self._off = SWITCHED_OFF

    def decide(self, request: Request, *, now: float) -> Answer:
        """What the script makes of `request`; a word where it does not concern it."""
        return self._answer(request, request, now)

    def decide_response(
        self, response: Response, request: Request, *, now: float
    ) -> Answer:
        """What the script makes of `response`; a word where it does not concern it."""
        return self._answer(response, request, now)

    def _answer(self, message: Message, request: Request, now: float) -> Answer:
        application, surroundings = self.application, self._surroundings
        word = self.idle_because or application.kept_out_by(message, surroundings)
        if word:
            return word
        run = application.run(
            message,
            surroundings=surroundings,
            request=request,
            handlers=NO_HANDLERS,
            now=now,
        )
        number = next(self._runs)
        records: list[Record] = [run.record(number, at=now, element=self._element)]
        records += self._counted(run, number, now)
        cause = Cause(run=number, line=run.cause_line)
        return Ruling(
            run.decision, run.message, tuple(records), cause, earlier=run.earlier
        )

    def _counted(self, run: Run, number: int, now: float) -> list[Record]:
        """Add the run's critical errors; the one too many is an event."""
        if not run.errors:
            return []
        self.critical_errors += sum(error.critical for error in run.errors)
        if not self.is_disabled:
            return []
        text = f"disables {self.name} after {self.critical_errors} critical errors"
        event = EventLogged(
            now, self._element, None, "error", self.name, f"the server {text}", number
        )
        return [
            event,
            Happened(now, self._element, "disabled", text, run.message.call_id),
        ]
