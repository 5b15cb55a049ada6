"""`explain`: the page of a finding, or of a name of the language."""

import argparse
from collections.abc import Iterator, Sequence
from textwrap import fill

from mspllab.applications.reading.element_pages import ELEMENT_PAGES, element_entry
from mspllab.applications.reading.structure import ATTRIBUTES
from mspllab.applications.vocabulary import vocabulary_for
from mspllab.errors import UsageError
from mspllab.mspl.diagnostics import RULES, Rule
from mspllab.mspl.entry import WIDTH, Entry
from mspllab.mspl.reference import entry, names
from mspllab.mspl.spelling import nearest
from mspllab.mspl.vocabulary import Vocabulary
from mspllab.shell.command_line import (
    FINE,
    Answer,
    CommandLine,
    each,
    one_or_all,
    put,
    put_json,
)
from mspllab.shell.level import add_level

ELEMENT_OF = {name: one for one, names_ in ATTRIBUTES.items() for name in names_}
"""Attribute of a manifest → an element that has it."""
SCRIPT_MARGIN = "    "
"""What the lines of a script in an explanation begin with."""
Explained = Entry | tuple[str, Rule]
"""A name's entry; or a code and what it stands for."""


def explain(words: Sequence[str]) -> int:
    """Print the page of each code or name; all codes where none is given."""
    options = _options(words)
    vocabulary = vocabulary_for(options.level)
    if not options.names:
        return _overview(as_json=options.json)

    def answer(name: str) -> Answer[Explained]:
        return explained(name, vocabulary), FINE

    answers, status = each(options.names, answer)
    if options.json:
        put_json(one_or_all([_document(name, found) for name, found in answers]))
    else:
        pages = [_text(found) for _, found in answers if not isinstance(found, str)]
        put("\n\n".join(pages))
    return status


def _options(words: Sequence[str]) -> argparse.Namespace:
    line = CommandLine("explain", "Explain a finding, or a name of the language.")
    line.add_argument(
        "names",
        nargs="*",
        metavar="CODE|NAME",
        help="MSPL205, AddHeader, sipRequest.Method, foreach, requestFilter; "
        "nothing: all codes",
    )
    add_level(line)
    return line.parse_args(words)


def explained(name: str, vocabulary: Vocabulary) -> Explained:
    """The page of a code, a name of the language or an element of manifests.

    Raises:
        UsageError: nothing is called so; says what is.
    """
    code = _code(name)
    if code is not None:
        return code, RULES[code]
    found = entry(vocabulary, name) or element_entry(name)
    if found is None:
        raise UsageError(_unknown(name, vocabulary))
    return found


def _code(name: str) -> str | None:
    """`MSPL205` for itself, in any case, and for the bare number."""
    text = name.upper()
    return next((one for one in (text, f"MSPL{text}") if one in RULES), None)


def _unknown(name: str, vocabulary: Vocabulary) -> str:
    known = [*names(vocabulary), *ELEMENT_PAGES, *RULES]
    meant = {**ELEMENT_OF, **vocabulary.misspelt}
    near = nearest(name, known, meant) or nearest(name.partition(".")[2], known, meant)
    if near is not None:
        return f"there is nothing to explain under {name!r}: did you mean {near!r}?"
    return (
        f"there is nothing to explain under {name!r}: give a code such as MSPL205, or "
        "a name of the language"
    )


def _overview(*, as_json: bool) -> int:
    """Every code with its title."""
    if as_json:
        put_json([_of_rule(code, rule) for code, rule in sorted(RULES.items())])
    else:
        put("\n".join(_titles()))
    return FINE


def _titles() -> Iterator[str]:
    for code, rule in sorted(RULES.items()):
        yield f"{code}  {rule.severity.value:<7}  {rule.title}"


def _text(found: Explained) -> str:
    if isinstance(found, Entry):
        return str(found)
    code, rule = found
    head = f"{code}: {rule.title}\n    {rule.severity.value}\n"
    paragraphs = [_paragraph(part) for part in rule.explanation.split("\n\n")]
    return "\n".join([head, "\n\n".join(paragraphs)])


def _paragraph(text: str) -> str:
    """Prose in lines of a readable length; a script as it is."""
    return text if text.startswith(SCRIPT_MARGIN) else fill(text, WIDTH)


def _document(name: str, found: Explained | str) -> dict[str, object]:
    if isinstance(found, str):
        return {"name": name, "error": found}
    return found.to_json() if isinstance(found, Entry) else _of_rule(*found)


def _of_rule(code: str, rule: Rule) -> dict[str, object]:
    return {
        "code": code,
        "severity": rule.severity.value,
        "title": rule.title,
        "explanation": rule.explanation,
        "before": rule.before or None,
        "after": rule.after or None,
    }
