"""Everything mspllab raises on purpose.

MspllabError
├── SipError             something about a message; `status_hint` is a fitting answer
│   ├── ParseError       the other side's bytes are no SIP
│   └── BuildError       our own code asked for an illegal message
├── MsplError            something about a script; has a `place`
│   ├── MsplSyntaxError  the lexer or the parser found errors, all of them
│   ├── MsplCheckError   the checker's findings, all of them
│   └── ScriptError      a run was ended: null where text was wanted, 501st turn …
│       └── CriticalError  one of those that count towards disabling the application
├── ManifestError        an .am file says something impossible
├── ManagedError         a handler behind Dispatch asked for what no server does
├── ScenarioError        a scenario names what is not there
└── UsageError           a command line or a call that cannot be carried out
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

LONGEST_SHOWN = 120
"""Characters of a line that an excerpt shows."""


class Place(NamedTuple):
    """Where in a text something stands; lines and columns count from 1."""

    path: str
    line: int
    column: int
    text: str = ""
    """The whole line, without its end, so that an error can show it."""
    length: int = 1
    """Characters to underline, at least one; where several lines are meant, those of
    the first."""
    last_line: int = 0
    """Line on which it ends; 0: the same."""
    last_column: int = 0
    """Column behind its last character; 0: `length` columns on."""

    @property
    def end(self) -> tuple[int, int]:
        """Line of the last character, and the column behind it."""
        return self.last_line or self.line, self.last_column or (
            self.column + self.length
        )

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    def excerpt(self) -> str:
        """The line with a caret under the place, two lines; "" if it is unknown."""
        if not self.text:
            return ""
        gutter = f"{self.line:>5} | "
        text, column = self._window()
        # Tabs stay tabs in the second line, so the caret stands where the eye expects.
        before = "".join("\t" if c == "\t" else " " for c in text[: column - 1])
        marks = "^" + "~" * (min(self.length, len(text) - column + 1) - 1)
        return f"{gutter}{text}\n{' ' * (len(gutter) - 2)}| {before}{marks}"

    def _window(self) -> tuple[str, int]:
        """The part of a long line that is worth showing, and the column in it."""
        start = max(0, self.column - LONGEST_SHOWN // 2)
        start = max(0, min(start, len(self.text) - LONGEST_SHOWN))
        end = start + LONGEST_SHOWN
        head, tail = "…" if start else "", "…" if end < len(self.text) else ""
        shown = _printable(self.text[start:end])
        return f"{head}{shown}{tail}", self.column - start + len(head)


def _printable(text: str) -> str:
    """Without what would move the caret, or clear the screen."""
    return "".join(c if c.isprintable() or c == "\t" else "·" for c in text)


class Reported(Protocol):
    """What an error needs to know of a finding."""

    @property
    def code(self) -> str:
        """Stable code, such as "MSPL101"."""

    @property
    def place(self) -> Place:
        """Where it stands."""

    def __str__(self) -> str: ...


class MspllabError(Exception):
    """Everything this package raises on purpose."""


class SipError(MspllabError):
    """Something about a message."""

    status_hint: int | None = None
    """A status code that would be a fitting answer; None where none is."""


class ParseError(SipError):
    """The other side's bytes are no SIP.

    Args:
        what: the header, URI part or line that was being read.
        text: what was read, cut to a readable length in the message.
        expected: what would have been right.
        column: 1-based column within `text`, where known.
        status_hint: a fitting status code; None where the message is to be dropped.
    """

    def __init__(
        self,
        what: str,
        text: str,
        *,
        expected: str,
        column: int | None = None,
        status_hint: int | None = 400,
    ) -> None:
        shown = text if len(text) <= 60 else f"{text[:57]}..."
        at = f" (column {column})" if column is not None else ""
        super().__init__(f"{what}: expected {expected}, found {shown!r}{at}")
        self.what = what
        self.text = text
        self.expected = expected
        self.column = column
        self.status_hint = status_hint

    def __reduce__(self) -> tuple[object, ...]:
        keywords = (self.what, self.text, self.expected, self.column, self.status_hint)
        return (_parse_error, keywords)


def _parse_error(
    what: str, text: str, expected: str, column: int | None, status_hint: int | None
) -> ParseError:
    return ParseError(
        what, text, expected=expected, column=column, status_hint=status_hint
    )


class BuildError(SipError):
    """Our own code asked for an illegal message."""


class MsplError(MspllabError):
    """Something about a script.

    Args:
        message: one sentence: what is wrong and what would have been right.
        place: where, if it is known; the text of the error then shows it with a caret.
    """

    def __init__(self, message: str, place: Place | None = None) -> None:
        self.message = message
        self.place = place
        super().__init__(_with_place(message, place))

    def told_at(self, place: Place) -> None:
        """Add where it happened, which whoever raised it could not know."""
        self.place = place
        self.args = (_with_place(self.message, place),)


class MsplSyntaxError(MsplError):
    """The lexer or the parser stopped; `findings` lists all they found."""

    def __init__(self, findings: Sequence[Reported]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in findings))
        self.place = findings[0].place


class MsplCheckError(MsplSyntaxError):
    """The checker refuses the script; `findings` lists all it found."""


class ScriptError(MsplError):
    """A run of a script was ended by an error (mspl.md §3.5)."""


class CriticalError(ScriptError):
    """A script error that counts towards disabling the application."""

    more: tuple[str, ...] = ()
    """What else was wrong at the same place; each of them counts as well."""

    def with_more(self, more: Iterable[str]) -> "CriticalError":
        """The same error, and others of the same statement."""
        self.more = tuple(more)
        return self


class ManifestError(MspllabError):
    """An .am file says something impossible; `findings` lists all that was found."""

    def __init__(self, findings: Sequence[Reported]) -> None:
        self.findings = tuple(findings)
        self.place = findings[0].place
        super().__init__("\n".join(str(finding) for finding in findings))


class ManagedError(MspllabError):
    """Managed code used a request, a response or a transaction as it must not be."""


class ScenarioError(MspllabError):
    """A scenario names what is not there, or says something impossible."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        self.message = message
        self.place = place
        super().__init__(_with_place(message, place))


class UsageError(MspllabError):
    """A command line or a call that cannot be carried out as it stands."""


def _with_place(message: str, place: Place | None) -> str:
    if place is None:
        return message
    excerpt = place.excerpt()
    return f"{place}: {message}" + (f"\n{excerpt}" if excerpt else "")
