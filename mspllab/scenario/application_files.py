"""Manifests are opened and compiled; a scenario without any does not load this file."""

from os import fspath
from pathlib import Path

from mspllab.applications.application import Application
from mspllab.applications.manifest import read_manifest
from mspllab.errors import UsageError
from mspllab.mspl.vocabulary import Level
from mspllab.scenario.files import AnyPath, beside, read_file


def load(
    path: AnyPath, *, level: Level = Level.V2013, strict: bool = False
) -> Application:
    """The MSPL application in the manifest at `path`.

    Raises:
        UsageError: there is no such file, or it cannot be read.
        ManifestError, MsplSyntaxError, MsplCheckError: all that is wrong with it.
    """
    data = read_file(path, "a manifest")
    return _application(data, fspath(path), level=level, strict=strict)


def load_with(path: AnyPath, text: str) -> Application:
    """The application at `path`, but with this manifest, or with this script in it.

    Raises:
        UsageError: the manifest cannot be read, or holds its script in such a way that
            no other can be put in its place.
        ManifestError, MsplSyntaxError, MsplCheckError: all that is wrong with it.
    """
    name = fspath(path)
    if text.lstrip().startswith("<"):
        return _application(text, name)
    manifest = read_manifest(read_file(path, "a manifest"), name)
    script = manifest.source.text
    if not script or manifest.text.count(script) != 1 or "]]>" in text:
        raise UsageError(f"the script in {name} cannot be replaced by another")
    return _application(manifest.text.replace(script, text), name)


def _application(
    data: bytes | str, name: str, *, level: Level = Level.V2013, strict: bool = False
) -> Application:
    return Application.load(
        data,
        name,
        level=level,
        strict=strict,
        read_file=lambda data_file: Path(beside(name, data_file)).read_bytes(),
    )
