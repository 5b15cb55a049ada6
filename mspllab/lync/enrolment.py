"""Enrolment: how a client tells its server where it is, and learns its GRUU."""

from mspllab.cores.agent import Outcome
from mspllab.cores.events import NotRegistered, Registered
from mspllab.cores.user_agent import UserAgent
from mspllab.lync.calls import happenings
from mspllab.lync.calls.deeds import bracketed
from mspllab.lync.identity import Identity
from mspllab.sip import fields
from mspllab.sip.message import Response
from mspllab.sip.uri import SipUri
from mspllab.trace.records import NO_CAUSE, Cause
from mspllab.transaction.schedule import Schedule

REGISTER = "register"
"""The client's own timer: when it registers, if not before the run."""
ANY = "*"
"""Contact of a REGISTER that removes all bindings (RFC 3261 §10.2.2)."""


class Enrolment:
    """Registers, takes it back, asks, and goes on before its time is up.

    Args:
        owner: name of the element, for the records and its timer.
        identity: who it is, and where.
        registrar: host where the domain of its user is not a SIP URI's.
        expires: seconds it asks for.
        refreshes: whether it registers again at half of the time it was given, for
            ever; a scenario then ends at its `until`.
        schedule: where its timer runs.
    """

    def __init__(
        self,
        owner: str,
        identity: Identity,
        *,
        registrar: str,
        expires: int,
        refreshes: bool,
        schedule: Schedule,
    ) -> None:
        self._owner = owner
        self._identity = identity
        self._registrar = registrar
        self._expires = expires
        self._refreshes = refreshes
        self._schedule = schedule

    def register(
        self,
        agent: UserAgent,
        *,
        expires: int | None = None,
        contacts: tuple[str, ...] | None = None,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """Send a REGISTER for `contacts`, or for where we are; () only asks."""
        lasts = self._expires if expires is None else expires
        contact = str(self._identity.registered_contact)
        if contacts is not None:
            contact = ", ".join(bracketed(one) for one in contacts)
        options = self._identity.options
        headers = (("Supported", ", ".join(options)),) if options else ()
        aor = self._identity.address
        host = aor.uri.host if isinstance(aor.uri, SipUri) else self._registrar
        return agent.requests.register(
            aor,
            f"sip:{host}",
            contact=contact or None,
            expires=lasts if contact else None,
            headers=headers,
            now=now,
            cause=cause,
        )

    def take(
        self, event: Registered | NotRegistered, agent: UserAgent, *, now: float
    ) -> list[Outcome]:
        """What follows from the registrar's answer."""
        if isinstance(event, NotRegistered):
            why = f"the registration failed with {event.status}"
            return [happenings.failed(now, self._owner, why, "")]
        response, aor = event.response, self._identity.user.uri
        if fields.expires(event.request.headers) == 0:
            self._schedule.cancel(self._owner, REGISTER)
            agent.contact = f"<{self._identity.contact}>"
            return [happenings.unregistered(now, self._owner, aor, response.call_id)]
        gruu = self._identity.gruu_among(response.contact)
        if gruu is not None:
            agent.contact = f"<{gruu}>"
        if self._refreshes:
            again = now + self._granted(response) / 2
            self._schedule.set(self._owner, REGISTER, again)
        return [happenings.registered(now, self._owner, aor, response.call_id)]

    def _granted(self, response: Response) -> int:
        """Seconds that our own binding has been given."""
        for contact in response.contact:
            if str(contact.uri) == str(self._identity.contact):
                given = contact.params.get("expires") or ""
                if given.isascii() and given.isdigit():
                    return int(given)
        return fields.expires(response.headers) or self._expires
