"""Identity: what makes a client one endpoint of its user (lync-routing §1.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from mspllab.cores.location import Binding
from mspllab.lync.directory import User
from mspllab.lync.gruu import endpoint_gruu, instance_of_epid
from mspllab.lync.profile import Switches
from mspllab.sim.datagram import Endpoint
from mspllab.sip.address import Address
from mspllab.sip.params import Params
from mspllab.sip.uri import SipUri, Uri, aor_key, parse_uri

METHODS = ("INVITE", "ACK", "BYE", "CANCEL", "OPTIONS")
"""What a registration says the endpoint takes."""
OPAQUE_BITS = 40
INSTANCE = "+sip.instance"


@dataclass(frozen=True, slots=True)
class Identity:
    """One endpoint of a user: how it names itself and where it is found."""

    user: User
    address: Address
    """The From of its requests, without a tag."""
    contact: SipUri
    """Where it is found: the contact it registers."""
    epid: str | None = None
    """None: the standards' way, where a contact is only an address."""
    opaque: str | None = None
    """Its ms-opaque."""
    own_instance: str | None = None
    """The +sip.instance of a device that has one without an epid."""
    reg_id: int | None = None
    """Which of its flows it registers (RFC 5626)."""
    q: float | None = None
    """How much its user likes to be called there."""

    @property
    def instance(self) -> str | None:
        """Its +sip.instance: "urn:uuid:…"."""
        if self.own_instance is not None:
            return self.own_instance
        return f"urn:uuid:{instance_of_epid(self.epid)}" if self.epid else None

    @property
    def options(self) -> tuple[str, ...]:
        """The option tags of its REGISTER."""
        if self.own_instance is None:
            return ()
        return ("gruu",) if self.reg_id is None else ("gruu", "outbound", "path")

    @property
    def gruu(self) -> str | None:
        """The GRUU a registrar of the product gives it."""
        if self.epid is None:
            return None
        return endpoint_gruu(self.user.uri, instance_of_epid(self.epid))

    @property
    def registered_contact(self) -> Address:
        """The Contact of its REGISTER."""
        params: list[tuple[str, str | None]] = []
        if self.epid is not None:
            params.append(("methods", ", ".join(METHODS)))
        if self.instance is not None:
            params.append((INSTANCE, f"<{self.instance}>"))
        if self.reg_id is not None:
            params.append(("reg-id", str(self.reg_id)))
        if self.q is not None:
            params.append(("q", f"{self.q:g}"))
        return Address("", self.contact, Params(params))

    def gruu_among(self, contacts: Iterable[Address]) -> str | None:
        """The GRUU that the Contacts of a 200 give to this endpoint, if they do."""
        for contact in contacts:
            if contact.params.get(INSTANCE) == f"<{self.instance}>":
                params = contact.params
                return params.get("pub-gruu") or params.get("gruu")
        return None

    def binding(self, flow: Endpoint, expires: int) -> Binding:
        """What a registration from `flow` at the beginning of time leads to."""
        return Binding(
            aor_key=aor_key(self.user.uri),
            contact=str(self.contact),
            flow=flow,
            expires_at=float(expires),
            call_id="",
            cseq=0,
            q=1.0 if self.q is None else self.q,
            epid=self.epid,
            instance=self.instance,
            reg_id=self.reg_id,
            gruu=self.gruu,
            methods=METHODS if self.epid else (),
        )


def identity_of(
    user: User,
    epid: str,
    host: Endpoint,
    *,
    transport: str,
    switches: Switches,
    chance: Random,
) -> Identity:
    """The endpoint `epid` of `user` at `host`, in the way that `switches` say."""
    aor = parse_uri(user.uri)
    over = [] if transport == "UDP" else [("transport", transport.lower())]
    if not switches.endpoint_identity:
        contact = SipUri("sip", _user_of(aor), None, *host, Params(over))
        return Identity(user, Address(user.display_name, aor), contact)
    opaque = f"{chance.getrandbits(OPAQUE_BITS):010x}"
    params = Params([*over, ("ms-opaque", opaque)])
    contact = SipUri("sip", None, None, *host, params)
    address = Address(user.display_name, aor, Params([("epid", epid)]))
    return Identity(user, address, contact, epid, opaque)


def _user_of(aor: Uri) -> str | None:
    return aor.user if isinstance(aor, SipUri) else None
