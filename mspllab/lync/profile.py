"""Switches: every way in which the product departs from the RFCs, one field each.

`RFC3261` has them all off, `LYNC` has those on that the product is known to have. A
scenario chooses one of the two and may flip single switches; `INFIDELITIES.md` has a
row for each.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Switches:
    """Deviations from the RFCs; true means: as the product does it."""

    profile: str
    """"lync" or "rfc3261": the instance these switches began as."""

    redirect_as_new_call: bool
    """A caller that gets a 3xx starts from scratch: new Call-ID and From tag, CSeq 1,
    To is the new target, and nothing but the Contact's URI is looked at. Otherwise To,
    From and Call-ID stay, CSeq grows, URI headers are honoured, and History-Info is
    kept (RFC 3261 §8.1.3.4, RFC 7044)."""

    endpoint_identity: bool
    """Clients write their epid into From, register with +sip.instance and ms-opaque,
    and use the GRUU they are given as their Contact (RFC 5627 in an older dialect)."""

    conversation_id: bool
    """Clients label their calls with Ms-Conversation-ID."""

    epid_in_to: bool
    """The copy for a registered endpoint has that endpoint's epid in To, which a proxy
    must leave alone (RFC 3261 §16.6)."""

    branched_flag: bool
    """The server's Via says branched=TRUE where there are several copies, else
    branched=FALSE."""

    pool_in_record_route: bool
    """Record-Route names the pool, and the server in ms-fe."""

    progress_report: bool
    """The server sends 101 Progress Report once the call has gone to a user's
    endpoints; to others that is a 183 (RFC 3261 §8.1.3.2)."""

    completed_elsewhere: bool
    """The CANCEL for the losers of a fork gives a Reason with cause=200 (RFC 3326)."""

    diagnostics: bool
    """Answers made by servers and platforms explain themselves in ms-diagnostics."""

    asserted_identity: bool
    """The server adds P-Asserted-Identity for callers it knows."""

    history_info: bool
    """The server starts History-Info with the address that was called."""

    application_aor: bool
    """The server names the contact object in ms-application-aor when To does not."""

    case_blind_addresses: bool
    """User parts are looked up without regard to case (RFC 3261 §19.1.4 keeps it)."""

    recurse_on_303: bool
    """The server carries out a 303 itself and the caller never sees it."""

    recurse_on_302: bool
    """The same for 302; not documented, so off in both profiles."""

    busy_before_absent: bool
    """Of several 4xx the server prefers 486, then 480, then 487; the RFC leaves the
    choice open, and without this the earliest is taken."""

    dial_plans: bool
    """TranslationService makes global numbers of those that are dialled, by the dial
    plan of the caller; without it they are looked up as they are."""

    number_lookup: bool
    """A number that is somebody's line becomes that owner's address in the Request-URI,
    and History-Info tells both; without it only the copies show whose it is."""

    user_preferences: bool
    """InboundRouting does with audio calls what the callee wants: forwards them, rings
    others too, and gives up after a time; without it all phones ring, and for good."""

    trunk_routing: bool
    """OutboundRouting sends numbers that are nobody's line to a gateway, if the caller
    may dial them; without it they are 404."""

    voice_mail_routing: bool
    """ExumRouting knows the server that an address with opaque=app:voicemail means;
    without it that is 480."""

    best_effort_notify: bool
    """Subscribers say Supported: ms-benotify, and are told by BENOTIFY, which nobody
    answers."""

    unowned_call_is_500: bool
    """A platform without an endpoint for a call answers 500 rather than 404."""

    unreachable_is_504: bool
    """A server that finds no way to the next hop answers 504 and says what stood
    between; the RFC makes 500 of it, and 408 of a host that is silent."""

    responses_upwards: bool
    """Responses go through a server's applications from the last to the first; not
    documented, so off in both profiles: the first sees them first."""

    @property
    def recurse_on(self) -> frozenset[int]:
        """Status codes of redirections that a server carries out itself."""
        wanted = {303: self.recurse_on_303, 302: self.recurse_on_302}
        return frozenset(status for status, on in wanted.items() if on)

    def for_client(self, profile: str) -> "Switches":
        """What counts for a client that keeps to `profile`: "lync" or "rfc3261"."""
        return self if profile == self.profile else PROFILES[profile]


LYNC = Switches(
    profile="lync",
    redirect_as_new_call=True,
    endpoint_identity=True,
    conversation_id=True,
    epid_in_to=True,
    branched_flag=True,
    pool_in_record_route=True,
    progress_report=True,
    completed_elsewhere=True,
    diagnostics=True,
    asserted_identity=True,
    history_info=True,
    application_aor=True,
    case_blind_addresses=True,
    recurse_on_303=True,
    recurse_on_302=False,
    busy_before_absent=True,
    dial_plans=True,
    number_lookup=True,
    user_preferences=True,
    trunk_routing=True,
    voice_mail_routing=True,
    best_effort_notify=True,
    unowned_call_is_500=True,
    unreachable_is_504=True,
    responses_upwards=False,
)
"""The product, as far as it is documented or was seen."""

RFC3261 = replace(
    LYNC,
    profile="rfc3261",
    redirect_as_new_call=False,
    endpoint_identity=False,
    conversation_id=False,
    epid_in_to=False,
    branched_flag=False,
    pool_in_record_route=False,
    progress_report=False,
    completed_elsewhere=False,
    diagnostics=False,
    asserted_identity=False,
    history_info=False,
    application_aor=False,
    case_blind_addresses=False,
    recurse_on_303=False,
    busy_before_absent=False,
    dial_plans=False,
    number_lookup=False,
    user_preferences=False,
    trunk_routing=False,
    voice_mail_routing=False,
    best_effort_notify=False,
    unowned_call_is_500=False,
    unreachable_is_504=False,
)
"""The standards and nothing else."""

PROFILES = {"lync": LYNC, "rfc3261": RFC3261}
"""The profiles by the name a scenario gives them."""
