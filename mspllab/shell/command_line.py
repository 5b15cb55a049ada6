"""How a verb reads its words and its files, and where its answers go."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn, TypeVar

from mspllab.errors import MspllabError, UsageError

STDIN = "-"
FINE, FOUND, UNREADABLE = 0, 1, 2
"""Exit statuses: fine; findings or a failed call; bad usage or unreadable input."""

T = TypeVar("T")
Answer = tuple[T, int]
"""What there is to say about one input, and the exit status it asks for."""


class CommandLine(argparse.ArgumentParser):
    """The words after a verb. `--json` is among them for every verb."""

    def __init__(self, verb: str, says: str) -> None:
        super().__init__(
            prog=f"python3 -m mspllab {verb}", description=says, allow_abbrev=False
        )
        self.add_argument(
            "--json", action="store_true", help="one JSON document, and nothing else"
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words, and how they should look."""
        usage = " ".join(self.format_usage().split())
        raise UsageError(f"{message}\n{usage}")


def whole_number(text: str) -> int:
    """The number that a word is, for arguments that are one."""
    if text.isascii() and text.isdigit():
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no whole number, such as 7")


def put(text: str) -> None:
    """Write an answer to standard output; nothing where there is none."""
    if text:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def put_json(document: object) -> None:
    """Write the one JSON document of an answer to standard output."""
    put(json.dumps(document, indent=2))


def say(text: str) -> None:
    """Write a diagnostic to standard error."""
    sys.stderr.write(f"{text}\n")


def each(
    names: Iterable[str], answer: Callable[[str], Answer[T]]
) -> tuple[list[tuple[str, T | str]], int]:
    """Every input with its answer, and the gravest exit status.

    An input that cannot be read does not keep the others from being answered: its
    answer is the sentence that says why.
    """
    answers: list[tuple[str, T | str]] = []
    gravest = FINE
    for name in names:
        try:
            found, status = answer(name)
            answers.append((name, found))
        except (MspllabError, OSError) as error:
            words = in_words(error)
            words = words if name in words else f"{name}: {words}"
            answers.append((name, words))
            status = UNREADABLE
            say(f"mspllab: {words}")
        gravest = max(gravest, status)
    return answers, gravest


def in_words(error: MspllabError | OSError) -> str:
    """An error as one sentence for a person."""
    if isinstance(error, MspllabError):
        return str(error)
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}"


def one_or_all(documents: Sequence[object]) -> object:
    """A single document as it is, several as a list."""
    return documents[0] if len(documents) == 1 else documents


def read_stdin(longest: int) -> bytes:
    """All of standard input; UsageError where it is closed or too long."""
    if sys.stdin is None:
        raise UsageError("standard input is closed: give a file instead of -")
    data = sys.stdin.buffer.read(longest + 1)
    if len(data) > longest:
        raise UsageError(f"standard input is longer than {longest:,} bytes")
    return data
