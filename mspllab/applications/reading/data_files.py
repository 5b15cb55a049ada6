"""The data files of a manifest, read when the application is loaded (mspl.md §6.7)."""

from collections.abc import Callable, Iterable

from mspllab.applications.flat_file import (
    DuplicateKeyError,
    FileDeclaration,
    FlatFile,
    read_flat_file,
)
from mspllab.applications.reading.encoding import decoded
from mspllab.errors import ManifestError
from mspllab.mspl.diagnostics import Finding

ReadFile = Callable[[str], bytes]
"""Path as the manifest writes it → content; OSError where there is none."""


def read_data_files(
    declarations: Iterable[FileDeclaration], read_file: ReadFile | None
) -> tuple[dict[str, FlatFile], list[Finding]]:
    """The files by name, and remarks about those that nobody could read.

    Raises:
        ManifestError: a file is missing, is no text, or has a key twice.
    """
    files: dict[str, FlatFile] = {}
    remarks: list[Finding] = []
    for declaration in declarations:
        if read_file is None:
            files[declaration.name] = read_flat_file(declaration, "")
            remarks.append(_not_given(declaration))
        else:
            files[declaration.name] = read_data_file(declaration, read_file)
    return files, remarks


def read_data_file(declaration: FileDeclaration, read_file: ReadFile) -> FlatFile:
    """One of them.

    Raises:
        ManifestError: the file is missing, is no text, or has a key twice.
    """
    path = declaration.path
    try:
        return read_flat_file(declaration, decoded(read_file(path)))
    except OSError as error:
        why = f"the data file {path} cannot be read: {error.strerror or error}"
    except UnicodeDecodeError:
        why = f"the data file {path} is no text in UTF-8 or UTF-16"
    except DuplicateKeyError as error:
        why = f"the data file {path} cannot be used: {error}"
    raise ManifestError([Finding.of("MSPL333", why, declaration.place)])


def _not_given(declaration: FileDeclaration) -> Finding:
    message = f"the data file {declaration.path} was not given: its cells are null"
    return Finding.of("MSPL334", message, declaration.place)
