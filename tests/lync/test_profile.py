from dataclasses import fields, replace
from pathlib import Path

import pytest

from mspllab.applications.application import Application
from mspllab.lync.installation import InstalledApplication
from mspllab.lync.profile import LYNC, PROFILES, RFC3261, Switches
from tests.lync.cast import ALICE, BOB, CAROL
from tests.lync.laboratory import (
    MANIFEST,
    Laboratory,
    own_endpoint,
    user_endpoint,
)
from tests.lync.telephony import WITH_VOICE

AWAY = {"redirect_to": ("sip:frontdesk@lab.example",), "redirect_after": 0.0}
SWITCHES = [field.name for field in fields(Switches) if field.name != "profile"]


def switches(of: Switches) -> dict[str, bool]:
    return {f.name: getattr(of, f.name) for f in fields(of) if f.name != "profile"}


def test_the_standards_profile_deviates_nowhere() -> None:
    assert not any(switches(RFC3261).values())


def test_what_nobody_has_documented_is_off_for_the_product_too() -> None:
    off = [name for name, on in switches(LYNC).items() if not on]
    assert off == ["recurse_on_302", "responses_upwards"]


def test_profiles_are_known_by_their_own_names() -> None:
    assert {name: of.profile for name, of in PROFILES.items()} == {
        "lync": "lync",
        "rfc3261": "rfc3261",
    }


def test_single_switches_decide_what_a_server_recurses_on() -> None:
    assert LYNC.recurse_on == {303}
    assert RFC3261.recurse_on == frozenset()
    assert replace(LYNC, recurse_on_302=True).recurse_on == {302, 303}


def test_a_client_of_the_same_profile_keeps_the_flipped_switch() -> None:
    flipped = replace(LYNC, redirect_as_new_call=False)
    assert flipped.for_client("lync") is flipped
    assert flipped.for_client("rfc3261") is RFC3261


@pytest.mark.parametrize("name", SWITCHES)
def test_every_switch_can_be_seen_on_the_wire(name: str) -> None:
    flipped = replace(LYNC, **{name: not getattr(LYNC, name)})
    assert everything(flipped) != everything(LYNC)


def everything(switches: Switches) -> list[str]:
    """What is said in a few calls that meet every deviation there is."""
    said: list[str] = []
    for status in (302, 303):
        lab = Laboratory(switches)
        lab.front_end()
        lab.client("alice", ALICE, 90)
        lab.client("desk", BOB, 101, redirect_with=status, **AWAY)
        lab.platform(own_endpoint(accept_after=0.0))
        said += calls(lab, "sip:bob@lab.example", "sip:BOB@lab.example")
    lab = Laboratory(switches)
    lab.front_end('ProxyRequest("sip:app01.lab.example@lab.example;gruu;'
                  'opaque=srvr:reroute:z85CLh3G-lWirNn474kO6QAA");')  # fmt: skip
    lab.client("alice", ALICE, 90)
    lab.platform(own_endpoint(accept_after=0.0))
    said += calls(lab, "sip:bob@lab.example")
    lab = Laboratory(switches)
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("desk", BOB, 101, decline_after=0.0, decline_with=480)
    lab.client("mobile", BOB, 102, decline_after=0.5, decline_with=486)
    said += calls(
        lab, "sip:bob@lab.example", "sip:dave@lab.example", "sip:x@no.invalid"
    )
    lab = Laboratory(switches)
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("desk", BOB, 101)
    lab.platform(user_endpoint(accept_after=0.0))
    said += calls(lab, "sip:bob@lab.example")
    lab = Laboratory(switches)
    lab.front_end()
    lab.client("alice", ALICE, 90)  # and there is no host of the application
    said += calls(lab, "sip:frontdesk@lab.example")
    lab = Laboratory(switches)
    lab.front_end(applications=tuple(map(first_on_the_way_back, ("one", "two"))))
    lab.client("alice", ALICE, 90)
    lab.client("desk", BOB, 101, answer_after=0.0)
    said += calls(lab, "sip:bob@lab.example")
    lab.do("alice", "subscribe", "sip:bob@lab.example", event="presence")
    said += [str(one.message.text) for one in lab.said[-1:]]
    return said + telephone_calls(switches)


def telephone_calls(switches: Switches) -> list[str]:
    """An extension, a number outside, a user who forwards, and voice mail."""
    lab = Laboratory(switches)
    lab.front_end(directory=WITH_VOICE)
    lab.client("alice", ALICE, 90)
    lab.client("desk", BOB, 101)
    lab.client("outside", CAROL, 60, answer_after=0.0)
    numbers = ("142", "+14255550123")
    return calls(
        lab,
        *(f"sip:{number}@lab.example;user=phone" for number in numbers),
        "sip:bob@lab.example",
        "sip:bob@lab.example;gruu;opaque=app:voicemail",
    )


def first_on_the_way_back(name: str) -> InstalledApplication:
    """A script that writes its name on a response that nobody has written on."""
    script = f'if (sipResponse) {{ AddHeader("X-First", "{name}"); }}'
    text = MANIFEST.format(script=script).replace('"NONE"', '"ALL"')
    return InstalledApplication(Application.load(text, f"{name}.am"))


def calls(lab: Laboratory, *targets: str) -> list[str]:
    for target in targets:
        lab.call("alice", target)
        lab.run(lab.now + 40.0)
    return [f"{s.at} {s.destination} {s.message.text}" for s in lab.said]


@pytest.mark.parametrize("name", SWITCHES)
def test_every_deviation_has_a_row_in_the_list_of_infidelities(name: str) -> None:
    listed = Path(__file__).resolve().parents[2] / "INFIDELITIES.md"

    assert f"| `{name}` |" in listed.read_text("utf-8")
