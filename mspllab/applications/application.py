"""Application: a manifest and its program, ready to be run over messages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from mspllab.applications.dispatched import NO_HANDLERS, Handlers
from mspllab.applications.filters import kept_out_by
from mspllab.applications.flat_file import FlatFile
from mspllab.applications.hosting.host import Host
from mspllab.applications.installable import FileChange, Registration
from mspllab.applications.manifest import Manifest, examine_manifest, read_manifest
from mspllab.applications.reading.data_files import (
    ReadFile,
    read_data_file,
    read_data_files,
)
from mspllab.applications.recording import record
from mspllab.applications.run import Run, header_changes, targets_of
from mspllab.applications.surroundings import NOWHERE, Surroundings
from mspllab.applications.vocabulary import vocabulary_for
from mspllab.cores.decision import Decision, Drop, Pass
from mspllab.errors import CriticalError, ManifestError, Place, ScriptError
from mspllab.mspl import program
from mspllab.mspl.diagnostics import Finding, in_order
from mspllab.mspl.program import Program
from mspllab.mspl.settings import Admission
from mspllab.mspl.vocabulary import Level
from mspllab.on_demand import named
from mspllab.sip.message import Message, Request
from mspllab.trace.records import RunError
from mspllab.trace.trace import ScriptText

PARAMETER_ERROR = "0x80070057"
"""Windows' "the parameter is incorrect", the only code that was ever reported."""
OPEN_FORK = "BeginFork: EndFork was never called, so nothing was sent"
UNANSWERED = "ACK"
"""The method that is never answered (RFC 3261 §17)."""
UNHANDLED = "the script did not handle it, and proxyByDefault is false"


@dataclass(frozen=True, slots=True, eq=False)
class Application:
    """A manifest with its compiled script; it keeps nothing from run to run."""

    manifest: Manifest
    program: Program
    files: Mapping[str, FlatFile]
    """The data files that the manifest declares, by name."""
    findings: tuple[Finding, ...] = ()
    """Warnings and remarks; errors do not let an application come into being."""
    handlers: Handlers | None = None
    """Its managed code by the names that Dispatch uses; None: it has none."""
    is_recorded: bool = False
    """Whether runs tell what each statement did, which takes many times as long."""

    @classmethod
    def load(
        cls,
        data: bytes | str,
        path: str,
        *,
        level: Level = Level.V2013,
        strict: bool = False,
        read_file: ReadFile | None = None,
    ) -> "Application":
        """The application in the .am file `path` with this content.

        `read_file` gives the content of a data file, by the path in the manifest.

        Raises:
            ManifestError: something is wrong with the manifest or a data file.
            MsplSyntaxError, MsplCheckError: something is wrong with the script.
        """
        manifest = read_manifest(data, path)
        files, remarks = read_data_files(manifest.files, read_file)
        compiled = Program.compile(
            manifest.source,
            vocabulary_for(level, null_as_empty=manifest.null_as_empty),
            level=level,
            strict=strict,
            script_only=manifest.script_only,
            files=_columns(manifest),
            applies=manifest.applies,
            admission=_admission(manifest),
        )
        findings = (*manifest.findings, *remarks, *compiled.findings)
        return cls(manifest, compiled, files, tuple(in_order(findings)))

    @property
    def path(self) -> str:
        """The manifest's file."""
        return self.manifest.path

    @property
    def app_uri(self) -> str:
        """Its unique name."""
        return self.manifest.app_uri

    @property
    def script_text(self) -> ScriptText:
        """The manifest as a trace keeps it."""
        source = self.manifest.source
        last = source.first_line + source.text.count("\n")
        return ScriptText(self.path, self.manifest.text, source.first_line, last)

    @property
    def registration(self) -> Registration:
        """What the server looks at before it lets it register."""
        manifest = self.manifest
        return Registration(
            manifest.allow_registration_before_user_services,
            manifest.roles,
            manifest.script_only,
            has_managed_code=self.handlers is not None,
        )

    def with_handlers(self, handlers: Handlers) -> "Application":
        """The same application, with this managed code behind Dispatch.

        A name that is not among `handlers` finds nobody, and Dispatch returns false.
        """
        return replace(self, handlers=handlers)

    def with_file(
        self, file: str, content: str, *, restarted: bool = False
    ) -> FileChange:
        """The application with this content of a data file.

        `file` is its name or its path in the manifest, with folders or without. A
        static one is read only where the application is `restarted`.
        """
        declared = next((d for d in self.manifest.files if d.is_called(file)), None)
        if declared is None:
            return FileChange(self)
        if declared.static and not restarted:
            said = f"keeps its {declared.path} until a restart, for that is static"
            return FileChange(self, said, waits=True)
        try:
            read = read_data_file(declared, lambda _: content.encode())
        except ManifestError as error:
            why = ", ".join(getattr(one, "message", "") for one in error.findings)
            return FileChange(self, f"is terminated: {why}", is_fine=False)
        changed = replace(self, files={**self.files, declared.name: read})
        return FileChange(changed, f"reads {declared.path} again")

    def kept_out_by(
        self, message: Message, surroundings: Surroundings = NOWHERE
    ) -> str:
        """The attribute of the manifest's filters that keeps `message` out, or ""."""
        manifest = self.manifest
        return kept_out_by(
            message, manifest.request_filter, manifest.response_filter, surroundings
        )

    def run(
        self,
        message: Message,
        *,
        surroundings: Surroundings = NOWHERE,
        request: Request | None = None,
        handlers: Handlers = NO_HANDLERS,
        now: float = 0.0,
    ) -> Run:
        """What the script does with `message`; errors of the script are in the result.

        `request` is the one that a response answers. `now` is the simulated time in
        seconds, which decides what is registered.
        """
        filtered = self.kept_out_by(message, surroundings)
        if filtered:
            return Run(
                self.app_uri,
                self.path,
                "filtered",
                Pass(),
                message,
                kept_out_by=filtered,
            )
        host = Host(
            message,
            request=request,
            surroundings=surroundings,
            app_uri=self.app_uri,
            files=dict(self.files),  # those of this run, whatever comes to them
            handlers={**self.handlers, **handlers} if self.handlers else handlers,
            now=now,
        )
        if self.is_recorded:
            return self._recorded_result(message, host)
        return self._result(message, host, self._run_script(host))

    def record(
        self,
        message: Message,
        *,
        surroundings: Surroundings = NOWHERE,
        request: Request | None = None,
        handlers: Handlers = NO_HANDLERS,
        now: float = 0.0,
    ) -> Run:
        """The same as `run`, and `Run.steps` tells what each statement did."""
        return self.recorded().run(
            message,
            surroundings=surroundings,
            request=request,
            handlers=handlers,
            now=now,
        )

    def recorded(self) -> "Application":
        """The same application, whose every run is recorded."""
        return replace(self, is_recorded=True)

    def _recorded_result(self, message: Message, host: Host) -> Run:
        recorded = record(self.program, host)
        host.lines += [(step.line,) for step in recorded.steps if step.look <= 1]
        run = self._result(message, host, self._ended(host, recorded.error))
        left_out = recorded.steps_left_out
        return replace(run, steps=recorded.steps, steps_left_out=left_out)

    def _run_script(self, host: Host) -> list[RunError]:
        try:
            self.program.run_recorded(host, host.lines)
        except ScriptError as error:
            return self._ended(host, error)
        return self._ended(host, None)

    def _ended(self, host: Host, error: ScriptError | None) -> list[RunError]:
        """What was wrong when the run was over, all in one place."""
        if error is None:
            if host.branches is None:
                return []
            error = ScriptError(OPEN_FORK, self._line_place(host.branches_line))
        place = error.place or self._line_place(host.line)
        told = RunError(
            self.app_uri,
            place.line,
            PARAMETER_ERROR,
            error.message,
            isinstance(error, CriticalError),
            place.column,
            place.excerpt(),
        )
        more = error.more if isinstance(error, CriticalError) else ()
        return [told, *(told._replace(message=message) for message in more)]

    def _line_place(self, line: int) -> Place:
        """A whole line of the manifest, without what it is indented by."""
        text = self.manifest.source.line(line)
        written = text.strip()
        return Place(self.path, line, text.find(written) + 1, text, len(written) or 1)

    def _result(self, before: Message, host: Host, errors: list[RunError]) -> Run:
        """The run as it ended; what was decided before an error stays decided."""
        outcome, decision = host.outcome, host.decision
        cause = host.cause_line
        if decision is None:
            outcome, decision = self._unhandled(host)
            if outcome == "dropped":
                cause = None
        if errors:
            outcome, cause = "error", cause or errors[0].line
        message, targets = host.message, targets_of(decision)
        if host.retarget is not None and isinstance(message, Request):
            message, targets = message.replace(uri=host.retarget), (host.retarget,)
        return Run(
            self.app_uri,
            self.path,
            outcome,
            decision,
            message,
            targets,
            header_changes(before.headers, message.headers),
            tuple(host.log),
            (*host.failures, *errors),
            tuple(chain.from_iterable(host.lines)),
            cause,
            earlier=host.earlier,
        )

    def _unhandled(self, host: Host) -> tuple[str, Decision]:
        if self.manifest.proxy_by_default:
            return "unhandled", host.onward()
        return "dropped", Drop(UNHANDLED)

    def __deepcopy__(self, memo: object) -> "Application":
        return self


def check(
    data: bytes | str, path: str, *, level: Level = Level.V2013, strict: bool = False
) -> list[Finding]:
    """Everything there is to say about a manifest and its script, errors included."""
    try:
        manifest = examine_manifest(data, path)
    except ManifestError as error:
        found = [f for f in error.findings if isinstance(f, Finding)]
        return in_order((*found, *_behind(data, path, level=level, strict=strict)))
    found = program.check(
        manifest.source,
        vocabulary_for(level, null_as_empty=manifest.null_as_empty),
        level=level,
        strict=strict,
        script_only=manifest.script_only,
        files=_columns(manifest),
        applies=manifest.applies,
        admission=_admission(manifest),
    )
    return in_order((*manifest.findings, *found))


def _behind(
    data: bytes | str, path: str, *, level: Level, strict: bool
) -> list[Finding]:
    """What the slips hide that keep it from being XML."""
    look: Callable[..., list[Finding]] = named(
        "mspllab.applications.rewriting.behind:errors_behind"
    )
    data = data.encode() if isinstance(data, str) else data
    return look(data, path, lambda text: check(text, path, level=level, strict=strict))


def _columns(manifest: Manifest) -> dict[str, tuple[str, ...]]:
    return {file.name: file.columns for file in manifest.files}


def _admission(manifest: Manifest) -> Admission:
    """What the checker has to know of the filters."""
    requests = manifest.request_filter
    lists_ack = requests.methods is not None and UNANSWERED in requests.methods
    return Admission(
        manifest.proxy_by_default,
        requests.methods,
        lists_ack or (requests.methods is None and requests.strict_route),
        requests.strict_route,
        frozenset(file.name for file in manifest.files if file.key_column is None),
        manifest.roles,
    )
