"""`run`: a script tried on messages, without a network."""

import argparse
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

from mspllab.applications.application import Application
from mspllab.applications.dispatched import Handler, NotificationReceived, Received
from mspllab.applications.run import Run
from mspllab.applications.surroundings import NOWHERE, Surroundings
from mspllab.cores.decision import Decision
from mspllab.errors import ManagedError, UsageError
from mspllab.mspl.vocabulary import Level
from mspllab.on_demand import named
from mspllab.scenario.application_files import load
from mspllab.shell.command_line import (
    FINE,
    FOUND,
    STDIN,
    Answer,
    CommandLine,
    each,
    one_or_all,
    put,
    put_json,
    say,
)
from mspllab.shell.files import content
from mspllab.shell.level import add_level
from mspllab.shell.written import write_report
from mspllab.sip.codec import decode


def run(words: Sequence[str]) -> int:
    """Print what the script does with each message; 1 where it ends in an error."""
    options = _options(words)
    script = _application(options.file, options.level)
    handlers = dict(_handler(text) for text in options.handler)
    surroundings = _surroundings(options.scenario)
    for finding in script.findings:
        say(str(finding))

    # Statements that share a line are told apart only where they are recorded.
    is_recorded = options.record or options.coverage is not None
    tried = script.record if is_recorded else script.run

    def answer(name: str) -> Answer[Run]:
        message = decode(content(name, "a message"))
        ran = tried(message, surroundings=surroundings, handlers=handlers)
        return ran, FOUND if ran.outcome == "error" else FINE

    answers, status = each(options.messages, answer)
    if options.coverage is not None:
        _write_coverage(options.coverage, script, [ran for _, ran in answers])
    if options.json:
        documents = [_document(options.file, *item) for item in answers]
        put_json(one_or_all(documents))
    else:
        # Why a message could not be read has been said already.
        ran = [f"{name}\n{one}" for name, one in answers if isinstance(one, Run)]
        put("\n\n".join(ran))
    return status


def _options(words: Sequence[str]) -> argparse.Namespace:
    line = CommandLine("run", "Run a script on messages, without a network.")
    line.add_argument("file", metavar="FILE.am", help="the manifest with the script")
    line.add_argument(
        "messages", nargs="+", metavar="MESSAGE.sip", help="- is standard input"
    )
    add_level(line)
    line.add_argument(
        "--scenario",
        metavar="S.toml",
        help="run it on the first front end of this scenario, its clients registered",
    )
    line.add_argument(
        "--record",
        action="store_true",
        help="with --json: every statement that ran, with the variables and the "
        "message before and after it",
    )
    line.add_argument(
        "--coverage",
        metavar="FILE.lcov",
        help="write which lines and branches all messages reached, for LCOV",
    )
    line.add_argument(
        "--handler",
        action="append",
        default=[],
        metavar="NAME=MODULE:FUNCTION",
        help="what Dispatch and DispatchNotification call; may be given several times",
    )
    return line.parse_args(words)


def _application(name: str, level: Level) -> Application:
    """The application in the manifest `name`."""
    if name == STDIN:
        return Application.load(
            content(name, "a manifest"), "standard input", level=level
        )
    return load(name, level=level)


def _handler(text: str) -> tuple[str, Handler]:
    """The name a script uses, and the Python function behind it."""
    name, equals, target = text.partition("=")
    module, colon, function = target.partition(":")
    if not (name and equals and module and colon and function):
        raise UsageError(f"--handler {text}: write it as NAME=MODULE:FUNCTION")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        found: Handler = named(target)
    except (ImportError, AttributeError, SyntaxError, ValueError) as error:
        raise UsageError(f"--handler {text}: {error}") from None
    return name, _guarded(found, f"--handler {text}")


def _guarded(handler: Handler, option: str) -> Handler:
    """`handler`, kept from our standard output, its mistakes told as bad usage."""

    def guarded(event: Received | NotificationReceived) -> Decision | None:
        try:
            with redirect_stdout(sys.stderr):
                decision = handler(event)
        except ManagedError:  # the run tells of it
            raise
        except Exception as error:
            *_, frame = traceback.extract_tb(error.__traceback__)
            what = f"{type(error).__name__}: {error}"
            place = f"{frame.filename}, line {frame.lineno}"
            raise UsageError(f"{option}: {what} ({place})") from error
        is_told = isinstance(event, NotificationReceived)
        if not is_told and not isinstance(decision, Decision | None):
            returned = type(decision).__name__
            raise UsageError(f"{option}: expected a decision, it returned a {returned}")
        return decision

    return guarded


def _surroundings(scenario: str | None) -> Surroundings:
    """The server that a scenario has, or one that knows nobody."""
    if scenario is None:
        return NOWHERE
    # Only this option needs the simulator and everything that stands on its network.
    found: Surroundings = named("mspllab.shell.front_end:first_front_end")(scenario)
    return found


def _write_coverage(
    file: str, script: Application, answers: Sequence[Run | str]
) -> None:
    coverage = named("mspllab.views.coverage:coverage")
    reached = coverage(script, [ran for ran in answers if isinstance(ran, Run)])
    write_report(file, reached.lcov, reached.summary)


def _document(file: str, name: str, ran: Run | str) -> dict[str, object]:
    said = {"error": ran} if isinstance(ran, str) else ran.to_json()
    return {"file": file, "message": name, **said}
