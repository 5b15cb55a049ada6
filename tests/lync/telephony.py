"""The standard cast with telephones: dial plans, policies, a gateway, voice mail."""

from dataclasses import replace
from typing import Any

from mspllab.cores.location import Binding
from mspllab.lync.directory import Directory, User
from mspllab.lync.profile import LYNC, Switches
from mspllab.lync.routing.deployment import Deployment
from mspllab.lync.voice import (
    DialPlan,
    DialRule,
    Preferences,
    Trunk,
    Voice,
    VoicePolicy,
    VoiceRoute,
)
from mspllab.sim.datagram import Endpoint
from tests.lync.cast import ALICE, BOB, CAROL, DIRECTORY

GATEWAY = Endpoint("192.0.2.60", 50060)
MAILBOX = Endpoint("192.0.2.70", 5061)
VOICE = Voice(
    dial_plans=(
        DialPlan("global", (DialRule(r"^(1\d\d)$", "+12065550$1"),)),
        DialPlan("paris", (DialRule(r"^0(\d{9})$", "+33$1"),)),
    ),
    policies=(
        VoicePolicy("global", ("far", "near")),
        VoicePolicy("near", ("near",)),
        VoicePolicy("none"),
    ),
    routes=(
        VoiceRoute("near", r"^\+1", ("gw01", "gw02"), ("near",)),
        VoiceRoute("far", r"^\+33", ("gw02",), ("far",), "+12065550100"),
        VoiceRoute("cut", r"^\+44", (), ("far",)),
    ),
    trunks=(
        Trunk("gw01", "gw01.lab.example", GATEWAY, "med01.lab.example"),
        Trunk("gw02", "gw02.lab.example", Endpoint("192.0.2.61", 5061)),
    ),
    mailboxes=(("um01", MAILBOX),),
)


def directory(**wishes: Any) -> Directory:
    """The cast, with these wishes of Bob's, who has voice mail."""
    bob = with_settings(BOB, voice_mail="um01", routing=Preferences(**wishes))
    return replace(DIRECTORY, users=(ALICE, bob, CAROL), voice=VOICE)


def with_settings(user: User, **settings: Any) -> User:
    return replace(user, settings=replace(user.settings, **settings))


WITH_VOICE = directory(wait_total=5.0, simultaneous_ring=("tel:+14255550199",))


def deployment(known: Directory = WITH_VOICE, switches: Switches = LYNC) -> Deployment:
    """A server that knows it, with a phone of Bob's and one of Carol's."""
    made = Deployment(
        host="fe01.lab.example",
        own_hosts=("fe01.lab.example", "192.0.2.11"),
        directory=known,
        switches=switches,
    )
    for name, number in (("bob", 101), ("carol", 110)):
        made.preregister(
            Binding(
                aor_key=f"{name}@lab.example",
                contact=f"sip:192.0.2.{number}:50000;transport=tls",
                flow=Endpoint(f"192.0.2.{number}", 50000),
                expires_at=7200.0,
                call_id="",
                cseq=0,
                epid=name,
            )
        )
    return made
