"""The tables of servers, and of what they run.

The defaults are those of the dataclasses that the tables become.
"""

from mspllab.applications.builtins.constants import CONSTANTS
from mspllab.scenario.language.elements import NEVER, TRANSPORTS
from mspllab.scenario.language.keys import Key, Kind, Table
from mspllab.scenario.scenario import Installed, Server

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
