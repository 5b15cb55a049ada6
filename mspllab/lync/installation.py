"""Installation: a server's applications, and what an administrator does with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mspllab.applications.chain import ApplicationChain, Stage
from mspllab.applications.installable import FileChange, Installable
from mspllab.applications.stage import ERROR_LIMIT, ApplicationStage
from mspllab.applications.surroundings import Surroundings
from mspllab.lync.calls import happenings
from mspllab.lync.registration import file_name, refusal, waiting
from mspllab.lync.routing.priority_list import (
    DEFAULT_ROUTING,
    USER_SERVICES,
    arranged,
)
from mspllab.trace.records import EventLogged, Record

REPLACE_FILE = "replace file"
ADMINISTERED = ("enable", "disable", "restart", REPLACE_FILE)
"""What an administrator does with an application, as timelines say it."""


@dataclass(frozen=True, slots=True)
class InstalledApplication:
    """An application in a server's list, as New-CsServerApplication put it there."""

    application: Installable
    priority: int | None = None
    """The number it was put in at; None: none, so that it came last."""
    enabled: bool = True
    critical: bool = False
    error_limit: float | None = ERROR_LIMIT
    """The critical error that disables it; None: none does."""


class Installation:
    """The applications of one server in its priority list, registered or refused.

    Args:
        applications: in the order in which they were put into the list.
        element: name of the server, for the records.
        surroundings: what their scripts may ask of it.
        runs: numbers of script runs, shared by all servers of a world.
    """

    def __init__(
        self,
        applications: tuple[InstalledApplication, ...],
        *,
        element: str,
        surroundings: Surroundings,
        runs: Iterator[int],
    ) -> None:
        self._element = element
        self._order = arranged([one.priority for one in applications])
        self._critical = [one.critical for one in applications]
        self._ended: dict[int, bool] = {}
        """Stages that a data file has terminated, and whether it is fit again."""
        self._waiting: dict[int, list[tuple[str, str]]] = {}
        """Stages with the static files that they read once they are restarted."""
        above = self._order.index(USER_SERVICES)
        self.stages = [
            ApplicationStage(
                one.application,
                surroundings=surroundings,
                element=element,
                runs=runs,
                error_limit=one.error_limit,
                is_enabled=one.enabled,
                refusal=refusal(
                    one.application,
                    element=element,
                    role=surroundings.role,
                    is_above_user_services=self._order.index(number) < above,
                ),
            )
            for number, one in enumerate(applications)
        ]

    @property
    def paths(self) -> tuple[str, ...]:
        """Manifest of every stage of the list; "" for those of the server's own."""
        return tuple(
            self.stages[place].application.path if isinstance(place, int) else ""
            for place in self._order
        )

    def chain(self, own: Mapping[str, Stage], *, upwards: bool) -> ApplicationChain:
        """The list as a router; `own` are the server's own applications, by name."""
        stages = [
            self.stages[place] if isinstance(place, int) else own[place]
            for place in self._order
        ]
        end = self._order.index(DEFAULT_ROUTING) + 1
        return ApplicationChain(
            stages[:end], element=self._element, below=stages[end:], upwards=upwards
        )

    @property
    def missing(self) -> ApplicationStage | None:
        """The critical application that did not start, the first; None: all did.

        One that fails later does not hold up the server (mspl.md §7.10).
        """
        for number, stage in enumerate(self.stages):
            has_failed = stage.refusal is not None and number not in self._ended
            if self._critical[number] and has_failed and stage.is_wanted:
                return stage
        return None

    def started(self, now: float) -> Iterator[Record]:
        """What the server tells of its applications when it starts."""
        for place, entry in enumerate(self._order):
            if isinstance(entry, int) and self.stages[entry].is_wanted:
                yield self._told(self.stages[entry], place, now)
        missing = self.missing
        if missing is not None:
            yield waiting(now, self._element, missing.application)
            path = file_name(missing.application.path)
            yield happenings.waiting(now, self._element, path)

    def adopt(self, other: "Installation") -> None:
        """Run another script wherever `other`, a list of the same, has one."""
        for stage, new in zip(self.stages, other.stages, strict=True):
            if stage.application.path != new.application.path:
                stage.application, stage.refusal = new.application, new.refusal

    def _told(self, stage: ApplicationStage, place: int, now: float) -> Record:
        if stage.refusal is not None:
            return stage.refusal._replace(at=now)
        path = stage.application.path
        return happenings.loaded(now, self._element, path, place)

    def administered(
        self, do: str, application: str | None, *, now: float
    ) -> Iterator[Record]:
        """Enable, disable or restart what `application` names; None: all of them."""
        missing = self.missing
        if missing is not None:
            yield waiting(now, self._element, missing.application)
            return
        for number, stage in self._meant(application):
            name = file_name(stage.application.path)
            if do == "restart":
                yield from self._restarted(number, now)
            if self._ended.get(number):
                del self._ended[number]
                stage.refusal = None
            if do == "disable":
                stage.disable()
                yield happenings.disabled(now, self._element, name)
            elif do == "enable" or stage.is_wanted:
                stage.enable()
                if stage.refusal is None:
                    yield happenings.enabled(now, self._element, name, do)
                else:
                    yield self._told(stage, self._order.index(number), now)

    def _meant(self, application: str | None) -> list[tuple[int, ApplicationStage]]:
        """The stages that `application` names; None: all."""
        return [
            (number, stage)
            for number, stage in enumerate(self.stages)
            for path in (stage.application.path,)
            if application in (None, stage.name, path, file_name(path))
        ]

    def file_replaced(
        self, file: str, content: str, application: str | None, *, now: float
    ) -> Iterator[Record]:
        """Let applications read a data file again that has another content now."""
        nobody = True
        for number, stage in self._meant(application):
            change = stage.application.with_file(file, content)
            if change.waits:
                self._waiting.setdefault(number, []).append((file, content))
            if change.said:
                nobody = False
                yield self._changed(number, change, now)
        if nobody:
            said = "has another content, and no application reads it"
            yield happenings.file_replaced(now, self._element, file, said)

    def _restarted(self, number: int, now: float) -> Iterator[Record]:
        """An application that starts anew reads its static files again."""
        for file, content in self._waiting.pop(number, []):
            application = self.stages[number].application
            change = application.with_file(file, content, restarted=True)
            yield self._changed(number, change, now)

    def _changed(self, number: int, change: FileChange, now: float) -> Record:
        """Go on with another content of a data file, or not at all."""
        stage = self.stages[number]
        stage.application = change.application
        name = file_name(stage.application.path)
        if change.is_fine:
            if number in self._ended and not change.waits:
                self._ended[number] = True
            return happenings.file_replaced(now, self._element, name, change.said)
        text = f"{name} {change.said}"
        stage.refusal = EventLogged(now, self._element, None, "error", stage.name, text)
        self._ended[number] = False
        return stage.refusal
