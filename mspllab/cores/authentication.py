"""Authenticator: who a request is from, proved by a digest (RFC 3261 §22)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from mspllab.cores.decision import Reply
from mspllab.errors import ParseError
from mspllab.sip.digest import Challenge, Credentials, is_digest
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri

NONCE_LIFETIME = 300.0
"""Seconds; an answer to an older challenge is right but stale."""

_NONCE_BITS = 64
_NEVER_CHALLENGED = frozenset({"ACK", "CANCEL"})
"""Nobody could send them again with another CSeq (§22.1)."""


@dataclass(slots=True)
class _Issued:
    """A nonce: when it was given out, and how often it has been used."""

    at: float
    uses: int = 0


@dataclass(frozen=True, slots=True)
class _Manner:
    """How one kind of server asks, and where it is answered."""

    status: int
    challenge: str
    credentials: str


_PROXY = _Manner(407, "Proxy-Authenticate", "Proxy-Authorization")
_USER_AGENT = _Manner(401, "WWW-Authenticate", "Authorization")


class Authenticator:
    """Challenges requests and checks the credentials that come back.

    Args:
        realm: what users know their password for.
        passwords: {user name: password}; the name is the user part of an address.
        chance: source of nonces.
        algorithm: of the digest.
        domains: those whose users are challenged; None: everybody is.
        trusted: addresses of hosts that are believed unasked.
        is_registrar: asks by 401 whatever the request, as the product does.
    """

    def __init__(
        self,
        *,
        realm: str,
        passwords: Mapping[str, str],
        chance: Random,
        algorithm: str = "MD5",
        domains: Iterable[str] | None = None,
        trusted: Iterable[str] = (),
        is_registrar: bool = False,
    ) -> None:
        self.realm = realm
        self._passwords = dict(passwords)
        self._chance = chance
        self._algorithm = algorithm
        self._domains = None if domains is None else {d.lower() for d in domains}
        self._trusted = frozenset(trusted)
        self._is_registrar = is_registrar
        self._issued: dict[str, _Issued] = {}

    def refusal(self, request: Request, *, now: float) -> Reply | None:
        """401 for a REGISTER, 407 for what a proxy forwards; None where all is well.

        Within a dialog nobody is asked again.  403 where somebody proves to be one user
        and calls himself another.
        """
        if request.method in _NEVER_CHALLENGED or request.to_tag is not None:
            return None
        is_registrar = self._is_registrar or request.method == "REGISTER"
        manner = _USER_AGENT if is_registrar else _PROXY
        if not self._is_asked(request):
            return None
        for credentials in self._presented(request, manner):
            return self._ruling(request, credentials, manner, now)
        return self._challenge(manner, now)

    def _is_asked(self, request: Request) -> bool:
        if self._trusted and _sender(request) in self._trusted:
            return False
        if self._domains is None:
            return True
        uri = request.from_.uri
        return isinstance(uri, SipUri) and uri.host.lower() in self._domains

    def consumed(self, request: Request) -> Request:
        """`request` without what was said to this realm: for others only (§22.3)."""
        name = _PROXY.credentials
        if name not in request.headers:
            return request
        others = [
            text for text in request.headers.all(name) if not self._is_for_us(text)
        ]
        return request.replace(headers=request.headers.with_all(name, others))

    def _ruling(
        self, request: Request, credentials: Credentials, manner: _Manner, now: float
    ) -> Reply | None:
        name = credentials.username.partition("@")[0]
        password = self._passwords.get(name)
        if password is None or not credentials.fits(
            password, request.method, request.body
        ):
            return self._challenge(manner, now)
        if not self._is_fresh(credentials, now):
            return self._challenge(manner, now, is_stale=True)
        uri = request.from_.uri
        return None if isinstance(uri, SipUri) and uri.user == name else Reply(403)

    def _is_fresh(self, credentials: Credentials, now: float) -> bool:
        """Is the nonce ours, young enough, and its count higher than before?"""
        issued = self._issued.get(credentials.nonce)
        if issued is None or now - issued.at > NONCE_LIFETIME:
            return False
        if credentials.qop is not None and credentials.nonce_count <= issued.uses:
            return False
        issued.uses = max(issued.uses, credentials.nonce_count)
        return True

    def _challenge(
        self, manner: _Manner, now: float, *, is_stale: bool = False
    ) -> Reply:
        self._issued = {
            nonce: issued
            for nonce, issued in self._issued.items()
            if now - issued.at <= NONCE_LIFETIME
        }
        nonce = f"{self._chance.getrandbits(_NONCE_BITS):016x}"
        self._issued[nonce] = _Issued(now)
        challenge = Challenge(
            self.realm, nonce, self._algorithm, ("auth",), is_stale=is_stale
        )
        return Reply(manner.status, headers=((manner.challenge, str(challenge)),))

    def _presented(self, request: Request, manner: _Manner) -> list[Credentials]:
        """Those for this realm that can be read; other schemes count as absent."""
        texts = request.headers.all(manner.credentials)
        return [Credentials.parse(text) for text in texts if self._is_for_us(text)]

    def _is_for_us(self, text: str) -> bool:
        try:
            return is_digest(text) and Credentials.parse(text).realm == self.realm
        except ParseError:
            return False


def _sender(request: Request) -> str:
    """The address that a request comes from: whose Via is on top."""
    top = request.top_via
    return top.params.get("received") or top.host
