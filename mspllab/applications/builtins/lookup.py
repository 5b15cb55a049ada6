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
    """The endpoints a user has registered; only for foreach (dbEndpoint in …)."""
    endpoints = host.surroundings.endpoints(user_at_host, now=host.now)
    return tuple(EndpointObject(endpoint) for endpoint in endpoints)


@builtin(
    "bool SupportsMethod(string|StandardMethod method, int standardMethods, "
    "string extraMethods)",
    pure=True,
)
def supports_method(method: str | Constant, mask: int, extra: str) -> bool:
    """Whether a method is among the bits or in the list; two empty ones hold all."""
    name = method.text if isinstance(method, Constant) else method
    if not name or not token(name):
        return False
    extras = [part.strip() for part in extra.split(",") if part.strip()]
    if not mask and not extras:
        return True
    return bool(METHOD_BITS.get(name, 0) & mask) or name in extras


@builtin("bool DomainSupported(string domain)")
def domain_supported(host: Host, domain: str) -> bool:
    """Whether a domain is served here; "" asks whether there is a registrar."""
    return host.surroundings.serves(domain)


@builtin("bool QueryDomain(Domain domainType, string domainName)", since=Level.V2010)
def query_domain(host: Host, kind: Constant, domain: str) -> bool:
    """Whether a domain is on the list of internal or of blocked ones."""
    return host.surroundings.knows_domain(kind.name, domain)


@builtin("bool IsLocalCluster(string fqdn)", since=Level.V2010)
def is_local_cluster(host: Host, fqdn: str) -> bool:
    """Whether a name is that of our own pool."""
    return fqdn.lower() == host.surroundings.pool.lower()


@builtin("bool IsPasOnline()", since=Level.V2010)
def is_pas_online(host: Host) -> bool:
    """Whether the presence part of the server is up."""
    return host.surroundings.has_presence_agent()


@builtin(
    "string? QueryHomeServer(string userAtHost, bool isPhone = false, "
    "ClusterType type = UserServices)"
)
def query_home_server(
    host: Host, user_at_host: str, is_phone: bool, cluster: Constant
) -> str | None:
    """Name of a user's home pool; null for unknown users."""
    return host.surroundings.home_server(
        user_at_host, is_phone=is_phone, cluster=cluster.name
    )


@builtin(
    "bool CheckUserOption(string key, UserOption option, bool keyIsPhone = false)",
    since=Level.V2007R2,
)
def check_user_option(
    host: Host, key: str, option: Constant, is_phone: bool = False
) -> bool:
    """Whether a user has an option."""
    return host.surroundings.has_option(key, option.name, is_phone=is_phone)


@builtin(
    "bool CheckPermissions(string from, string to, string|StandardMethod method)",
    until=Level.V2005,
)
def check_permissions(
    host: Host, source: str, target: str, method: str | Constant
) -> bool:
    """Whether one user may send another a method; everybody may here."""
    return bool(source and target)


@builtin(
    "string QueryUserPolicy(string key, any type, bool keyIsPhone = false)",
    since=Level.V2007R2,
    until=Level.V2010,
)
def query_user_policy(
    host: Host, key: str, kind: object, is_phone: bool = False
) -> str:
    """A user's policy as XML; 2010 dropped the second of the three arguments."""
    if isinstance(kind, Constant):
        return host.surroundings.policy(key, kind.name, is_phone=is_phone)
    return host.surroundings.policy(key, "", is_phone=bool(kind))


PUBLIC_CATEGORIES = {
    *("userProperties", "workingHours", "dndState", "routing", "contactCard")
}
"""The only categories that servers from 2010 on hand out."""


@builtin(
    "string? QueryCategory(string publisher, int container, string category, "
    "int instance, bool publisherIsPhone = false)",
    since=Level.V2007R2,
)
def query_category(
    host: Host,
    publisher: str,
    container: int,
    category: str,
    instance: int,
    is_phone: bool = False,
) -> str | None:
    """What a user publishes in a container, as XML; null for most categories."""
    if category not in PUBLIC_CATEGORIES:
        return None
    return host.surroundings.category(
        publisher, category, container=container, is_phone=is_phone
    )


@builtin(
    "string? QueryCategoryBySubscriber(string publisher, string subscriber, "
    "string externalSourceNetwork, string category, bool publisherIsPhone = false)",
    since=Level.V2007R2,
)
def query_category_by_subscriber(
    host: Host,
    publisher: str,
    subscriber: str,
    network: str,
    category: str,
    is_phone: bool = False,
) -> str | None:
    """What a subscriber may see of a user's category, as XML."""
    if category not in PUBLIC_CATEGORIES:
        return None
    return host.surroundings.category(
        publisher, category, container=None, is_phone=is_phone
    )
