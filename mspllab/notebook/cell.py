"""Cell: the manifest that a notebook cell amounts to, each line where the cell has it.

The first line of a cell is the magic's own; whatever a manifest needs besides the
script stands there, so that line 3 of a finding is line 3 of the cell.
"""

import re

from mspllab.applications.manifest import examine_manifest
from mspllab.applications.reading.elements import read_elements
from mspllab.applications.reading.script_text import CDATA, CDATA_END, script_span
from mspllab.applications.reading.structure import SCRIPT
from mspllab.errors import UsageError

PLAIN = (
    '<lc:applicationManifest xmlns:lc="http://schemas.microsoft.com/lcs/2006/05" '
    'lc:appUri="http://lab.example/apps/cell"><lc:requestFilter methodNames="ALL"/>'
    '<lc:responseFilter reasonCodes="ALL"/><lc:proxyByDefault action="true"/>'
    "<lc:scriptOnly/><lc:splScript><![CDATA[",
    "]]></lc:splScript></lc:applicationManifest>",
)
"""What stands around a script of which nobody says in which manifest it belongs."""
DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def manifest_of(body: str, around: str | None = None) -> str:
    """The manifest for the lines below the magic's own.

    Args:
        body: a whole manifest, or a script.
        around: a manifest whose script this one replaces; None: a plain one that lets
            every message in.

    Raises:
        UsageError: the script holds what ends a CDATA section; or `around` has its
            script in pieces, so that no other can be put in its place.
    """
    if body.lstrip().startswith("<"):
        return f"\n{DECLARATION.sub(_blank, body, count=1)}"
    if CDATA_END in body:
        line = body[: body.index(CDATA_END)].count("\n") + 2
        raise UsageError(f"line {line}: a script in a manifest cannot hold {CDATA_END}")
    head, tail = PLAIN if around is None else _around(around)
    return f"{head}\n{body}{tail}"


def _blank(declaration: re.Match[str]) -> str:
    """As many lines without a declaration: one may stand at the very beginning only."""
    return "\n" * declaration[0].count("\n")


def _around(manifest: str) -> tuple[str, str]:
    """What stands before and behind the script; the former on one line."""
    root = read_elements(manifest, "")
    examine_manifest(manifest, "")
    element = next(one for one in root.children if one.name == SCRIPT)
    span = script_span(manifest, element)
    if span is None:
        raise UsageError("that manifest does not have its script in one CDATA section")
    head, tail = " ".join(manifest[: span[0]].split()), manifest[span[1] :]
    if head.endswith(CDATA):
        return head, tail
    return f"{head}{CDATA}", f"{CDATA_END}{tail}"
