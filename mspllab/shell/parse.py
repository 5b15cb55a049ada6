"""`parse`: a message taken apart, or what is wrong with it."""

import argparse
from collections.abc import Iterator, Sequence

from mspllab.shell.command_line import (
    FINE,
    FOUND,
    Answer,
    CommandLine,
    each,
    one_or_all,
    put,
    put_json,
)
from mspllab.shell.dissection import dissect
from mspllab.shell.files import content
from mspllab.sip.codec import verdict
from mspllab.sip.status import reason_phrase
from mspllab.sip.strict import Verdict, problems


def parse(words: Sequence[str]) -> int:
    """Print each message header by header; 1 where something is wrong with one."""
    options = _options(words)

    def answer(name: str) -> Answer[Verdict]:
        found = verdict(content(name, "a message"))
        return found, FINE if found.is_fine else FOUND

    answers, status = each(options.messages, answer)
    if options.json:
        put_json(one_or_all([_document(*item) for item in answers]))
    else:
        put("\n\n".join("\n".join(_text(*item)) for item in answers))
    return status


def _options(words: Sequence[str]) -> argparse.Namespace:
    line = CommandLine("parse", "Take SIP messages apart.")
    line.add_argument(
        "messages", nargs="+", metavar="MESSAGE.sip", help="- is standard input"
    )
    return line.parse_args(words)


def _document(name: str, found: Verdict | str) -> dict[str, object]:
    if isinstance(found, str):
        return {"file": name, "error": found}
    return {
        "file": name,
        "fine": found.is_fine,
        "problems": _problems(found),
        "answer": found.status,
        "message": None if found.message is None else dissect(found.message),
    }


def _problems(found: Verdict) -> list[str]:
    """Everything that is wrong, the gravest first, each once."""
    if found.is_fine:
        return []
    more = () if found.message is None else problems(found.message)
    return list(dict.fromkeys((found.reason, *map(str, more))))


def _text(name: str, found: Verdict | str) -> Iterator[str]:
    if isinstance(found, str):
        return
    yield name
    if found.message is not None:
        message = found.message
        yield f"  {message.start_line}"
        width = max((len(header) for header, _ in message.headers), default=0)
        yield from (f"  {key:<{width}}  {value}" for key, value in message.headers)
        yield f"  and a body of {len(message.body)} bytes"
    for problem in _problems(found):
        yield f"wrong: {problem}"
    yield _conclusion(found)


def _conclusion(found: Verdict) -> str:
    if found.is_fine:
        return "nothing is wrong with it"
    if found.status is None:
        return "an element drops it without an answer"
    return f"the fitting answer is {found.status} {reason_phrase(found.status)}"
