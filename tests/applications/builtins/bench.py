"""One line of MSPL, compiled and run as a server would, and what it came to."""

from mspllab.applications.application import Application
from mspllab.applications.dispatched import NO_HANDLERS, Handlers
from mspllab.applications.run import Run
from mspllab.applications.surroundings import Surroundings
from mspllab.errors import MsplCheckError
from mspllab.mspl.diagnostics import Finding
from mspllab.mspl.vocabulary import Level
from mspllab.sip.message import Message, Request
from tests.applications.conftest import Lab, make_invite, make_manifest

LAB = Lab()
NULL, EMPTY = "<null>", "<nothing>"


def ran(
    script: str,
    message: Message | None = None,
    *,
    level: Level = Level.V2013,
    surroundings: Surroundings = LAB,
    request: Request | None = None,
    handlers: Handlers = NO_HANDLERS,
) -> Run:
    """The run of a whole script; managed code is allowed."""
    text = make_manifest(script, strict_route="true", more="")
    application = Application.load(text, "one.am", level=level)
    return application.run(
        message or make_invite(),
        surroundings=surroundings,
        request=request,
        handlers=handlers,
    )


def value(expression: str, message: Message | None = None, **more: object) -> str:
    """The value of an expression as text; null is `NULL`, an error its sentence."""
    script = (
        f"x = {expression};\n"
        f'if (x == null) {{ Log("t", false, "{NULL}"); }}\n'
        'else { Log("t", false, x); }'
    )
    return _logged(ran(script, message, **more))[0]  # type: ignore[arg-type]


def values(
    expression: str, message: Message | None = None, **more: object
) -> list[str]:
    """The elements of a collection."""
    script = f'foreach (x in {expression}) {{ Log("t", false, x); }}'
    return _logged(ran(script, message, **more))  # type: ignore[arg-type]


def error(script: str, message: Message | None = None, **more: object) -> str:
    """`script: …` or `critical: …`, the error that a script ends with; "" for none."""
    result = ran(script, message, **more)  # type: ignore[arg-type]
    return _error(result)


def refused(script: str, *, level: Level = Level.V2013, more: str = "") -> list[str]:
    """Codes of the findings that keep a script from being run; [] where it may run."""
    try:
        Application.load(make_manifest(script, more=more), "one.am", level=level)
    except MsplCheckError as error:
        return [f.code for f in error.findings if isinstance(f, Finding) and f.is_error]
    return []


def _logged(result: Run) -> list[str]:
    if result.errors:
        return [_error(result)]
    return [line for entry in result.log for line in entry.lines]


def _error(result: Run) -> str:
    if not result.errors:
        return ""
    (found,) = result.errors
    return f"{'critical' if found.critical else 'script'}: {found.message}"
