"""Negotiation: what is offered, and what is answered to an offer (RFC 3264).

Offers and answers are texts; a stream keeps its place for ever, and is refused or
ended by port 0.
"""

from collections.abc import Iterable
from typing import NamedTuple

from mspllab.sip.sdp import DIRECTIONS, Media, SessionDescription, write

PRODUCT = {
    "audio": Media(
        "audio",
        0,
        "RTP/SAVP",
        ("114", "111", "8", "0", "101"),
        ("rtpmap:101 telephone-event/8000",),
    ),
    "video": Media(
        "video", 0, "RTP/SAVP", ("122", "121"), ("rtpmap:122 X-H264UC/90000",)
    ),
    "message": Media(
        "message", 0, "sip", ("null",), ("accept-types:text/plain text/rtf",)
    ),
}
"""What clients of the product offer, shortened."""

CODECS = {
    "PCMU": ("audio", "0", "PCMU/8000"),
    "PCMA": ("audio", "8", "PCMA/8000"),
    "G722": ("audio", "9", "G722/8000"),
    "G729": ("audio", "18", "G729/8000"),
    "SIREN": ("audio", "111", "SIREN/16000"),
    "RTAudio": ("audio", "114", "x-msrta/16000"),
    "opus": ("audio", "96", "opus/48000/2"),
    "H264": ("video", "97", "H264/90000"),
    "VP8": ("video", "98", "VP8/90000"),
}
"""Codecs by the names of a scenario: kind of media, payload type, rtpmap."""

STATIC = {number: rtpmap.lower() for _, number, rtpmap in CODECS.values()}
"""What a payload type means where no rtpmap says."""
SIGNALS = "telephone-event"
"""Dialled digits: no stream is made of them alone."""
IM_PORT = 5060
PORT_STEP = 2
"""The odd port is for RTCP."""


class Ability(NamedTuple):
    """What a user agent can do with media."""

    kinds: tuple[str, ...] = ("audio", "video", "message")
    codecs: tuple[str, ...] = ()
    """Names of `CODECS`, most wanted first; () is what the product's clients have."""


ALL = Ability()


def offer(kinds: Iterable[str], address: str, port: int, ability: Ability = ALL) -> str:
    """An offer of these kinds of media at `address`, the first at `port`."""
    return write(_streams(kinds, port, ability), address)


def answer(
    offered: SessionDescription,
    address: str,
    port: int,
    ability: Ability = ALL,
    *,
    direction: str = "sendrecv",
    version: int = 1,
) -> str | None:
    """The answer to an offer, stream for stream; None where nothing is acceptable.

    `direction`: what we should like to do ourselves, were there no offer.
    """
    streams = [
        _answered(media, port + PORT_STEP * place, ability, offered, direction)
        for place, media in enumerate(offered.media)
    ]
    if streams and not any(stream.port for stream in streams):
        return None
    return write(streams, address, version)


def changed(
    before: SessionDescription,
    address: str,
    port: int,
    ability: Ability = ALL,
    *,
    direction: str,
    kinds: Iterable[str] | None = None,
) -> str:
    """The next offer after `before`: same places, new `direction`, version one up.

    `kinds` are the media that are wanted now; None: those there are.
    """
    wanted = tuple(m.kind for m in before.media) if kinds is None else tuple(kinds)
    fresh = {m.kind: m for m in _streams(wanted, port, ability)}
    streams = []
    for place, media in enumerate(before.media):
        if media.kind not in wanted:
            streams.append(media._replace(port=0))
        else:
            kept = media if media.port else fresh[media.kind]
            own = kept.port if media.port else port + PORT_STEP * place
            streams.append(directed(kept._replace(port=own), direction))
    known = {media.kind for media in before.media}
    for media in _streams([k for k in wanted if k not in known], port, ability):
        own = media.port if media.kind == "message" else port + PORT_STEP * len(streams)
        streams.append(directed(media._replace(port=own), direction))
    return write(streams, address, before.version + 1)


def met(offered: str, wanted: str) -> str:
    """The direction of an answer: what is `wanted`, as far as the offer allows it.

    >>> met("sendonly", "sendrecv")
    'recvonly'
    """
    sends = wanted in ("sendrecv", "sendonly") and offered in ("sendrecv", "recvonly")
    takes = wanted in ("sendrecv", "recvonly") and offered in ("sendrecv", "sendonly")
    if sends:
        return "sendrecv" if takes else "sendonly"
    return "recvonly" if takes else "inactive"


def directed(media: Media, direction: str) -> Media:
    """`media` with this direction; sendrecv is not written, nor is one of a chat."""
    kept = tuple(a for a in media.attributes if a not in DIRECTIONS)
    plain = direction == "sendrecv" or media.kind == "message"
    return media._replace(attributes=kept if plain else (*kept, direction))


def _streams(kinds: Iterable[str], port: int, ability: Ability) -> list[Media]:
    return [
        _stream(kind, ability)._replace(
            port=IM_PORT if kind == "message" else port + PORT_STEP * place
        )
        for place, kind in enumerate(kinds)
    ]


def _stream(kind: str, ability: Ability) -> Media:
    named = [CODECS[name] for name in ability.codecs if CODECS[name][0] == kind]
    if not named:
        return PRODUCT.get(kind, Media(kind, 0, "RTP/AVP", ("0",)))
    formats = tuple(number for _, number, _ in named)
    maps = tuple(f"rtpmap:{number} {rtpmap}" for _, number, rtpmap in named)
    return Media(kind, 0, "RTP/AVP", formats, maps)


def _answered(
    media: Media,
    port: int,
    ability: Ability,
    offered: SessionDescription,
    direction: str,
) -> Media:
    refused = Media(media.kind, 0, media.proto, media.formats)
    if not media.port or media.kind not in ability.kinds:
        return refused
    ours = _stream(media.kind, ability)
    known = {_meaning(ours, number) for number in ours.formats}
    common = tuple(n for n in media.formats if _meaning(media, n) in known)
    if all(SIGNALS in _meaning(media, number) for number in common):
        return refused
    attributes = (*_maps(media, common), *_beside_maps(ours))
    own = IM_PORT if media.kind == "message" else port
    wanted = met(_direction(media, offered), direction)
    return directed(Media(media.kind, own, media.proto, common, attributes), wanted)


def _direction(media: Media, offered: SessionDescription) -> str:
    said = any(a in DIRECTIONS for a in media.attributes)
    return media.direction if said else offered.direction


def _maps(media: Media, formats: tuple[str, ...]) -> tuple[str, ...]:
    wanted = tuple(f"rtpmap:{number} " for number in formats)
    return tuple(a for a in media.attributes if a.startswith(wanted))


def _beside_maps(media: Media) -> tuple[str, ...]:
    return tuple(a for a in media.attributes if not a.startswith("rtpmap:"))


def _meaning(media: Media, number: str) -> str:
    """What a payload type stands for: its codec, in lower case."""
    begin = f"rtpmap:{number} "
    for attribute in media.attributes:
        if attribute.startswith(begin):
            return attribute.removeprefix(begin).lower()
    return STATIC.get(number, number)
