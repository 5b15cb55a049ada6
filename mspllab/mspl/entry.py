"""Entry: what a reader may want to know about one name, as text and as Markdown."""

from collections.abc import Iterator
from typing import NamedTuple

from mspllab.mspl.formatter import format_script
from mspllab.mspl.page import Example
from mspllab.mspl.source import Source

WIDTH = 78
"""Characters of a line in a terminal."""


class Entry(NamedTuple):
    """One name, explained."""

    name: str
    """As it was asked for: "AddHeader", "sipRequest.Method", "foreach"."""
    what: str
    """"function", "variable", "class", "field", "list of constants", "constant",
    "keyword" or "operator"."""
    forms: tuple[str, ...]
    """How it is written or declared."""
    summary: str
    paragraphs: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    """Name and note of each parameter that has one."""
    facts: tuple[tuple[str, str], ...] = ()
    """Label and text: result, null, errors, level and so on."""
    members: tuple[tuple[str, str], ...] = ()
    """Fields of a class, members of a list: name, and what it is."""
    guess: str = ""
    """What is our decision and no page's; "" where all is documented."""
    examples: tuple[Example, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The same as plain values."""
        values = self._asdict()
        values["examples"] = [str(example) for example in self.examples]
        for key in ("parameters", "facts", "members"):
            values[key] = dict(values[key])
        return values

    def __str__(self) -> str:
        return "\n".join(_text_lines(self))


def _text_lines(entry: Entry) -> Iterator[str]:
    """The entry for a terminal, its longer lines broken."""
    for form in entry.forms:
        first, *others = _wrapped(form)
        yield first
        yield from (f"    {line}" for line in others)
    yield f"    {entry.what}"
    yield ""
    yield from _wrapped(entry.summary)
    for paragraph in entry.paragraphs:
        yield ""
        yield from _wrapped(paragraph)
    rows = [*entry.parameters, *entry.facts, *entry.members]
    if entry.guess:
        rows.append(("Our guess", entry.guess))
    if rows:
        yield ""
        yield from _table(rows)
    for example in entry.examples:
        yield ""
        yield from (f"    {line}" for line in styled(example).splitlines())


def styled(example: Example) -> str:
    """An example as a script would have it, broken into lines, and its result."""
    is_whole = example.code.endswith((";", "}"))
    code = example.code if is_whole else f"{example.code};"
    text = format_script(Source(code, "example")).rstrip()
    text = text if is_whole else text.removesuffix(";")
    return str(example._replace(code=text))


def _wrapped(text: str, width: int = WIDTH) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line:
        yield line


def _table(rows: list[tuple[str, str]]) -> Iterator[str]:
    """Two columns, the second one broken into lines."""
    indent = max(len(name) for name, _ in rows) + 2
    for name, text in rows:
        lines = list(_wrapped(text, WIDTH - 2 - indent)) or [""]
        yield f"  {name:<{indent}}{lines[0]}"
        yield from (f"  {'':<{indent}}{line}" for line in lines[1:])


def markdown(entry: Entry) -> str:
    """The entry as Markdown, for hovering and for pages."""
    forms = "\n".join(entry.forms)
    parts = [f"```mspl\n{forms}\n```", entry.summary, *entry.paragraphs]
    if entry.parameters:
        parts.append(_list([(f"`{name}`", text) for name, text in entry.parameters]))
    if entry.facts:
        parts.append(_list([(f"**{name}**", text) for name, text in entry.facts]))
    if entry.members:
        parts.append(_list([(f"`{name}`", text) for name, text in entry.members]))
    if entry.guess:
        parts.append(f"*Our guess, where the reference is silent:* {entry.guess}")
    if entry.examples:
        examples = "\n".join(styled(example) for example in entry.examples)
        parts.append(f"```mspl\n{examples}\n```")
    return "\n\n".join(parts)


def _list(rows: list[tuple[str, str]]) -> str:
    return "\n".join(f"- {name}: {text}" for name, text in rows)
