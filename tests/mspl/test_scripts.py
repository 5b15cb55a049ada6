"""Scripts as tests: chunks of .mspl files with expectations on the lines they concern.

`// logs: a, b` is what the line logs, in order; `// error: …`, `// warning: …` and
`// info: …` are parts of what is found there, before the run or in it. Whatever else is
found fails the test. A chunk may begin with options: `// level 2010`, `// strict`,
`// script only`, `// response`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mspllab.errors import ScriptError
from mspllab.mspl.program import Program, check
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Level, Vocabulary

SCRIPTS = Path(__file__).parent / "scripts"
EXPECTED = re.compile(
    r"// (logs|error|warning|info): (.*?)(?=\s*// (?:logs|error|warning|info): |$)"
)
FILES = {"people": ("who", "rule")}


class Chunk(NamedTuple):
    name: str
    text: str

    @property
    def options(self) -> dict[str, Any]:
        first = self.text.split("\n", 1)[0]
        options: dict[str, Any] = {"files": FILES}
        if match := re.match(r"// level (\w+)", first):
            options["level"] = Level.parse(match[1])
        if "// strict" in first:
            options["strict"] = True
        if "// script only" in first:
            options["script_only"] = True
        return options

    @property
    def is_request(self) -> bool:
        return "// response" not in self.text.split("\n", 1)[0]

    def expected(self) -> Iterator[tuple[int, str, str]]:
        for number, line in enumerate(self.text.split("\n"), 1):
            for what, text in EXPECTED.findall(line):
                yield number, what, text.strip()


def chunks() -> Iterator[Chunk]:
    for path in sorted(SCRIPTS.glob("*.mspl")):
        for number, text in enumerate(
            re.split(r"^---\n", path.read_text("utf-8"), flags=re.M), 1
        ):
            yield Chunk(f"{path.stem}-{number}", text)


CHUNKS = list(chunks())


@pytest.mark.parametrize("chunk", CHUNKS, ids=[chunk.name for chunk in CHUNKS])
def test_script_does_what_its_comments_say(
    chunk: Chunk, vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    wanted = list(chunk.expected())
    source = Source(chunk.text, f"{chunk.name}.am")

    found = [
        (f.place.line, f.severity.value, f.message)
        for f in check(source, vocabulary, **chunk.options)
    ]
    logged: dict[int, list[str]] = {}
    if not any(severity == "error" for _, severity, _ in found):
        host = make_host(chunk.is_request)
        try:
            program = Program.compile(source, vocabulary, **chunk.options)
            program.run_recorded(host, host.lines)
        except ScriptError as error:
            assert error.place is not None
            found.append((error.place.line, "error", error.message))
        for line, text in host.logged_in:
            logged.setdefault(line, []).append(text)

    for line, what, text in wanted:
        if what == "logs":
            assert ", ".join(logged.pop(line, [])) == text, f"line {line}"
        else:
            matching = [f for f in found if f[:2] == (line, what) and text in f[2]]
            assert matching, (
                f"line {line} should give {what}: {text}; there are {found}"
            )
            found.remove(matching[0])
    assert not found, "found, but not expected"
    assert not logged, "logged, but not expected"
