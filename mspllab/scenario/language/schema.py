"""The scenario language as data: every table, every key, what it may hold.

`reader.py` reads by these tables, and a test holds `data/scenarios/README.md` to them.
"""

from dataclasses import fields

from mspllab.lync.calls.line import VERBS
from mspllab.lync.installation import ADMINISTERED
from mspllab.lync.plan import Step
from mspllab.lync.platform import LIFE
from mspllab.lync.profile import PROFILES, Switches
from mspllab.scenario.fault_line import FaultLine
from mspllab.scenario.language.application import APPLICATION, GATEWAY, VOICE_MAIL
from mspllab.scenario.language.elements import ELEMENTS, MEDIA, TRANSPORTS
from mspllab.scenario.language.keys import Key, Kind, Table
from mspllab.scenario.language.people import PARTNER, USER
from mspllab.scenario.language.phone import CLIENT
from mspllab.scenario.language.server import SERVER
from mspllab.scenario.language.telephony import DIAL_PLAN, ROUTE, VOICE_POLICY
from mspllab.scenario.scenario import WIRES, Budget, Clocks, Links, Pair, Scenario

STEPS = (
    *(*VERBS, "register", "unregister", "query"),
    *("send", "reboot", *ADMINISTERED, *LIFE),
)

SWITCH_NAMES = tuple(f.name for f in fields(Switches) if f.name != "profile")

STEP = Table(
    "a step of the timeline",
    Step,
    {
        "at": Key(Kind.NUMBER, "second at which it happens"),
        "who": Key(
            Kind.TEXT,
            "who does it; or the server whose administrator does",
            names=("clients", "applications", "gateways", "servers"),
        ),
        "do": Key(
            Kind.TEXT,
            "one of the verbs below",
            words=STEPS,
        ),
        "to": Key(
            Kind.ADDRESS,
            "who is called, asked, or written to, or where a caller is sent",
            otherwise="nobody",
        ),
        "contacts": Key(
            Kind.ADDRESSES,
            "the Contacts of a `redirect`, may be none; of a `register` or"
            " `unregister`, may be `*` or lead anywhere, such as to another domain;"
            " the new one of a `reinvite` or `update`",
            words=("*",),
            field="targets",
            otherwise="`to`; the client's own",
        ),
        "with": Key(
            Kind.PARTY,
            "the other side of the call that is meant",
            names=("users",),
            field="peer",
            otherwise="all calls for `hang up` and `cancel`, else the latest",
        ),
        "media": Key(
            Kind.TEXTS,
            "what is offered: `audio`, `video`, `message`; empty: no session"
            " description",
            words=MEDIA,
            otherwise="audio; inside a call, what there is",
        ),
        "offer": Key(
            Kind.FLAG,
            "whether the INVITE makes an offer; if not, the 200 does, and the ACK"
            " answers",
            field="offers",
        ),
        "text": Key(
            Kind.TEXT, "what a `message` or an `info` says", otherwise="nothing"
        ),
        "status": Key(
            Kind.INTEGER,
            "the status code, for `decline` and `redirect`",
            least=300,
            most=699,
            otherwise="603 and 302",
        ),
        "attended": Key(
            Kind.FLAG,
            "for `transfer`: stay until it has succeeded, and replace our own call with"
            " `to`, if there is one",
        ),
        "target": Key(
            Kind.URI,
            "for `refer`: whom the other one is to call",
            otherwise="nobody",
        ),
        "replaces": Key(
            Kind.TEXT,
            "for `call` and `refer`: the client whose latest call is taken over, with a"
            " Replaces header; its other side must be `to`, or `target`",
            names=("clients",),
            otherwise="none",
        ),
        "joins": Key(
            Kind.TEXT,
            "for `call`: the client whose latest call is joined, with a Join header;"
            " its other side must be `to`",
            names=("clients",),
            otherwise="none",
        ),
        "event": Key(
            Kind.TEXT,
            "the event package, for `subscribe`, `unsubscribe` and `notify`",
            otherwise="none",
        ),
        "expires": Key(
            Kind.INTEGER,
            "seconds, for `subscribe` and `register`",
            otherwise="60 for `subscribe`, the client's for `register`",
        ),
        "reason": Key(
            Kind.TEXT,
            "a Reason header for `hang up` and `cancel`",
            otherwise="none",
        ),
        "headers": Key(
            Kind.HEADERS,
            "further headers; a list of texts makes several of one name,"
            " Max-Forwards takes the place of the phone's",
            otherwise="none",
        ),
        "message": Key(
            Kind.TEXT,
            "file with a raw message, from the scenario's folder; for `send`",
            otherwise="none",
        ),
        "application": Key(
            Kind.TEXT,
            "a manifest or an appUri; for `enable`, `disable`, `restart` and"
            " `replace file`",
            otherwise="all of the server",
        ),
        "file": Key(
            Kind.TEXT,
            "a data file, by its name or path in the manifest; for `replace file`",
            otherwise="none",
        ),
        "content": Key(
            Kind.TEXT, "what that file holds from then on", otherwise="none"
        ),
        "as": Key(
            Kind.PARTY,
            "for `call` by an application: in whose name",
            names=("users",),
            field="identity",
            otherwise="its own",
        ),
        "connection": Key(
            Kind.ENDPOINT,
            "for `call`: where the INVITE goes, past the server; UCMA calls it"
            " ConnectionContext",
            otherwise="to the server",
        ),
        "endpoint": Key(
            Kind.TEXT,
            "which endpoint of an application does it",
            otherwise="the first; all, for `hang up` and `terminate`",
        ),
        "phone": Key(
            Kind.TEXT,
            "which telephone behind a gateway does it",
            field="telephone",
            otherwise="the first one",
        ),
        "transaction": Key(
            Kind.FLAG,
            "for `send`: the request is repeated until its answer comes, and an INVITE"
            " is a call like any other",
        ),
    },
)

LINK_KEYS = {
    "delay": Key(Kind.NUMBER, "seconds from one end to the other"),
    "jitter": Key(Kind.NUMBER, "at most so many seconds more, by chance"),
    "loss": Key(Kind.NUMBER, "share of datagrams that are lost", most=1),
    "duplicate": Key(Kind.NUMBER, "share of datagrams that arrive twice", most=1),
    "reorder": Key(Kind.NUMBER, "share of datagrams that others overtake", most=1),
    "hold": Key(Kind.NUMBER, "seconds by which an overtaken datagram is late"),
}

PAIR = Table(
    "a pair",
    Pair,
    {
        "between": Key(Kind.TEXTS, "the two elements", names=ELEMENTS),
        **LINK_KEYS,
    },
)

LINKS = Table(
    "the links",
    Links,
    {
        "transport": Key(
            Kind.TEXT, "`UDP`, `TCP` or `TLS`, for everybody", words=TRANSPORTS
        ),
        **LINK_KEYS,
        "pairs": Key(
            Kind.LIST,
            "wires that are not as the others; what is not given is as in `[links]`",
            table=PAIR,
        ),
    },
)

FAULT = Table(
    "a fault",
    FaultLine,
    {
        "lose": Key(Kind.TEXT, "which messages get lost", otherwise="none"),
        "duplicate": Key(Kind.TEXT, "which messages arrive twice", otherwise="none"),
        "delay": Key(Kind.TEXT, "which messages are late", otherwise="none"),
        "refuse": Key(
            Kind.TEXT,
            "an element that refuses connections",
            names=ELEMENTS,
            otherwise="none",
        ),
        "down": Key(
            Kind.TEXT, "an element that is silent", names=ELEMENTS, otherwise="none"
        ),
        "unresolvable": Key(
            Kind.TEXT,
            "an element whose name nobody finds in DNS",
            names=ELEMENTS,
            otherwise="none",
        ),
        "untrusted": Key(
            Kind.TEXT,
            "an element whose certificate is worth nothing: TLS to and from it fails",
            names=ELEMENTS,
            otherwise="none",
        ),
        "from": Key(
            Kind.TEXT,
            "only messages of this element; only its connections",
            names=ELEMENTS,
            field="source",
            otherwise="any",
        ),
        "to": Key(
            Kind.TEXT,
            "only messages to this element",
            names=ELEMENTS,
            field="destination",
            otherwise="any",
        ),
        "by": Key(Kind.NUMBER, "seconds later; for `delay` and `duplicate`"),
        "after": Key(Kind.NUMBER, "not before this second"),
        "until": Key(
            Kind.NUMBER, "no longer than up to this second", otherwise="the end"
        ),
    },
)

TIMERS = Table(
    "the timers",
    Clocks,
    {
        "t1": Key(Kind.NUMBER, "estimate of the round-trip time"),
        "t2": Key(Kind.NUMBER, "longest pause between repetitions"),
        "t4": Key(Kind.NUMBER, "longest time a message stays in the network"),
    },
)

BUDGET = Table(
    "the budget",
    Budget,
    {
        "legs": Key(Kind.INTEGER, "calls with a Call-ID of their own", least=1),
        "messages": Key(Kind.INTEGER, "messages on all wires together", least=1),
    },
)

SCENARIO = Table(
    "a scenario",
    Scenario,
    {
        "title": Key(Kind.TEXT, "one line over every picture", otherwise="file name"),
        "profile": Key(
            Kind.TEXT,
            "how the product (`lync`) or the standard (`rfc3261`) behaves",
            words=tuple(PROFILES),
        ),
        "switches": Key(
            Kind.SWITCHES,
            "single deviations of the profile, by name",
            words=SWITCH_NAMES,
            otherwise="none",
        ),
        "seed": Key(Kind.INTEGER, "where all chance comes from"),
        "until": Key(
            Kind.NUMBER, "second at which it stops at the latest; it ends when quiet"
        ),
        "wire": Key(
            Kind.TEXT,
            "`messages`, or `bytes`: encoded and decoded at every hop, same result",
            words=WIRES,
        ),
        "lanes": Key(
            Kind.TEXTS,
            "the order of the lanes in pictures; those not named come last",
            names=ELEMENTS,
            otherwise="callers, servers, applications, all others",
        ),
        "servers": Key(Kind.NAMED, "the servers by name", table=SERVER),
        "users": Key(Kind.NAMED, "the people by name", table=USER),
        "federation": Key(
            Kind.LIST, "domains outside, and how they are connected", table=PARTNER
        ),
        "clients": Key(Kind.NAMED, "their phones by name", table=CLIENT),
        "applications": Key(
            Kind.NAMED, "trusted applications by name", table=APPLICATION
        ),
        "gateways": Key(
            Kind.NAMED, "gateways to the telephone network by name", table=GATEWAY
        ),
        "voice_mail": Key(Kind.NAMED, "voice mail servers by name", table=VOICE_MAIL),
        "dial_plans": Key(
            Kind.NAMED,
            "by name; the one called `global` is for everybody who names none",
            table=DIAL_PLAN,
        ),
        "voice_policies": Key(
            Kind.NAMED,
            "by name; the one called `global` is for everybody who names none",
            table=VOICE_POLICY,
        ),
        "routes": Key(Kind.NAMED, "ways to the gateways by name", table=ROUTE),
        "timeline": Key(Kind.LIST, "what is done, and when", table=STEP),
        "links": Key(Kind.TABLE, "the wires", table=LINKS),
        "faults": Key(Kind.LIST, "what goes wrong, and when", table=FAULT),
        "timers": Key(Kind.TABLE, "the base values of all SIP timers", table=TIMERS),
        "budget": Key(Kind.TABLE, "what stops a loop", table=BUDGET),
    },
)
