"""Manifests are opened and compiled; a scenario without any does not load this file."""

from dataclasses import replace
from os import fspath
from pathlib import Path

from mspllab.applications.application import Application
from mspllab.applications.installable import Unloadable
from mspllab.applications.manifest import examine_manifest, read_manifest
from mspllab.errors import ManifestError, MsplSyntaxError, UsageError
from mspllab.mspl.diagnostics import Finding
from mspllab.mspl.vocabulary import Level
from mspllab.scenario.files import AnyPath, beside, read_file
from mspllab.scenario.watched_files import WatchedFiles


def load(
    path: AnyPath, *, level: Level = Level.V2013, strict: bool = False
) -> Application:
    """The MSPL application in the manifest at `path`.

    Its data files are looked at again before every run, unless they are static.

    Raises:
        UsageError: there is no such file, or it cannot be read.
        ManifestError, MsplSyntaxError, MsplCheckError: all that is wrong with it.
    """
    data, name = read_file(path, "a manifest"), fspath(path)
    application = _application(data, name, level=level, strict=strict)
    return replace(application, files=WatchedFiles(application.files, name))


def load_or_tell(path: AnyPath) -> Application | Unloadable:
    """The application at `path`, or what stands for it where it does not compile.

    Raises:
        UsageError: there is no such file, or it cannot be read.
    """
    data, name = read_file(path, "a manifest"), fspath(path)
    try:
        return _application(data, name)
    except (ManifestError, MsplSyntaxError) as error:
        text = data.decode("utf-8-sig", "replace")
        return Unloadable(name, text, _shortly(error), _uri(data, name))


def _shortly(error: ManifestError | MsplSyntaxError) -> str:
    """The first error in a line, and how many more there are."""
    findings = [one for one in error.findings if isinstance(one, Finding)]
    errors = [one for one in findings if one.is_error]
    first = errors[0]
    at = f"line {first.place.line}, column {first.place.column}"
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{first.code} in {at}: {first.message}{more}"


def _uri(data: bytes, name: str) -> str:
    """Its appUri, where that much of it can be read."""
    try:
        return examine_manifest(data, name).app_uri
    except ManifestError:
        return ""


def load_with(path: AnyPath, text: str, name: str = "") -> Application:
    """The application at `path`, but with this manifest, or with this script in it.

    `name` is another name that it shall go by, in the same folder.

    Raises:
        UsageError: the manifest cannot be read, or holds its script in such a way that
            no other can be put in its place.
        ManifestError, MsplSyntaxError, MsplCheckError: all that is wrong with it.
    """
    name = name or fspath(path)
    if text.lstrip().startswith("<"):
        return _application(text, name)
    manifest = read_manifest(read_file(path, "a manifest"), fspath(path))
    script = manifest.source.text
    if not script or manifest.text.count(script) != 1 or "]]>" in text:
        raise UsageError(f"the script in {fspath(path)} cannot be replaced by another")
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
