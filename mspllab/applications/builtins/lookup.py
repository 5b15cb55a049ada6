"""Functions that ask the server: registrar, directory, topology (mspl.md §4.5)."""

from mspllab.applications.builtins.registry import builtin
from mspllab.applications.hosting.host import Host
from mspllab.applications.hosting.parties import EndpointObject
from mspllab.applications.surroundings import METHOD_BITS
from mspllab.mspl.vocabulary import Constant, Level
from mspllab.sip.grammar import token


@builtin(
    "collection QueryEndpoints(string userAtHost, bool forceDatabaseLookup = false)",
    loop_only="dbEndpoint",
)
def query_endpoints(
    host: Host, user_at_host: str, force: bool = False
) -> tuple[EndpointObject, ...]:
    """The endpoints that a user has registered.

    Only foreach may have them, and its element must be dbEndpoint.

    userAtHost: without a scheme, as GetUserAtHost gives it.
    forceDatabaseLookup: true: ask the database and not the cache; here they agree.
    Gives: an empty collection for whoever has registered nothing.
    Example: foreach (dbEndpoint in QueryEndpoints("bob@lab.example")) { Log("Debugr",
        false, dbEndpoint.ContactInfo); }
    """
    endpoints = host.surroundings.endpoints(user_at_host, now=host.now)
    return tuple(EndpointObject(endpoint) for endpoint in endpoints)


@builtin(
    "bool SupportsMethod(string|StandardMethod method, int standardMethods, "
    "string extraMethods)",
    pure=True,
)
def supports_method(method: str | Constant, mask: int, extra: str) -> bool:
    """Whether an endpoint takes a method.

    standardMethods: bits of methods: dbEndpoint.StandardMethods.
    extraMethods: more methods, with commas between them: dbEndpoint.ExtraMethods.
    Gives: true as well where neither holds any, for then nothing is known; false for an
        empty method, and for several at once.
    Example: SupportsMethod(StandardMethod.Invite, 0x0040, "") → true
    Example: SupportsMethod("PRACK", 0x0040, "UPDATE") → false
    """
    name = method.text if isinstance(method, Constant) else method
    if not name or not token(name):
        return False
    extras = [part.strip() for part in extra.split(",") if part.strip()]
    if not mask and not extras:
        return True
    return bool(METHOD_BITS.get(name, 0) & mask) or name in extras


@builtin("bool DomainSupported(string domain)")
def domain_supported(host: Host, domain: str) -> bool:
    """Whether a domain is served here.

    domain: "" asks whether there is a registrar at all.
    Guess: a script that is run without a scenario serves every domain.
    Example: DomainSupported("lab.example") → true
    """
    return host.surroundings.serves(domain)


@builtin("bool QueryDomain(Domain domainType, string domainName)", since=Level.V2010)
def query_domain(host: Host, kind: Constant, domain: str) -> bool:
    """Whether a domain is on one of the server's lists.

    domainType: Domain.Internal or Domain.Blocked.
    Guess: no page names the members of Domain; these two are ours.
    Example: QueryDomain(Domain.Internal, "lab.example") → true
    Example: QueryDomain(Domain.Blocked, "lab.example") → false
    """
    return host.surroundings.knows_domain(kind.name, domain)


@builtin("bool IsLocalCluster(string fqdn)", since=Level.V2010)
def is_local_cluster(host: Host, fqdn: str) -> bool:
    """Whether a name is that of this server's own pool.

    fqdn: in any case, such as what QueryHomeServer gives.
    Example: IsLocalCluster(ServerPool) → true
    """
    return fqdn.lower() == host.surroundings.pool.lower()


@builtin("bool IsPasOnline()", since=Level.V2010)
def is_pas_online(host: Host) -> bool:
    """Whether the presence part of the server is up.

    Guess: what exactly is asked, no page says; here a key of the scenario answers.
    Example: IsPasOnline() → true
    """
    return host.surroundings.has_presence_agent()


@builtin("string? QueryHomeServer(string userAtHost)", until=Level.V2005)
def query_home_server_of_user(host: Host, user_at_host: str) -> str | None:
    """The name of a user's home pool.

    userAtHost: without a scheme.
    Null: for unknown users.
    Example: QueryHomeServer("bob@lab.example") → "pool01.lab.example"
    """
    return host.surroundings.home_server(
        user_at_host, is_phone=False, cluster="UserServices"
    )


@builtin(
    "string? QueryHomeServer(string userAtHost, bool isPhone = false, "
    "ClusterType type = UserServices)",
    since=Level.V2007R2,
)
def query_home_server(
    host: Host, user_at_host: str, is_phone: bool, cluster: Constant
) -> str | None:
    """The name of a user's home pool.

    userAtHost: without a scheme; or a telephone number, where isPhone says so.
    isPhone: must be given where the type is.
    type: which of the user's servers.
    Null: for unknown users.
    Example: QueryHomeServer("bob@lab.example") → "pool01.lab.example"
    Example: QueryHomeServer("nobody@lab.example") → null
    """
    return host.surroundings.home_server(
        user_at_host, is_phone=is_phone, cluster=cluster.name
    )


@builtin(
    "bool CheckUserOption(Uri key, UserOption option, bool keyIsPhone = false)",
    since=Level.V2007R2,
)
def check_user_option(
    host: Host, key: str, option: Constant, is_phone: bool = False
) -> bool:
    """Whether a user has an option.

    key: a URI or user@host; or a telephone number, where keyIsPhone says so.
    option: four members were withdrawn with 2010, and no script may name them there.
    Gives: false for unknown users.
    Example: CheckUserOption("bob@lab.example", UserOption.UcEnabled) → true
    """
    return host.surroundings.has_option(key, option.name, is_phone=is_phone)


@builtin(
    "bool CheckPermissions(string from, string to, string|StandardMethod method)",
    until=Level.V2005,
)
def check_permissions(
    host: Host, source: str, target: str, method: str | Constant
) -> bool:
    """Whether one user may send another a method.

    from: a URI or user@host.
    to: a URI or user@host.
    Guess: no page shows its arguments; these are ours. Blocked users may not.
    Example: CheckPermissions("alice@lab.example", "bob@lab.example", "INVITE") → true
    """
    name = method.text if isinstance(method, Constant) else method
    return host.surroundings.may_send(source, target, name)


@builtin(
    "string QueryUserPolicy(Uri key, UserPolicyType type, bool keyIsPhone = false)",
    since=Level.V2007R2,
    until=Level.V2007R2,
)
def query_user_policy_of_type(
    host: Host, key: str, kind: Constant, is_phone: bool = False
) -> str:
    """A user's policy as a piece of XML.

    key: a URI or user@host; or a telephone number, where keyIsPhone says so.
    Gives: "" where there is no policy.
    Example: QueryUserPolicy("nobody@lab.example", UserPolicyType.UC) → ""
    """
    return host.surroundings.policy(key, kind.name, is_phone=is_phone)


@builtin(
    "string QueryUserPolicy(Uri key, bool keyIsPhone = false)",
    since=Level.V2010,
    until=Level.V2010,
)
def query_user_policy(host: Host, key: str, is_phone: bool = False) -> str:
    """A user's policy as a piece of XML.

    2010 took out the type of the policy, and 2013 the whole function.

    key: a URI or user@host; or a telephone number, where keyIsPhone says so.
    Gives: "" where there is no policy.
    Example: QueryUserPolicy("nobody@lab.example", false) → ""
    """
    return host.surroundings.policy(key, "", is_phone=is_phone)
