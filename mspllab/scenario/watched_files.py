"""WatchedFiles: data files, read again when they have changed (mspl.md §6.7)."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from mspllab.applications.flat_file import FlatFile
from mspllab.applications.reading.data_files import read_data_file
from mspllab.scenario.files import beside

Version = tuple[int, int, int]
"""When a file was written last, in nanoseconds; its length; its number on the disk."""


class WatchedFiles(Mapping[str, FlatFile]):
    """The data files of the manifest `manifest`, as they are on the disk now.

    A scenario does not use them: there only its timeline changes a file.

    Raises:
        ManifestError: where one is asked for that cannot be used any more.
    """

    def __init__(self, files: Mapping[str, FlatFile], manifest: str) -> None:
        self._files = dict(files)
        self._manifest = manifest
        self._versions = {name: self._version(one) for name, one in files.items()}

    def __getitem__(self, name: str) -> FlatFile:
        file = self._files[name]
        if file.declaration.static:
            return file
        version = self._version(file)
        if version is None or version != self._versions[name]:
            file = read_data_file(file.declaration, self._read)
            self._files[name], self._versions[name] = file, version
        return file

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def _read(self, path: str) -> bytes:
        return Path(beside(self._manifest, path)).read_bytes()

    def _version(self, file: FlatFile) -> Version | None:
        """None where there is no file."""
        try:
            found = Path(beside(self._manifest, file.declaration.path)).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino
