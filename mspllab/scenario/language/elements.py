"""The tables of whoever stands on the network, and what they do with a call.

The defaults are those of the dataclasses that the tables become.
"""

from collections.abc import Iterable

from mspllab.applications.builtins.constants import CONSTANTS
from mspllab.lync.calls.deeds import ORIGINAL
from mspllab.lync.hosted import ESTABLISHING
from mspllab.lync.plan import ApplicationPlan, CallPlan, PhonePlan
from mspllab.lync.profile import PROFILES
from mspllab.lync.ucma.bridges import CALLER
from mspllab.lync.ucma.conduct import MODALITIES
from mspllab.lync.ucma.handing import ATTENDED, SUPERVISED
from mspllab.lync.ucma.lifecycle import NO_REPLICA, NO_SUCH_ID, PROVISIONING
from mspllab.scenario.language.keys import Key, Kind, Table
from mspllab.scenario.scenario import (
    Application,
    Client,
    Gateway,
    Installed,
    PlatformEndpoint,
    PublicPhone,
    Server,
    VoiceMail,
)
from mspllab.sip.negotiation import CODECS

ELEMENTS = ("servers", "clients", "applications", "gateways", "voice_mail")
"""The sections whose tables stand on the network, each under its name."""
NEVER = ("never",)
PREREQUISITES = ("dns", "port", "certificate", "trust", NO_REPLICA, NO_SUCH_ID)
TRANSPORTS = ("UDP", "TCP", "TLS")
MEDIA = ("audio", "video", "message")
SECONDS_AFTER = "seconds after the INVITE came"


def _spelled(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


PHONE_PLAN = Table(
    "a phone's plan",
    PhonePlan,
    {
        "ring_after": Key(
            Kind.NUMBER, f"it rings, {SECONDS_AFTER}; or `never`", words=NEVER
        ),
        "ring_with": Key(
            Kind.INTEGER, "the status code of ringing", least=101, most=199
        ),
        "early_media": Key(
            Kind.FLAG, "its ringing answers the offer: media flow before the call is up"
        ),
        "answer_after": Key(
            Kind.NUMBER, f"somebody answers, {SECONDS_AFTER}", otherwise="never"
        ),
        "decline_after": Key(
            Kind.NUMBER, f"somebody declines, {SECONDS_AFTER}", otherwise="never"
        ),
        "decline_with": Key(
            Kind.INTEGER, "the status code of declining", least=400, most=699
        ),
        "redirect_after": Key(
            Kind.NUMBER, f"the phone redirects, {SECONDS_AFTER}", otherwise="never"
        ),
        "redirect_to": Key(
            Kind.ADDRESSES,
            "where the phone redirects callers to; an empty list: a 3xx without"
            " Contact",
            otherwise="nowhere",
        ),
        "redirect_with": Key(
            Kind.INTEGER, "the status code of redirecting", least=300, most=399
        ),
        "hang_up_after": Key(
            Kind.NUMBER,
            "somebody hangs up, seconds after the call is connected",
            otherwise="never",
        ),
    },
)

CALL_PLAN = Table(
    "a plan for some calls",
    CallPlan,
    {
        "n": Key(
            Kind.INTEGER,
            "the number of the call at this phone, from 1",
            least=1,
            otherwise="any",
        ),
        "from": Key(
            Kind.PARTY,
            "who calls",
            names=("users",),
            field="caller",
            otherwise="anybody",
        ),
        **PHONE_PLAN.keys,
    },
)

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

INSTALLED = Table(
    "an application of a server",
    Installed,
    {
        "manifest": Key(
            Kind.MANIFEST,
            "where it is, from the scenario's folder; in Python `load(…)` will do, too",
        ),
        "priority": Key(
            Kind.INTEGER,
            "its place in the list, from 0; smaller runs earlier, and whoever stands"
            " there moves down",
            otherwise="the bottom, above DefaultRouting",
        ),
        "critical": Key(Kind.FLAG, "the server does not start without it"),
        "enabled": Key(Kind.FLAG, "whether it runs from the start"),
        "handlers": Key(
            Kind.HANDLERS,
            "its managed code: what `Dispatch` calls; modules are looked for beside the"
            " scenario first, and functions will do in Python",
            otherwise="none",
        ),
        "overloaded": Key(
            Kind.FLAG, "its managed code takes nothing: `Dispatch` returns false"
        ),
        "error_limit": Key(
            Kind.NUMBER,
            "the critical error that disables it; or `never`",
            words=NEVER,
            least=1,
        ),
    },
)

SERVER = Table(
    "a server",
    Server,
    {
        "kind": Key(
            Kind.TEXT,
            "`front-end`, `edge`, a plain RFC 3261 `proxy`, or a `redirect` server",
            words=("front-end", "edge", "proxy", "redirect"),
        ),
        "host": Key(Kind.HOST, "its fully qualified name"),
        "address": Key(Kind.HOST, "its IP address"),
        "port": Key(
            Kind.INTEGER,
            "where it listens",
            least=1,
            most=65535,
            otherwise="5061 for TLS, else 5060",
        ),
        "domains": Key(
            Kind.TEXTS,
            "the domains it serves; of several servers of one domain the first is"
            " asked, and by proxies the next where it fails",
            otherwise="what follows the first dot of `host`",
        ),
        "pool": Key(
            Kind.HOST,
            "name of its pool; front ends with one name share their registrations",
            otherwise="`host`",
        ),
        "transport": Key(
            Kind.TEXT,
            "what it sends over: `UDP`, `TCP` or `TLS`",
            words=TRANSPORTS,
            otherwise="`transport` of `[links]`",
        ),
        "record_route": Key(Kind.FLAG, "it stays on the path of calls"),
        "loop_detection": Key(Kind.FLAG, "it answers 482 to a request that comes back"),
        "recurse": Key(
            Kind.INTEGERS,
            "status codes of redirections it carries out itself",
            least=300,
            most=399,
            otherwise="as the profile says: 303 for `lync`",
        ),
        "authenticate": Key(
            Kind.TEXT,
            "whom a server challenges: `nobody`, the `own` users of its"
            " domains, or `everybody`",
            words=("nobody", "own", "everybody"),
        ),
        "fork": Key(
            Kind.TEXT,
            "how a proxy tries the phones of a user: `parallel`, all at once, or"
            " `serial`: those with the highest `q`, and the next when they have failed",
            words=("parallel", "serial"),
        ),
        "silent_with": Key(
            Kind.INTEGER,
            "the status code by which a proxy answers an INVITE that nobody has"
            " answered",
            least=400,
            most=699,
        ),
        "stateless": Key(
            Kind.FLAG, "a proxy keeps no transactions and forwards to one target only"
        ),
        "applications": Key(
            Kind.LIST, "the MSPL applications it runs", table=INSTALLED
        ),
        "role": Key(
            Kind.TEXT,
            "what scripts read in `Role`; only an `AccessProxy` can tell where a"
            " message came from",
            words=tuple(CONSTANTS["ServerRole"]),
            otherwise="`HomeServer` where it is alone in its pool, else `FrontEnd`;"
            " of an edge `AccessProxy`",
        ),
        "pas_online": Key(Kind.FLAG, "what `IsPasOnline` says"),
        "internal_domains": Key(
            Kind.TEXTS,
            "what `QueryDomain` finds under `Domain.Internal`",
            otherwise="`domains`",
        ),
        "blocked_domains": Key(
            Kind.TEXTS,
            "what `QueryDomain` finds under `Domain.Blocked`, and an edge turns away",
            otherwise="none",
        ),
        "blocked_clients": Key(
            Kind.TEXTS,
            "beginnings of the User-Agent of clients that ClientVersionFilter turns"
            " away with 403",
            otherwise="none",
        ),
    },
)

CLIENT = Table(
    "a client",
    Client,
    {
        "user": Key(Kind.TEXT, "whose it is", names=("users",)),
        "address": Key(Kind.ENDPOINT, "where it listens"),
        "epid": Key(Kind.TEXT, "Lync's endpoint id", otherwise="none"),
        "profile": Key(
            Kind.TEXT,
            "how it behaves as a caller: `lync` or `rfc3261`",
            words=tuple(PROFILES),
            otherwise="the scenario's",
        ),
        "label": Key(
            Kind.TEXT,
            "what pictures write over its lane",
            otherwise="the user's display name, and the client's name",
        ),
        "register": Key(
            Kind.NUMBER,
            "`before` the scenario begins, `never`, or at which second",
            words=("before", "never"),
        ),
        "expires": Key(Kind.INTEGER, "seconds for which it registers"),
        "server": Key(
            Kind.TEXT,
            "the server it talks to",
            names=("servers",),
            otherwise="the first one",
        ),
        "second_server": Key(
            Kind.TEXT,
            "the server it calls by when the first is silent or cannot be reached",
            names=("servers",),
            otherwise="none: the call has failed",
        ),
        "transport": Key(
            Kind.TEXT,
            "`UDP`, `TCP` or `TLS`",
            words=TRANSPORTS,
            otherwise="`transport` of `[links]`",
        ),
        "media": Key(
            Kind.TEXTS,
            "what it accepts: `audio`, `video`, `message`; nothing of it offered: 488",
            words=MEDIA,
        ),
        "codecs": Key(
            Kind.TEXTS,
            f"its codecs, most wanted first: {_spelled(CODECS)}",
            words=tuple(CODECS),
            otherwise="what clients of the product offer",
        ),
        "methods": Key(
            Kind.TEXTS,
            "methods it accepts and lists in Allow; to others it answers 405",
        ),
        "supports": Key(
            Kind.TEXTS, "option tags in its Supported header", otherwise="none"
        ),
        "reliable": Key(
            Kind.FLAG,
            "it sends 180 and the like reliably, for PRACK, to whoever supports"
            " `100rel`; to whoever requires it, always",
        ),
        "instance": Key(
            Kind.URI,
            "its +sip.instance, by which a registrar knows it again and gives it GRUUs",
            otherwise="made of the epid, for `lync`",
        ),
        "reg_id": Key(
            Kind.INTEGER,
            "which of its flows it registers (RFC 5626)",
            least=1,
            otherwise="none",
        ),
        "q": Key(
            Kind.NUMBER,
            "how much its user likes to be called there",
            most=1,
            otherwise="not said",
        ),
        "contact": Key(
            Kind.URI, "the URI it registers", otherwise="made of its address"
        ),
        "refresh": Key(
            Kind.FLAG,
            "it registers again before its time is up, until the scenario's `until`",
        ),
        "password": Key(
            Kind.TEXT,
            "what it has been told; an empty text: it answers no challenge",
            otherwise="the user's",
        ),
        "events": Key(
            Kind.TEXTS,
            "event packages it tells subscribers about, such as `presence`; to others"
            " it answers 489",
            otherwise="none",
        ),
        "refer_with": Key(
            Kind.INTEGER,
            "the status code by which it refuses to be transferred",
            least=400,
            most=699,
            otherwise="it calls whom it is referred to",
        ),
        "session_expires": Key(
            Kind.INTEGER,
            "seconds its calls last unless they are refreshed: its INVITEs ask for it"
            " (RFC 4028)",
            least=1,
            otherwise="calls last for ever",
        ),
        "min_se": Key(
            Kind.INTEGER,
            "seconds below which it does not take such a time: 422",
            least=1,
        ),
        "wants_referrer": Key(
            Kind.FLAG,
            "it answers 429 to a REFER without Referred-By",
        ),
        "reinvite_with": Key(
            Kind.INTEGER,
            "the status code by which it refuses re-INVITEs and UPDATEs",
            least=400,
            most=699,
            otherwise="it accepts them",
        ),
        "calls": Key(
            Kind.LIST,
            "what happens with some calls only; the first that fits counts, in the"
            " place of `on_call`",
            table=CALL_PLAN,
        ),
        "on_call": Key(Kind.TABLE, "what happens when it is called", table=PHONE_PLAN),
    },
)

PUBLIC_PHONE = Table(
    "a telephone",
    PublicPhone,
    {
        "number": Key(Kind.NUMBER_TEXT, "its number, as in `+14255550199`"),
        "display_name": Key(
            Kind.TEXT, "what those who are called are shown", otherwise="the number"
        ),
        "calls": Key(
            Kind.LIST,
            "what happens with some calls only; the first that fits counts, in the"
            " place of `on_call`",
            table=CALL_PLAN,
        ),
        "on_call": Key(Kind.TABLE, "what happens when it is called", table=PHONE_PLAN),
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
        "host": Key(Kind.HOST, "fully qualified name of its computer"),
        "address": Key(Kind.HOST, "its IP address"),
        "port": Key(Kind.INTEGER, "where it listens", least=1, most=65535),
        "gruu": Key(Kind.URI, "its service GRUU"),
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
