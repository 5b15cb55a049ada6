"""Level: the option that says as of which product a script is read."""

from argparse import ArgumentTypeError

from mspllab.mspl.vocabulary import Level
from mspllab.shell.command_line import CommandLine

WORDS = "2005, 2007r2, 2010, 2013"


def add_level(line: CommandLine) -> None:
    """Let the command line take `--level`; what it holds then is a `Level`."""
    line.add_argument(
        "--level",
        type=_level,
        default=Level.V2013,
        metavar=f"{{{WORDS.replace(' ', '')}}}",
        help="the language as of which product (default: 2013)",
    )


def _level(text: str) -> Level:
    try:
        return Level.parse(text)
    except ValueError:
        raise ArgumentTypeError(f"expected one of {WORDS}, found {text!r}") from None
