"""Challenging: whom a server asks who they are, and whom it believes unasked."""

from random import Random

from mspllab.cores.authentication import Authenticator
from mspllab.lync.directory import Directory
from mspllab.sip.uri import SipUri, parse_uri


def authenticator_for(
    whom: str,
    directory: Directory,
    host: str,
    chance: Random,
    *,
    is_registrar: bool = False,
    servers: tuple[str, ...] = (),
) -> Authenticator | None:
    """Who challenges `whom` in the realm of the first domain; None for nobody.

    Trusted applications, gateways, voice mail and the other `servers` are believed
    unasked.
    """
    if whom == "nobody":
        return None
    return Authenticator(
        realm=next(iter(directory.domains), host),
        passwords={_name_in(user.uri): user.secret for user in directory.users},
        chance=Random(chance.getrandbits(64)),
        domains=directory.domains if whom == "own" else None,
        trusted=trusted_hosts(directory, servers),
        is_registrar=is_registrar,
    )


def trusted_hosts(directory: Directory, servers: tuple[str, ...]) -> list[str]:
    """Addresses of trusted applications, gateways, voice mail and other servers."""
    return [
        *(one.address for one in directory.applications if one.address),
        *(trunk.endpoint.host for trunk in directory.voice.trunks),
        *(where.host for _, where in directory.voice.mailboxes),
        *servers,
    ]


def _name_in(uri: str) -> str:
    parsed = parse_uri(uri)
    return parsed.user or "" if isinstance(parsed, SipUri) else ""
