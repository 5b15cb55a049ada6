"""A manifest whose script is in one style, or a script by itself."""

import re

from mspllab.applications.manifest import examine_manifest
from mspllab.applications.reading.elements import Element, read_elements
from mspllab.applications.reading.script_text import script_span
from mspllab.applications.reading.structure import SCRIPT
from mspllab.applications.rewriting.text_file import TextFile
from mspllab.errors import ManifestError
from mspllab.mspl.diagnostics import Finding
from mspllab.mspl.formatter import format_script
from mspllab.mspl.source import Source

LEVEL = "    "
"""What the script is set in by, where its element is not set in itself."""


def in_style(data: bytes, path: str) -> bytes:
    """The file with its script in one style, and every other byte as it was.

    The script is set in one step further than its element. A file that does not begin
    with a tag is a script by itself.

    Raises:
        ManifestError: it is no manifest, or holds its script in pieces.
        MsplSyntaxError: the script has errors.
    """
    file = TextFile.decode(data, path)
    if file.text.lstrip().startswith("<"):
        return file.encode(_manifest(file, data, path))
    script = format_script(Source(file.text.replace("\r\n", "\n"), path))
    return file.encode(file.own_lines(script))


def _manifest(file: TextFile, data: bytes, path: str) -> str:
    manifest = examine_manifest(data, path)
    root = read_elements(file.text, path)
    element = next(one for one in root.children if one.name == SCRIPT)
    span = script_span(file.text, element)
    if span is None:
        message = "the script does not stand in one CDATA section"
        hint = "write it between one <![CDATA[ and one ]]>, without entities"
        raise ManifestError([Finding.of("MSPL309", message, element.place, hint)])
    indent = _indent(file.text, element)
    script = format_script(manifest.source, indent + (indent or LEVEL))
    if not script:
        return file.text
    script = file.own_lines(f"\n{script}{indent}")
    return file.text[: span[0]] + script + file.text[span[1] :]


def _indent(text: str, element: Element) -> str:
    """What stands before the element on its line, if that is nothing but blanks."""
    tag = text.rfind("<", 0, element.start)
    before = text[text.rfind("\n", 0, tag) + 1 : tag]
    return before if re.fullmatch(r"[ \t]*", before) else ""
