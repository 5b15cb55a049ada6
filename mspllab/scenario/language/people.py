"""The tables of users, of what is set for them, and of the domains outside."""

from mspllab.applications.builtins.constants import CONSTANTS
from mspllab.lync.directory import Category, Partner, Policy
from mspllab.scenario.language.keys import Key, Kind, Table
from mspllab.scenario.scenario import Person

POLICY = Table(
    "a policy",
    Policy,
    {
        "type": Key(
            Kind.TEXT,
            "which policy: `Meeting` or `UC`",
            words=tuple(CONSTANTS["UserPolicyType"]),
        ),
        "xml": Key(Kind.TEXT, "what `QueryUserPolicy` gives"),
    },
)

CATEGORY = Table(
    "a category",
    Category,
    {
        "name": Key(
            Kind.TEXT,
            "its name; from 2010 on scripts get `userProperties`, `workingHours`,"
            " `dndState`, `routing` and `contactCard` only",
        ),
        "container": Key(Kind.INTEGER, "number of the container it is in"),
        "instance": Key(Kind.INTEGER, "which of several"),
        "seen_by": Key(
            Kind.TEXTS,
            "who gets it from `QueryCategoryBySubscriber`: user@host, domains, and"
            " `PublicCloud` or `Federation`",
            otherwise="everybody",
        ),
        "xml": Key(Kind.TEXT, "what `QueryCategory` gives"),
    },
)

USER = Table(
    "a user",
    Person,
    {
        "uri": Key(
            Kind.URI,
            "address of record",
            otherwise="`sip:NAME@` and the first server's first domain",
        ),
        "display_name": Key(
            Kind.TEXT, "the name that phones show", otherwise="the name, capitalised"
        ),
        "line": Key(Kind.URI, "telephone line, a tel: URI", otherwise="none"),
        "password": Key(
            Kind.TEXT,
            "what is proved to servers that authenticate",
            otherwise="the name",
        ),
        "home_pool": Key(
            Kind.HOST,
            "the pool that keeps the user's registrations and calls, and what"
            " `QueryHomeServer` says",
            otherwise="that of the server that is asked",
        ),
        "backup_pool": Key(
            Kind.HOST,
            "what it says for `ClusterType.BackupRegistrar`",
            otherwise="none: null",
        ),
        "options": Key(
            Kind.TEXTS,
            "for `CheckUserOption`: members of `UserOption`",
            words=tuple(CONSTANTS["UserOption"]),
            otherwise="none",
        ),
        "blocks": Key(
            Kind.TEXTS,
            "users whose messages are not wanted, for `CheckPermissions`",
            names=("users",),
            otherwise="nobody",
        ),
        "policies": Key(Kind.LIST, "for `QueryUserPolicy`", table=POLICY),
        "categories": Key(Kind.LIST, "for `QueryCategory`", table=CATEGORY),
    },
)

PARTNER = Table(
    "a federated domain",
    Partner,
    {
        "domain": Key(Kind.HOST, "what stands in the From of its messages"),
        "network": Key(
            Kind.TEXT,
            "what scripts read in `ExternalSourceNetwork`",
            words=tuple(CONSTANTS["ExternalSourceNetwork"]),
        ),
        "source": Key(
            Kind.TEXT,
            "what scripts read in `ExternalSourceType`",
            words=tuple(CONSTANTS["ExternalSourceType"]),
        ),
    },
)
