"""Registrar: who may be reached where (RFC 3261 §10.3)."""

from collections.abc import Callable

from mspllab.cores.authentication import Authenticator
from mspllab.cores.decision import Reply
from mspllab.cores.location import Binding, Location, is_same, q_of
from mspllab.errors import ParseError
from mspllab.sim.datagram import Endpoint
from mspllab.sip import build, fields
from mspllab.sip.address import Address
from mspllab.sip.message import Request, Response
from mspllab.sip.uri import SipUri, aor_key

HOUR = 3600
"""Shorter registrations than the minimum may be refused only below this (§10.3)."""

MakeGruu = Callable[[str, str], str]
"""(URI of the address of record, instance) → GRUU."""


class Registrar:
    """Answers REGISTER for its domains and keeps their location service up to date.

    Args:
        location: the bindings it changes.
        domains: host names whose users it serves, in lower case.
        is_known: whether an address of record (its key) exists; None: all do.
        make_gruu: gives each instance its GRUU; None: as RFC 5627 wants, a public and a
            temporary one to whoever says Supported: gruu.
        supported: option tags a REGISTER may require.
        default_expires, minimum_expires, maximum_expires: seconds.
        authenticator: asks who a REGISTER is from; None: everybody is believed.
    """

    def __init__(
        self,
        location: Location,
        domains: tuple[str, ...],
        *,
        is_known: Callable[[str], bool] | None = None,
        make_gruu: MakeGruu | None = None,
        supported: frozenset[str] = frozenset({"gruu", "outbound", "path"}),
        default_expires: int = 3600,
        minimum_expires: int = 60,
        maximum_expires: int = 7200,
        authenticator: Authenticator | None = None,
    ) -> None:
        self.location = location
        self.domains = domains
        self._is_known = is_known
        self._make_gruu = make_gruu
        self._supported = supported
        self._default = default_expires
        self._minimum = minimum_expires
        self._maximum = maximum_expires
        self._authenticator = authenticator
        self._temporaries = 0

    def receive(self, request: Request, *, source: Endpoint, now: float) -> Response:
        """The response to a REGISTER that came from `source`, without a To tag."""
        status, reason, headers, _ = self.decide(request, flow=source, now=now)
        return build.response(request, status, reason, headers=headers)

    def decide(self, request: Request, *, flow: Endpoint, now: float) -> Reply:
        """The same as a decision, for a router; `flow` is where the client is."""
        try:
            return self._refusal(request, now) or self._register(request, flow, now)
        except ParseError as error:
            return Reply(400, f"Bad Request: {error.what}")

    def _refusal(self, request: Request, now: float) -> Reply | None:
        """What is wrong before the contacts are looked at, in the RFC's order."""
        domain = request.request_uri
        if not isinstance(domain, SipUri) or domain.user is not None:
            return Reply(400, "Bad Request: a registrar's URI has no user")
        if domain.host.lower() not in self.domains:
            return Reply(404)
        required = request.headers.values("Require")
        unknown = [tag for tag in required if tag.lower() not in self._supported]
        if unknown:
            return Reply(420, headers=(("Unsupported", ", ".join(unknown)),))
        if self._authenticator is not None and (
            challenge := self._authenticator.refusal(request, now=now)
        ):
            return challenge
        if _lacks_outbound(request):
            return Reply(439)
        aor = request.to.uri
        if not isinstance(aor, SipUri) or aor.host.lower() not in self.domains:
            return Reply(404)
        if self._is_known is not None and not self._is_known(aor_key(aor)):
            return Reply(404)
        return None

    def _register(self, request: Request, flow: Endpoint, now: float) -> Reply:
        key = aor_key(request.to.uri)
        contacts = request.contact
        if any(contact.is_wildcard for contact in contacts):
            return self._remove_all(request, key, now)
        changes: list[Binding] = []
        for contact in contacts:
            wanted = self._wanted(request, contact)
            if 0 < wanted < min(self._minimum, HOUR):
                return Reply(423, headers=(("Min-Expires", str(self._minimum)),))
            lifetime = min(wanted, self._maximum)
            changes.append(self._binding(request, contact, key, flow, lifetime, now))
        if changes and all(self._is_made(change, now) for change in changes):
            return self._listing(key, now)  # repeated to a server without transactions
        if any(self._is_stale(change, now) for change in changes):
            return Reply(500, "Server Internal Error: CSeq is not higher")
        for change in changes:  # all or none: nothing can fail from here on
            self._apply(change, now)
        return self._listing(key, now)

    def _remove_all(self, request: Request, key: str, now: float) -> Reply:
        """`Contact: *`, alone and with Expires: 0 (§10.3 step 6)."""
        if len(request.contact) > 1 or fields.expires(request.headers) != 0:
            return Reply(400, 'Bad Request: Contact "*" needs Expires: 0')
        known = self.location.bindings_of(key, now=now)
        number = request.cseq.number
        if any(b.call_id == request.call_id and b.cseq >= number for b in known):
            return Reply(500, "Server Internal Error: CSeq is not higher")
        for binding in known:
            self.location.remove(binding)
        return self._listing(key, now)

    def _wanted(self, request: Request, contact: Address) -> int:
        """Seconds the client asks for: parameter, then header, then our default."""
        parameter = contact.params.get("expires") or ""
        if parameter.isascii() and parameter.isdigit() and len(parameter) < 11:
            return int(parameter)
        header = fields.expires(request.headers)
        return self._default if header is None else header

    def _binding(
        self,
        request: Request,
        contact: Address,
        key: str,
        flow: Endpoint,
        lifetime: float,
        now: float,
    ) -> Binding:
        instance = (contact.params.get("+sip.instance") or "").strip('<>"') or None
        reg_id = _reg_id(contact) if instance is not None else None
        public, temporaries = self._gruus(request, instance, key, now)
        return Binding(
            aor_key=key,
            contact=str(contact.uri),
            flow=flow,
            expires_at=now + lifetime,
            call_id=request.call_id,
            cseq=request.cseq.number,
            branch=request.branch,
            q=q_of(contact),
            epid=request.from_.params.get("epid"),
            instance=instance,
            gruu=public,
            reg_id=reg_id,
            temporaries=temporaries,
            registered_at=now,
            methods=_methods(contact),
        )

    def _gruus(
        self, request: Request, instance: str | None, key: str, now: float
    ) -> tuple[str | None, tuple[str, ...]]:
        """The public GRUU of an instance, and its temporary ones (RFC 5627 §5.2)."""
        if instance is None:
            return None, ()
        aor = request.to.uri
        if self._make_gruu is not None:
            return self._make_gruu(str(aor), instance), ()
        supported = [tag.lower() for tag in request.headers.values("Supported")]
        if "gruu" not in supported or not isinstance(aor, SipUri):
            return None, ()
        known = self.location.bindings_of(key, now=now)
        earlier = next((b for b in known if b.instance == instance), None)
        kept = earlier.temporaries if earlier else ()
        if earlier is not None and earlier.call_id != request.call_id:
            kept = ()  # a phone that has started anew has no old ones (§5.1)
        self._temporaries += 1
        fresh = f"sip:tgruu.{self._temporaries}@{aor.host};gr"
        return f"{aor};gr={instance}", (*kept, fresh)

    def _is_stale(self, change: Binding, now: float) -> bool:
        """An earlier request of the same client that arrives late (§10.3 step 7)."""
        return any(
            known.call_id == change.call_id and known.cseq >= change.cseq
            for known in self.location.bindings_of(change.aor_key, now=now)
            if is_same(known, change.contact, change.instance, change.reg_id)
        )

    def _is_made(self, change: Binding, now: float) -> bool:
        """Whether this very REGISTER has been carried out before (§8.2.7)."""
        ends = change.call_id, change.cseq, change.branch
        return any(
            ends == (known.call_id, known.cseq, known.branch)
            for known in self.location.bindings_of(change.aor_key, now=now)
            if is_same(known, change.contact, change.instance, change.reg_id)
        )

    def _apply(self, change: Binding, now: float) -> None:
        if change.expires_at > now:
            self.location.add(change)
            return
        for known in self.location.bindings_of(change.aor_key, now=now):
            if is_same(known, change.contact, change.instance, change.reg_id):
                self.location.remove(known)

    def _listing(self, key: str, now: float) -> Reply:
        bindings = self.location.bindings_of(key, now=now)
        return Reply(
            200, headers=tuple([("Contact", _listed(b, now)) for b in bindings])
        )


def _lacks_outbound(request: Request) -> bool:
    """Whether a flow was to be made, and its first hop will not keep it (RFC 5626 §6).

    A first hop that is not the registrar says in its Path that it will.
    """
    supported = [tag.lower() for tag in request.headers.values("Supported")]
    if "outbound" not in supported or not request.headers.has_several("Via"):
        return False
    if all(_reg_id(contact) is None for contact in request.contact):
        return False
    path = fields.addresses(request.headers, "Path")
    first = path[-1].uri if path else None
    return not (isinstance(first, SipUri) and first.params.has("ob"))


def _methods(contact: Address) -> tuple[str, ...]:
    """RFC 3840: methods="INVITE, BYE"."""
    listed = contact.params.get("methods") or ""
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def _reg_id(contact: Address) -> int | None:
    """The number of a flow (RFC 5626 §4.2); None where there is none to be read."""
    text = contact.params.get("reg-id") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _listed(binding: Binding, now: float) -> str:
    """One Contact of the 200, with what is left of its time."""
    parts = [f"<{binding.contact}>;expires={round(binding.expires_at - now)}"]
    if binding.q != 1.0:
        parts.append(f"q={binding.q:g}")
    if binding.instance is not None:
        parts.append(f'+sip.instance="<{binding.instance}>"')
    if binding.reg_id is not None:
        parts.append(f"reg-id={binding.reg_id}")
    if binding.temporaries:
        parts.append(f'pub-gruu="{binding.gruu}"')
        parts.append(f'temp-gruu="{binding.temporaries[-1]}"')
    elif binding.gruu is not None:
        parts.append(f'gruu="{binding.gruu}"')
    return ";".join(parts)
