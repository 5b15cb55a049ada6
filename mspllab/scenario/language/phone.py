"""The tables of phones and clients: what they are, and what they do with a call.

The defaults are those of the dataclasses that the tables become.
"""

from mspllab.lync.plan import CallPlan, PhonePlan
from mspllab.lync.profile import PROFILES
from mspllab.scenario.language.elements import (
    MEDIA,
    NEVER,
    SECONDS_AFTER,
    TRANSPORTS,
    spelled,
)
from mspllab.scenario.language.keys import Key, Kind, Table
from mspllab.scenario.scenario import Client, PublicPhone
from mspllab.sip.negotiation import CODECS

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
            f"its codecs, most wanted first: {spelled(CODECS)}",
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
