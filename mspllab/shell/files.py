"""The files a command line names, and standard input where it says "-"."""

from mspllab.scenario.files import LONGEST, read_file
from mspllab.shell.command_line import STDIN, read_stdin


def content(name: str, what: str) -> bytes:
    """The bytes of the file `name`, which should hold `what` ("a message").

    Raises:
        UsageError: it cannot be read.
    """
    return read_stdin(LONGEST) if name == STDIN else read_file(name, what)
