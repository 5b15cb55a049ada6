"""The files a command line names, and standard input where it says "-"."""

from mspllab.applications.application import Application
from mspllab.mspl.vocabulary import Level
from mspllab.scenario.application_files import load
from mspllab.scenario.load import LONGEST, read_file
from mspllab.shell.command_line import STDIN, read_stdin


def content(name: str, what: str) -> bytes:
    """The bytes of the file `name`, which should hold `what` ("a message").

    Raises:
        UsageError: it cannot be read.
    """
    return read_stdin(LONGEST) if name == STDIN else read_file(name, what)


def application(name: str, *, level: Level, strict: bool) -> Application:
    """The application in the manifest `name`.

    Raises:
        UsageError: it cannot be read.
        ManifestError, MsplSyntaxError, MsplCheckError: all that is wrong with it.
    """
    if name == STDIN:
        return Application.load(
            read_stdin(LONGEST), "standard input", level=level, strict=strict
        )
    return load(name, level=level, strict=strict)
