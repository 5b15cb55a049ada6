"""Well-written scripts have no warning; those with one mistake have that one finding.

A chunk begins with what it is, and after semicolons with what its manifest says:
`requests` or `responses` are all that comes, `drops` is proxyByDefault="false", `ack`
lets ACK in, `routed` what has a Route header, `methods A B` lists methods, `keyless`
leaves out the key column, `roles A B` are those of its serverFilter. A mistake is told
on its line: the code, and the text that is underlined.
"""

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mspllab.applications.vocabulary import VOCABULARY
from mspllab.mspl.diagnostics import Finding, Severity
from mspllab.mspl.program import check
from mspllab.mspl.settings import Admission
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Applies

CORPUS = Path(__file__).parent / "corpus"
FILES = {"people": ("who", "rule")}
EXPECTED = re.compile(r" // (MSPL\d{3}) (.+)$", re.MULTILINE)


class Chunk(NamedTuple):
    text: str

    @property
    def title(self) -> str:
        return self.text.partition("\n")[0].removeprefix("// ")

    @property
    def options(self) -> dict[str, Any]:
        said = [part.strip() for part in self.title.split(";")[1:]]
        listed = {part.split()[0]: frozenset(part.split()[1:]) for part in said}
        admission = Admission(
            proxy_by_default="drops" not in said,
            methods=listed.get("methods"),
            roles=listed.get("roles"),
            sees_ack="ack" in said,
            sees_routed="routed" in said,
            keyless_files=frozenset(FILES) if "keyless" in said else frozenset(),
        )
        kinds = {"requests": Applies.REQUEST, "responses": Applies.RESPONSE}
        applies = [kinds[part] for part in said if part in kinds]
        return {
            "files": FILES,
            "admission": admission,
            "applies": applies[0] if applies else Applies.ANY,
        }

    def findings(self) -> list[Finding]:
        return check(Source(self.text), VOCABULARY, **self.options)


def chunks(name: str) -> list[Chunk]:
    text = (CORPUS / f"{name}.mspl").read_text("utf-8")
    return [Chunk(part) for part in re.split(r"^---\n", text, flags=re.MULTILINE)]


CLEAN, MISTAKES = chunks("clean"), chunks("mistakes")


def marked(finding: Finding) -> str:
    place = finding.place
    return place.text[place.column - 1 : place.column - 1 + place.length]


@pytest.mark.parametrize("chunk", CLEAN, ids=[one.title for one in CLEAN])
def test_a_good_script_has_no_warning(chunk: Chunk) -> None:
    grave = [one for one in chunk.findings() if one.severity is not Severity.INFO]

    assert not [str(one) for one in grave]


@pytest.mark.parametrize("chunk", MISTAKES, ids=[one.title for one in MISTAKES])
def test_one_mistake_gives_one_finding_at_its_place(chunk: Chunk) -> None:
    expected = [
        (match[1], chunk.text.count("\n", 0, match.start()) + 1, match[2])
        for match in EXPECTED.finditer(chunk.text)
    ]

    found = [(one.code, one.place.line, marked(one)) for one in chunk.findings()]

    assert len(expected) == 1
    assert found == expected
