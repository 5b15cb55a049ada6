"""SessionDescription: what a call is made of (RFC 8866), as far as routing needs it."""

from collections.abc import Iterable
from dataclasses import dataclass

from mspllab.errors import ParseError
from mspllab.sip.shared import Shared

SDP_TYPE = "application/sdp"


@dataclass(frozen=True, slots=True)
class Media:
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

    def value(self, letter: str) -> str | None:
        """The first value of a session-level line, such as "o" or "c"."""
        for name, value in self.lines:
            if name == "m":
                return None
            if name == letter:
                return value
        return None

    def __str__(self) -> str:
        return "".join(f"{letter}={value}\r\n" for letter, value in self.lines)


# What clients of the product offer, shortened: kind → m= line without its port.
_OFFERS = {
    "audio": ("RTP/SAVP 114 111 8 0 101", ("rtpmap:101 telephone-event/8000",)),
    "video": ("RTP/SAVP 122 121", ("rtpmap:122 X-H264UC/90000",)),
    "message": ("sip null", ("accept-types:text/plain text/rtf",)),
}
_IM_PORT = 5060
_PORT_STEP = 2  # the odd port is for RTCP


def build(kinds: Iterable[str], address: str, port: int) -> str:
    """An offer of these kinds of media at `address`, the first at `port`."""
    kind_of_address = "IP6" if ":" in address else "IP4"
    lines = [
        "v=0",
        f"o=- 0 1 IN {kind_of_address} {address}",
        "s=session",
        f"c=IN {kind_of_address} {address}",
        "t=0 0",
    ]
    for number, kind in enumerate(kinds):
        offer, attributes = _OFFERS.get(kind, ("RTP/AVP 0", ()))
        own_port = _IM_PORT if kind == "message" else port + _PORT_STEP * number
        lines.append(f"m={kind} {own_port} {offer}")
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
