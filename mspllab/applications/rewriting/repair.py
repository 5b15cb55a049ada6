"""A manifest mended: what is commonly wrong with it made right, all else left alone."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mspllab.applications.manifest import examine_manifest
from mspllab.applications.reading.elements import Element, read_elements
from mspllab.applications.rewriting.draft import Draft, Edit, Repair
from mspllab.applications.rewriting.lettering import lettering_edits
from mspllab.applications.rewriting.located import Located
from mspllab.applications.rewriting.markup import mend_markup
from mspllab.applications.rewriting.naming import naming_edits
from mspllab.applications.rewriting.ordering import ordering_edits
from mspllab.applications.rewriting.text_file import TextFile
from mspllab.applications.rewriting.valuing import value_edits
from mspllab.errors import ManifestError
from mspllab.mspl.diagnostics import Finding

STEPS: tuple[Callable[[Located, Element], Iterator[Edit]], ...] = (
    naming_edits,
    value_edits,
    lettering_edits,
    ordering_edits,
)
"""What is done to a text that is XML."""
ROUNDS = 4
"""Mending one thing may uncover another; nobody's manifest has more layers."""


class Repaired(NamedTuple):
    """What came of a manifest."""

    data: bytes
    repairs: tuple[Repair, ...]
    left: tuple[Finding, ...]
    """Errors of the manifest that could not be mended."""


def repair(data: bytes, path: str) -> Repaired:
    """The manifest with its known slips mended; its script's meaning is not touched.

    Raises:
        ManifestError: it is no text.
    """
    file, draft = _decoded(data, path)
    for _ in range(ROUNDS):
        root = mended_root(draft, path)
        if root is None or not _mend_contents(draft, root, path):
            break
    mended = file.encode(draft.text)
    return Repaired(mended, tuple(draft.repairs), _left(mended, path))


def _decoded(data: bytes, path: str) -> tuple[TextFile, Draft]:
    """The text; where the declared encoding is wrong, in the one it really has."""
    try:
        file = TextFile.decode(data, path)
    except ManifestError:
        file = _in_other_encoding(data, path)
        draft = Draft(file.text)
        draft.mend(_encoding_edits(file))
        return file, draft
    return file, Draft(file.text)


WRITTEN = re.compile(rb"""(\A\s*<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"'>]*["']""")


def _in_other_encoding(data: bytes, path: str) -> TextFile:
    """As UTF-8 or as a Windows text, whatever the file says; it then says nothing.

    Raises:
        ManifestError: it is neither.
    """
    bare = WRITTEN.sub(rb"\1", data, count=1)
    for encoding in ("utf-8", "windows-1252"):
        try:
            text = bare.decode(encoding)
        except UnicodeDecodeError:
            continue
        return TextFile.decode(text.encode(), path)._replace(encoding=encoding)
    return TextFile.decode(data, path)


def _encoding_edits(file: TextFile) -> Iterator[Edit]:
    match = re.match(r"\s*<\?xml\b[^<>?]*?(?=\s*\??>)", file.text)
    why = f"the bytes of the file are {file.encoding}, and now it says so"
    said = f' encoding="{file.encoding}"'
    if match is not None:
        yield Edit(match.end(), match.end(), said, why)
    elif file.encoding != "utf-8":
        yield Edit(0, 0, f'<?xml version="1.0"{said}?>\n', why)


def mended_root(draft: Draft, path: str) -> Element | None:
    """The tree, after as much mending as that needs; None where there is none yet."""
    for _ in range(ROUNDS):
        try:
            return read_elements(draft.text, path)
        except ManifestError:
            before = draft.text
            mend_markup(draft)
            if draft.text == before:
                return None
    return None


def _mend_contents(draft: Draft, root: Element, path: str) -> bool:
    """Whether anything was mended."""
    changed = False
    for step in STEPS:
        if draft.mend(step(Located.of(draft.text), root)):
            changed = True
            found = mended_root(draft, path)
            if found is None:
                return False
            root = found
    return changed


def _left(data: bytes, path: str) -> tuple[Finding, ...]:
    """The errors that a reader of manifests still finds."""
    try:
        findings = examine_manifest(data, path).findings
    except ManifestError as error:
        return tuple(f for f in error.findings if isinstance(f, Finding))
    return tuple(finding for finding in findings if finding.is_error)
