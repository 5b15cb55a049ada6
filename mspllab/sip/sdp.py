"""SessionDescription: what a call is made of (RFC 8866), as far as routing needs it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import NamedTuple

from mspllab.errors import ParseError
from mspllab.sip.shared import Shared

SDP_TYPE = "application/sdp"
DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")
"""Who sends on a stream (RFC 3264 §5.1)."""
NOWHERE = "0.0.0.0"
"""The c= address by which RFC 2543 put somebody on hold (RFC 3264 §8.4)."""


class Media(NamedTuple):
    """One m= section; port 0 means that the stream is refused (RFC 3264 §6)."""

    kind: str
    """"audio", "video", "message" …"""
    port: int
    proto: str
    """"RTP/AVP", "RTP/SAVP", "sip" …"""
    formats: tuple[str, ...] = ()
    """Payload types or what else the protocol has, most wanted first."""
    attributes: tuple[str, ...] = ()
    """Values of this section's a= lines."""

    @property
    def direction(self) -> str:
        """Who sends, seen from whoever wrote it; sendrecv where it does not say."""
        return next((a for a in self.attributes if a in DIRECTIONS), "sendrecv")


@dataclass(frozen=True, slots=True)
class SessionDescription:
    """The lines of a session description, and its media sections."""

    lines: tuple[tuple[str, str], ...]
    """(type letter, value) of every line, in order."""
    media: tuple[Media, ...]

    @classmethod
    def parse(cls, text: str) -> "SessionDescription":
        """Read a session description; lines may end in LF alone (RFC 8866 §5)."""
        return _DESCRIPTIONS[text]

    def has(self, kind: str) -> bool:
        """Is a stream of this kind offered, with a port that is not zero?"""
        return any(media.kind == kind and media.port for media in self.media)

    @property
    def version(self) -> int:
        """How often it has changed: the third word of the o= line; 0 if unreadable."""
        words = (self.value("o") or "").split()
        known = len(words) > 2 and words[2].isascii() and words[2].isdigit()
        return int(words[2]) if known else 0

    @property
    def direction(self) -> str:
        """Who sends on its first living stream, or on all of them by a session line."""
        attributes = [v for n, v in self._session_lines() if n == "a"]
        general = next((v for v in attributes if v in DIRECTIONS), "sendrecv")
        if (self.value("c") or "").endswith(f" {NOWHERE}"):
            general = "sendonly"
        for media in self.media:
            if media.port and any(a in DIRECTIONS for a in media.attributes):
                return media.direction
        return general

    def value(self, letter: str) -> str | None:
        """The first value of a session-level line, such as "o" or "c"."""
        found = (v for name, v in self._session_lines() if name == letter)
        return next(found, None)

    def with_line(self, letter: str, value: str) -> "SessionDescription":
        """Another value in the session-level line `letter`, where there is one."""
        session = len(tuple(self._session_lines()))
        lines = tuple(
            (name, value if name == letter and place < session else text)
            for place, (name, text) in enumerate(self.lines)
        )
        return replace(self, lines=lines)

    def directed(self, direction: str) -> "SessionDescription":
        """The same with a session-level direction, for streams that name none."""
        place = len(tuple(self._session_lines()))
        lines = (*self.lines[:place], ("a", direction), *self.lines[place:])
        return replace(self, lines=lines)

    def _session_lines(self) -> Iterator[tuple[str, str]]:
        return takewhile(lambda line: line[0] != "m", self.lines)

    def __str__(self) -> str:
        return "".join(f"{letter}={value}\r\n" for letter, value in self.lines)


def write(media: Iterable[Media], address: str, version: int = 1) -> str:
    """A session description of these streams at `address`.

    `version` stands in its o= line and grows with every change (RFC 3264 §8).
    """
    kind_of_address = "IP6" if ":" in address else "IP4"
    lines = [
        "v=0",
        f"o=- 0 {version} IN {kind_of_address} {address}",
        "s=session",
        f"c=IN {kind_of_address} {address}",
        "t=0 0",
    ]
    for kind, port, proto, formats, attributes in media:
        lines.append(" ".join((f"m={kind}", str(port), proto, *formats)))
        lines += [f"a={attribute}" for attribute in attributes]
    return "".join(f"{line}\r\n" for line in lines)


def _read(text: str) -> SessionDescription:
    written = text.replace("\r\n", "\n").split("\n")
    lines = tuple([_line(line) for line in written if line])
    if not lines or lines[0] != ("v", "0"):
        raise ParseError("session description", text, expected='"v=0" first')
    media = tuple([_media(section) for section in _sections(lines)])
    return SessionDescription(lines, media)


_DESCRIPTIONS = Shared(_read)


def _line(line: str) -> tuple[str, str]:
    if line[1:2] != "=" or not line[0].isascii() or not line[0].isalpha():
        raise ParseError("session description", line, expected="letter=value", column=1)
    return line[0], line[2:]


def _sections(lines: tuple[tuple[str, str], ...]) -> list[list[tuple[str, str]]]:
    """The lines of each media section, its m= line first."""
    sections: list[list[tuple[str, str]]] = []
    for line in lines:
        if line[0] == "m":
            sections.append([])
        if sections:
            sections[-1].append(line)
    return sections


def _media(section: list[tuple[str, str]]) -> Media:
    # m=<media> <port>[/<number of ports>] <proto> <fmt> ...
    value = section[0][1]
    attributes = tuple([text for letter, text in section if letter == "a"])
    words = value.split()
    port = words[1].partition("/")[0] if len(words) > 2 else ""
    if not (port.isascii() and port.isdigit() and len(port) <= 5):
        raise ParseError("m= line", value, expected="m=media port proto format …")
    return Media(words[0], int(port), words[2], tuple(words[3:]), attributes)
