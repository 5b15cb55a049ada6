"""Account: a user agent's answers to those who ask who it is (RFC 3261 §22)."""

from contextlib import suppress

from mspllab.errors import ParseError
from mspllab.sip.digest import Challenge, Credentials, answer, is_digest
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Request, Response

ASKED = {
    401: ("WWW-Authenticate", "Authorization"),
    407: ("Proxy-Authenticate", "Proxy-Authorization"),
}
"""Status → where the challenge stands, and where it is answered."""
ANSWERS = ("Authorization", "Proxy-Authorization")


class Account:
    """One user name and its password, and the challenges that it knows.

    Args:
        username: the name that is proved.
        password: the secret; "" for nobody, who answers nothing.
        identifiers: source of cnonces.
    """

    def __init__(self, username: str, password: str, identifiers: Identifiers) -> None:
        self._username = username
        self._password = password
        self._identifiers = identifiers
        self._uses: dict[str, int] = {}
        """How often each nonce has been used."""
        self._answered_before: dict[str, Challenge] = {}
        """Challenges by their nonce."""
        self._registrars: dict[str, Challenge] = {}
        """The latest challenge of each registrar, by its URI."""

    def authorised(self, request: Request, response: Response) -> Request | None:
        """`request` with answers to every challenge of a 401 or 407.

        None where there is nothing to answer with, and where an answer was given
        already and was wrong; a stale one is given once more (§22.2). Answers to
        others stay: several proxies may ask. Branch and CSeq are still the old ones.
        """
        if response.status not in ASKED or not self._password:
            return None
        asked = {
            answers: _challenges(response, asks) for asks, answers in ASKED.values()
        }
        if not asked[ASKED[response.status][1]]:
            return None
        changed = self._counted_on(request)
        for answers, challenges in asked.items():
            for challenge in challenges:
                found = self._answered(changed, answers, challenge)
                if found is None:
                    return None
                changed = found
        return changed

    def preauthorised(self, request: Request) -> Request:
        """A REGISTER with an answer to the registrar's latest challenge, if any."""
        challenge = self._registrars.get(request.uri)
        if challenge is None:
            return request
        return self._with(request, "Authorization", challenge)

    def _answered(
        self, request: Request, name: str, challenge: Challenge
    ) -> Request | None:
        given = [c for c in _credentials(request, name) if c.realm == challenge.realm]
        if not challenge.is_understood or (given and not challenge.is_stale):
            return None
        if request.method == "REGISTER":
            self._registrars[request.uri] = challenge
        for credentials in given:
            request = _without(request, name, credentials)
        return self._with(request, name, challenge)

    def _counted_on(self, request: Request) -> Request:
        """`request` with its earlier answers made anew: a count is used only once."""
        for name in ANSWERS:
            for credentials in _credentials(request, name):
                known = self._answered_before.get(credentials.nonce)
                if known is not None:
                    request = self._with(
                        _without(request, name, credentials), name, known
                    )
        return request

    def _with(self, request: Request, name: str, challenge: Challenge) -> Request:
        count = self._uses[challenge.nonce] = self._uses.get(challenge.nonce, 0) + 1
        credentials = answer(
            challenge,
            username=self._username,
            password=self._password,
            method=request.method,
            uri=request.uri,
            cnonce=self._identifiers.tag(),
            nonce_count=count,
            body=request.body,
        )
        self._answered_before[challenge.nonce] = challenge
        headers = request.headers.added(name, str(credentials))
        return request.replace(headers=headers)


def _challenges(response: Response, name: str) -> list[Challenge]:
    """Those that can be read; of several for a realm the first (RFC 8760 §2.4)."""
    found: dict[str, Challenge] = {}
    for text in response.headers.all(name):
        try:
            if is_digest(text):
                challenge = Challenge.parse(text)
                if challenge.is_understood:
                    found.setdefault(challenge.realm, challenge)
        except ParseError:
            continue
    return list(found.values())


def _credentials(request: Request, name: str) -> list[Credentials]:
    """Those that can be read; a timeline may have written others."""
    found = []
    for text in request.headers.all(name):
        with suppress(ParseError):
            found.append(Credentials.parse(text))
    return found


def _without(request: Request, name: str, credentials: Credentials) -> Request:
    kept = [text for text in request.headers.all(name) if text != str(credentials)]
    return request.replace(headers=request.headers.with_all(name, kept))
