"""CommandLine: how a verb reads its words, and where its answers go."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import NoReturn

from mspllab.errors import UsageError


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


def put(text: str) -> None:
    """Write an answer to standard output."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def put_json(document: object) -> None:
    """Write the one JSON document of an answer to standard output."""
    put(json.dumps(document, indent=2))


def put_each(documents: Sequence[object]) -> None:
    """Write a single document as it is, several as a list."""
    put_json(documents[0] if len(documents) == 1 else list(documents))


def say(text: str) -> None:
    """Write a diagnostic to standard error."""
    sys.stderr.write(f"{text}\n")
