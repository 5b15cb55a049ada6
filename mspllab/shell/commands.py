"""The verbs: which there are, which file has each, and what their ends mean.

Exit status 0: fine. 1: findings, or a failed call. 2: bad usage or unreadable input.
A verb's file is imported when the verb is used: `parse` needs no simulator.
"""

import os
import sys
from collections.abc import Sequence

from mspllab.errors import MspllabError, UsageError
from mspllab.mspl.spelling import nearest
from mspllab.on_demand import named
from mspllab.shell.command_line import UNREADABLE, in_words, put, put_json, say

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""


VERBS = {
    "lab": "open JupyterLab with the lessons; sets up what it needs",
    "test": "run every check; sets up what it needs",
    "doctor": "say what is installed here, and what is missing",
    "check": "find everything that is wrong with a script",
    "explain": "explain a finding, or a name of the language",
    "run": "run a script on a message",
    "play": "play a scenario and show what happened",
    "parse": "take a SIP message apart, or say what is wrong with it",
    "format": "write scripts in one style, comments kept",
    "repair": "mend what is commonly wrong with a manifest",
}
"""Verb → what it does. Each has a file of its name with a function of its name."""
HELP = ("-h", "--help", "help")


def main(words: Sequence[str] | None = None) -> int:
    """Carry out one command line; the exit status."""
    words = sys.argv[1:] if words is None else words
    _settle_streams()
    try:
        status = _carry_out(words)
        sys.stdout.flush()
    except (MspllabError, OSError) as error:
        return _report(error, as_json="--json" in words)
    except KeyboardInterrupt:
        say("\nmspllab: stopped")
        return INTERRUPTED
    except SystemExit as end:  # argparse, after `--help`
        return int(end.code or 0)
    return status


def _settle_streams() -> None:
    """No character that a terminal cannot show may stop an answer."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _carry_out(words: Sequence[str]) -> int:
    if not words or words[0] in HELP:
        put(overview())
        return 0
    name, *rest = words
    if name not in VERBS:
        raise UsageError(_unknown(name))
    return int(named(f"mspllab.shell.{name}:{name}")(rest))


def overview() -> str:
    """Every verb in a line."""
    lines = (f"  {name:<8} {says}" for name, says in VERBS.items())
    return "\n".join(
        (
            "usage: python3 -m mspllab VERB …",
            "",
            *lines,
            "",
            "`python3 -m mspllab VERB --help` tells more. Every verb knows --json.",
        )
    )


def _unknown(name: str) -> str:
    near = nearest(name, VERBS)
    if near is not None:
        return f"there is no verb {name!r}: did you mean {near!r}?"
    return f"there is no verb {name!r}: there are {', '.join(VERBS)}"


def _report(error: MspllabError | OSError, *, as_json: bool) -> int:
    if isinstance(error, BrokenPipeError):  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREADABLE
    text = in_words(error)
    say(f"mspllab: {text}")
    if as_json:
        put_json({"error": text})
    return UNREADABLE
