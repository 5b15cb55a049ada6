"""The tables of users, of what is set for them, and of the domains outside."""

from mspllab.applications.builtins.constants import CONSTANTS
from mspllab.lync.directory import Category, Partner, Policy
from mspllab.lync.voice import VOICE_MAIL, Preferences
from mspllab.scenario.language.keys import Key, Kind, Table
from mspllab.scenario.scenario import Person

LONGEST_WAIT = 1200
"""Seconds: no wait interval of the product is longer (lync-routing §1.5)."""

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

ROUTING = Table(
    "what a user wants",
    Preferences,
    {
        "forward_immediate": Key(
            Kind.FLAG, "every call goes to `forward_to` at once, and nothing rings here"
        ),
        "forward_to": Key(
            Kind.PARTY,
            "where calls go that are not taken in time; a number, too, or"
            f" `{VOICE_MAIL}`",
            words=(VOICE_MAIL,),
            names=("users",),
            otherwise="voice mail, for those who have it",
        ),
        "simultaneous_ring": Key(
            Kind.PARTIES,
            "who rings at the same time; a number, too",
            names=("users",),
            otherwise="nobody",
        ),
        "delegates": Key(
            Kind.PARTIES,
            "who rings after `wait_user`, beside the user",
            names=("users",),
            otherwise="nobody",
        ),
        "team": Key(
            Kind.PARTIES,
            "who rings after `wait_team`, beside the user",
            names=("users",),
            otherwise="nobody",
        ),
        "wait_user": Key(
            Kind.NUMBER, "seconds until the delegates ring", most=LONGEST_WAIT
        ),
        "wait_team": Key(
            Kind.NUMBER,
            "seconds until the team rings",
            most=LONGEST_WAIT,
            otherwise="`wait_user`",
        ),
        "wait_total": Key(
            Kind.NUMBER,
            "seconds until all are cancelled and the call goes to `forward_to`, or is"
            " given up",
            most=LONGEST_WAIT,
        ),
        "block": Key(
            Kind.PARTIES,
            "whose calls are refused with 603",
            names=("users",),
            otherwise="nobody",
        ),
        "do_not_disturb": Key(
            Kind.FLAG, "neither the user's phones nor `simultaneous_ring` are tried"
        ),
        "skip_primary": Key(Kind.FLAG, "the user's own phones stay silent"),
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
        "enabled_for_federation": Key(
            Kind.FLAG, "where there is an edge: people outside may talk to this user"
        ),
        "blocks": Key(
            Kind.TEXTS,
            "users whose messages are not wanted, for `CheckPermissions`",
            names=("users",),
            otherwise="nobody",
        ),
        "dial_plan": Key(
            Kind.TEXT,
            "whose rules make numbers of what the user dials",
            names=("dial_plans",),
            otherwise="the one called `global`, if there is one",
        ),
        "voice_policy": Key(
            Kind.TEXT,
            "what the user may dial",
            names=("voice_policies",),
            otherwise="the one called `global`, if there is one",
        ),
        "voice_mail": Key(
            Kind.TEXT,
            "the server that takes messages for the user",
            names=("voice_mail",),
            otherwise="none: no voice mail",
        ),
        "routing": Key(
            Kind.TABLE, "what the user wants to happen with calls", table=ROUTING
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
        "verified": Key(Kind.FLAG, "its servers vouch for their users"),
    },
)
