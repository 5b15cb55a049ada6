"""The tables of trusted applications, gateways and voice mail.

The defaults are those of the dataclasses that the tables become.
"""

from mspllab.lync.calls.deeds import ORIGINAL
from mspllab.lync.hosted import ESTABLISHING
from mspllab.lync.plan import ApplicationPlan
from mspllab.lync.ucma.bridges import CALLER
from mspllab.lync.ucma.conduct import MODALITIES
from mspllab.lync.ucma.handing import ATTENDED, SUPERVISED
from mspllab.lync.ucma.lifecycle import NO_REPLICA, NO_SUCH_ID, PROVISIONING
from mspllab.scenario.language.elements import SECONDS_AFTER, TRANSPORTS
from mspllab.scenario.language.keys import Key, Kind, Table
from mspllab.scenario.language.phone import PUBLIC_PHONE
from mspllab.scenario.scenario import Application, Gateway, PlatformEndpoint, VoiceMail

PREREQUISITES = ("dns", "port", "certificate", "trust", NO_REPLICA, NO_SUCH_ID)

APPLICATION_PLAN = Table(
    "an application's plan",
    ApplicationPlan,
    {
        "ring": Key(Kind.FLAG, "it sends 180 at once"),
        "accept_after": Key(
            Kind.NUMBER, f"it accepts, {SECONDS_AFTER}", otherwise="never"
        ),
        "decline_after": Key(
            Kind.NUMBER, f"it declines, {SECONDS_AFTER}", otherwise="never"
        ),
        "decline_with": Key(
            Kind.INTEGER, "the status code of declining", least=400, most=699
        ),
        "forward_after": Key(
            Kind.NUMBER, f"it forwards the caller, {SECONDS_AFTER}", otherwise="never"
        ),
        "forward_to": Key(
            Kind.URI,
            "where to, or `original` for the address in the To header",
            words=(ORIGINAL,),
            otherwise="nowhere",
        ),
        "forward_with": Key(
            Kind.INTEGER, "the status code of forwarding", least=300, most=399
        ),
        "hang_up_after": Key(
            Kind.NUMBER,
            "it hangs up, seconds after the call is connected",
            otherwise="never",
        ),
        "transfer_after": Key(
            Kind.NUMBER,
            "it transfers the caller, seconds after the call is connected",
            otherwise="never",
        ),
        "transfer_to": Key(
            Kind.URI,
            "where to, or `original`",
            words=(ORIGINAL,),
            otherwise="nowhere",
        ),
        "transfer": Key(
            Kind.TEXT,
            "`unattended`: the call ends after the 202; `attended`: when the transfer"
            " has succeeded; `supervised`: it calls there first, and the caller takes"
            " its place",
            words=("unattended", ATTENDED, SUPERVISED),
        ),
        "back_to_back_after": Key(
            Kind.NUMBER,
            f"it calls on as a back-to-back user agent, {SECONDS_AFTER}",
            otherwise="never",
        ),
        "back_to_back_to": Key(
            Kind.URI,
            "where to, or `original`",
            words=(ORIGINAL,),
            otherwise="nowhere",
        ),
        "impersonate": Key(
            Kind.URI,
            "From of that call: a URI, or `caller`",
            words=(CALLER,),
            otherwise="its own",
        ),
        "pass_headers": Key(
            Kind.TEXTS,
            "headers that it hands through beside the usual ones, such as"
            " `Referred-By`",
            otherwise="none",
        ),
        "loop_budget": Key(
            Kind.INTEGER,
            "calls with one From and one To within a minute; the last of them gets 482",
            least=1,
        ),
        "python": Key(
            Kind.FUNCTION,
            "code that is given each call and returns keys of this table for it;"
            " modules are looked for beside the scenario first",
            otherwise="none",
        ),
    },
)

HOSTED = {
    "host": Key(Kind.HOST, "fully qualified name of its computer"),
    "address": Key(Kind.HOST, "its IP address"),
    "port": Key(Kind.INTEGER, "where it listens", least=1, most=65535),
    "server": Key(
        Kind.TEXT,
        "the server it talks to",
        names=("servers",),
        otherwise="the first one",
    ),
    "transport": Key(
        Kind.TEXT,
        "`UDP`, `TCP` or `TLS`",
        words=TRANSPORTS,
        otherwise="`transport` of `[links]`",
    ),
}

GATEWAY = Table(
    "a gateway",
    Gateway,
    {
        **HOSTED,
        "mediation": Key(
            Kind.HOST,
            "name of its Mediation Server, which stands in `maddr` of what is sent"
            " there",
            otherwise="none: it is sent to `host`",
        ),
        "phones": Key(
            Kind.NAMED, "the telephones behind it, by name", table=PUBLIC_PHONE
        ),
    },
)

VOICE_MAIL = Table(
    "a voice mail server",
    VoiceMail,
    {
        **HOSTED,
        "answer_after": Key(Kind.NUMBER, f"it answers and records, {SECONDS_AFTER}"),
        "hang_up_after": Key(
            Kind.NUMBER,
            "it hangs up, seconds after the call is connected",
            otherwise="never",
        ),
    },
)

PLATFORM_ENDPOINT = Table(
    "an endpoint",
    PlatformEndpoint,
    {
        "kind": Key(
            Kind.TEXT,
            "`application`, with a contact of its own, or `user`, which registers as a"
            " user",
            words=("application", "user"),
        ),
        "uri": Key(
            Kind.URI, "its contact; for `application`", otherwise="of a user: theirs"
        ),
        "user": Key(Kind.TEXT, "whose; for `user`", names=("users",), otherwise="none"),
        "epid": Key(Kind.TEXT, "Lync's endpoint id; for `user`", otherwise="none"),
        "default_routing": Key(
            Kind.FLAG, "it gets the calls that no endpoint is found for"
        ),
        "line": Key(
            Kind.URI, "telephone line of the contact, a tel: URI", otherwise="none"
        ),
        "handles": Key(
            Kind.TEXTS,
            "the calls it is registered for: `audio`, `message`; others get 488",
            words=MODALITIES,
        ),
        "establish": Key(
            Kind.TEXT,
            "`at start` of its platform; `in the callback` that says so, waiting there"
            " for its end; or `by hand`, by the timeline",
            words=ESTABLISHING,
        ),
        "enabled_for_federation": Key(
            Kind.FLAG, "where there is an edge: people outside may talk to its contact"
        ),
        "on_call": Key(Kind.TABLE, "what it does with a call", table=APPLICATION_PLAN),
    },
)

APPLICATION = Table(
    "a trusted application",
    Application,
    {
        **HOSTED,
        "gruu": Key(Kind.URI, "its service GRUU"),
        "start": Key(
            Kind.NUMBER,
            "`before` the scenario begins, `never`, or at which second",
            words=("before", "never"),
        ),
        "provisioning": Key(
            Kind.TEXT,
            "where its settings come from: `explicit`, or the `topology`",
            words=PROVISIONING,
        ),
        "lacks": Key(
            Kind.TEXTS,
            "prerequisites that are not met: `dns`, `port`, `certificate`, `trust`,"
            " `replica`, `application id`",
            words=PREREQUISITES,
            otherwise="none",
        ),
        "endpoints": Key(Kind.NAMED, "its endpoints by name", table=PLATFORM_ENDPOINT),
    },
)
