"""Progress: one line a phase with the time since the start, the rest in a log file."""

import os
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

PATIENCE = 0.2
"""Seconds between two looks at a running command."""


class Finished(NamedTuple):
    """A command that has ended."""

    status: int
    output: str
    """What it printed, both streams as one."""


class Progress:
    """Tells a person what is going on.

    On a terminal the running phase is a line whose time goes on; elsewhere a phase is
    printed once, when it is over.
    """

    def __init__(self, log: Path, stream: TextIO) -> None:
        self.log = log
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._width = 0
        self._start = time.monotonic()
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("", encoding="utf-8")

    @property
    def seconds(self) -> float:
        """Since this progress began."""
        return time.monotonic() - self._start

    def phase(self, name: str, text: str) -> None:
        """`name` is over; `text` says what came of it."""
        self._write(self._line(name, text) + "\n")
        self._width = 0

    def running(self, name: str, text: str) -> None:
        """`name` goes on; shown on a terminal only."""
        if self._is_terminal:
            line = self._line(name, text)[: shutil.get_terminal_size().columns - 1]
            self._write(line)
            self._width = len(line)

    def note(self, text: str) -> None:
        """Put `text` into the log only."""
        with self.log.open("a", encoding="utf-8") as log:
            log.write(text)

    def run(
        self,
        name: str,
        text: str,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> Finished:
        """Carry out `command`, its output into the log, and wait for its end."""
        with self.log.open("a+b") as log:
            log.write(f"\n$ {' '.join(map(str, command))}\n".encode())
            log.flush()
            start = log.tell()
            status = self._wait(name, text, command, log.fileno(), environment, folder)
            log.seek(start)
            return Finished(status, log.read().decode("utf-8", "replace"))

    def _wait(
        self,
        name: str,
        text: str,
        command: Sequence[str | Path],
        output: int,
        environment: Mapping[str, str] | None,
        folder: Path | None,
    ) -> int:
        self.running(name, text)
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(os.environ, **environment) if environment else None,
            cwd=folder,
        )
        try:
            return self._watch(name, text, process)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()

    def _watch(self, name: str, text: str, process: subprocess.Popen[bytes]) -> int:
        while True:
            try:
                return process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.running(name, text)

    def _line(self, name: str, text: str) -> str:
        return f"{self.seconds:6.1f} s  {name:<12} {text}"

    def _write(self, line: str) -> None:
        if self._width:
            # Spaces, as old Windows consoles show escape sequences as they are.
            line = f"\r{line}{' ' * (self._width - len(line.rstrip()))}"
        self._stream.write(line)
        self._stream.flush()
