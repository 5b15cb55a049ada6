"""WorkingCopy: the file in which a script is worked on, beside the notebook.

What one started from is never written to. The copy is written whole or not at all, and
never over something that another program has put there since.
"""

from dataclasses import dataclass
from pathlib import Path

from mspllab.errors import UsageError
from mspllab.scenario.files import read_file

ENDING = ".work.am"


class Changed(Exception):
    """Another program has written the file since it was last read or written here."""


@dataclass(slots=True)
class WorkingCopy:
    """A file with the text as it was last seen in it."""

    path: Path
    seen: str | None
    """What the file holds as far as is known here; None: there is no file yet."""

    @property
    def outside(self) -> str | None:
        """What the file holds now; None where there is none."""
        return _text(self.path)

    def save(self, text: str) -> None:
        """Write `text`, unless the file holds it already.

        Raises:
            Changed: somebody else has written the file, and nothing is overwritten.
            UsageError: it cannot be written.
        """
        now = self.outside
        if now != self.seen and now is not None and now != text:
            raise Changed
        if now != text:
            self._write(text)
        self.seen = text

    def overwrite(self, text: str) -> None:
        """Write `text`, whatever the file holds."""
        self._write(text)
        self.seen = text

    def take(self) -> str:
        """The text that somebody else has written, from now on known here."""
        self.seen = self.outside
        return self.seen or ""

    def _write(self, text: str) -> None:
        new = self.path.with_name(f".{self.path.name}.new")
        try:
            new.write_text(text, encoding="utf-8", newline="")
            new.replace(self.path)
        except OSError as error:
            why = error.strerror or str(error)
            raise UsageError(f"{self.path} cannot be written: {why}") from None


def working_copy(name: str, folder: Path) -> WorkingCopy:
    """The copy called NAME.work.am in `folder`, as it was left."""
    path = folder / f"{name}{ENDING}"
    return WorkingCopy(path, _text(path))


def _text(path: Path) -> str | None:
    if not path.exists():
        return None
    data = read_file(path, "a manifest")
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
