"""The tables of what is set for telephone calls: dial plans, policies, routes."""

from mspllab.lync.voice import DialPlan, DialRule, VoicePolicy, VoiceRoute
from mspllab.scenario.language.keys import Key, Kind, Table

DIAL_RULE = Table(
    "a rule",
    DialRule,
    {
        "pattern": Key(Kind.PATTERN, "looked for in the digits that were dialled"),
        "translation": Key(
            Kind.TEXT,
            "the number that is meant; `$1` stands for what the first pair of"
            " parentheses has found",
        ),
    },
)

DIAL_PLAN = Table(
    "a dial plan",
    DialPlan,
    {"rules": Key(Kind.LIST, "its rules; the first that fits counts", table=DIAL_RULE)},
)

VOICE_POLICY = Table(
    "a voice policy",
    VoicePolicy,
    {
        "usages": Key(
            Kind.TEXTS,
            "its PSTN usages: routes with the first are tried first",
            otherwise="none: nothing may be dialled",
        )
    },
)

ROUTE = Table(
    "a route",
    VoiceRoute,
    {
        "pattern": Key(Kind.PATTERN, "looked for in the number"),
        "gateways": Key(
            Kind.TEXTS,
            "where such numbers go; the next one where one fails",
            names=("gateways",),
            otherwise="none",
        ),
        "usages": Key(
            Kind.TEXTS,
            "who may use it: whose voice policy has one of these",
            otherwise="none: only applications",
        ),
        "caller_id": Key(
            Kind.NUMBER_TEXT,
            "the number that is shown in the place of the caller's",
            otherwise="the caller's",
        ),
    },
)
