"""A scenario is read as it is written, or refused with the place and the right word."""

from typing import Any

import pytest

from mspllab.errors import ScenarioError, UsageError
from mspllab.lync.plan import ApplicationPlan, PhonePlan, Step
from mspllab.scenario.fault_line import FaultLine
from mspllab.scenario.language.settings import Settings
from mspllab.scenario.reader import read
from mspllab.scenario.scenario import (
    Budget,
    Client,
    Clocks,
    Installed,
    Links,
    Pair,
    PlatformEndpoint,
    Scenario,
    Server,
)
from mspllab.sim.datagram import Endpoint

TEXT = """\
title = "Who rings?"
[switches]
epid_in_to = false
[servers.fe01]
host = "fe01.lab.example"
address = "192.0.2.11"
recurse = [302, 303]
[[servers.fe01.applications]]
manifest = "../scripts/reroute.am"
[users.alice]
[users.bob]
line = "tel:+12065550142"
[clients.alice]
user = "alice"
epid = "a1b2c3d4e5"
address = "192.0.2.90:50877"
[clients.bob-desk]
user = "bob"
epid = "b0b0000001"
address = "[2001:db8::101]:50211"
register = 20.0
on_call = { ring_after = "never", answer_after = 5 }
[applications.reroute]
host = "app01.lab.example"
address = "192.0.2.50"
port = 10607
gruu = "sip:app01.lab.example@lab.example;gruu;opaque=srvr:reroute:z85CLh3G"
[applications.reroute.endpoints.frontdesk]
uri = "sip:frontdesk@lab.example"
default_routing = true
on_call.accept_after = 0.0
[[timeline]]
at = 0.0
who = "alice"
do = "call"
to = "sip:bob@lab.example"
headers = { Subject = "Lunch", X-Seen = ["a", "b"] }
[links]
transport = "UDP"
pairs = [{ between = ["fe01", "alice"], loss = 0.1 }]
[[faults]]
lose = "first 100"
from = "fe01"
to = "alice"
[timers]
t1 = 0.25
[budget]
legs = 10
"""


def no_files(name: str) -> str:
    raise UsageError(f"there is no file {name}")


def scenario(text: str = TEXT, **overrides: Any) -> Scenario:
    settings = Settings.parse(text, "scenarios/who.toml").with_overrides(overrides)
    return read(settings, read_text=no_files)


def test_every_part_of_a_scenario_is_read() -> None:
    found = scenario()

    assert found == Scenario(
        title="Who rings?",
        switches=(("epid_in_to", False),),
        servers=(
            Server(
                "fe01",
                "fe01.lab.example",
                "192.0.2.11",
                recurse=(302, 303),
                applications=(Installed("../scripts/reroute.am"),),
            ),
        ),
        users=found.users,
        clients=(
            Client("alice", "alice", Endpoint("192.0.2.90", 50877), epid="a1b2c3d4e5"),
            Client(
                "bob-desk",
                "bob",
                Endpoint("2001:db8::101", 50211),
                epid="b0b0000001",
                register=20.0,
                on_call=PhonePlan(ring_after=None, answer_after=5.0),
            ),
        ),
        applications=found.applications,
        timeline=(
            Step(
                0.0,
                "alice",
                "call",
                "sip:bob@lab.example",
                headers=(("Subject", "Lunch"), ("X-Seen", "a"), ("X-Seen", "b")),
            ),
        ),
        links=Links("UDP", pairs=(Pair(("fe01", "alice"), loss=0.1),)),
        faults=(FaultLine(lose="first 100", source="fe01", destination="alice"),),
        timers=Clocks(t1=0.25),
        budget=Budget(legs=10),
        path="scenarios/who.toml",
    )
    assert found.applications[0].endpoints == (
        PlatformEndpoint(
            "frontdesk",
            uri="sip:frontdesk@lab.example",
            default_routing=True,
            on_call=ApplicationPlan(accept_after=0.0),
        ),
    )
    assert [person.line for person in found.users] == [None, "tel:+12065550142"]


def test_a_call_may_name_whom_it_is_for() -> None:
    found = scenario(**{"timeline.0.to": '"Bob" <sip:bob@lab.example>'})

    assert found.timeline[0].to == '"Bob" <sip:bob@lab.example>'
    with pytest.raises(ScenarioError, match=r"timeline\.0\.to: "):
        scenario(**{"timeline.0.to": '"Bob <sip:bob@lab.example>'})


def test_a_scenario_without_title_is_called_as_its_file() -> None:
    assert scenario("seed = 7").title == "who"


def test_an_empty_scenario_is_one() -> None:
    assert scenario("") == Scenario(title="who", path="scenarios/who.toml")


def test_the_text_of_a_raw_message_is_fetched() -> None:
    text = TEXT.replace('do = "call"', 'do = "send"\nmessage = "../odd.sip"')
    settings = Settings.parse(text, "who.toml")

    found = read(settings, read_text=lambda name: f"text of {name}")

    assert found.timeline[0].message == "text of ../odd.sip"


def test_a_raw_message_that_is_not_there_is_shown_where_it_is_named() -> None:
    text = TEXT.replace('do = "call"', 'do = "send"\nmessage = "odd.sip"')

    with pytest.raises(ScenarioError, match=r"who\.toml:36:11: there is no file odd"):
        scenario(text)


MISTAKES = [
    # what is written instead of what, line and column, what is said about it
    (
        "title =",
        "titel =",
        "1:1",
        'a scenario has no key "titel"; did you mean "title"?',
    ),
    ("[servers.fe01]", "[server.fe01]", "4:2", 'did you mean "servers"?'),
    ("epid_in_to", "epid_in_too", "3:15", 'did you mean "epid_in_to"?'),
    ("= false", "= 0", "3:14", "epid_in_to: expected true or false, found 0"),
    ("host = ", "hots = ", "5:1", 'a server has no key "hots"; did you mean "host"?'),
    ('host = "fe01.lab.example"\n', "", "4:1", 'a server needs "host"'),
    ('"192.0.2.11"', '"192.0.2.300"', "6:11", "expected a host name or an IP address"),
    ('"192.0.2.11"', "19202", "6:11", "expected a host name or an IP address"),
    ("[302, 303]", "[302, 404]", "7:17", "a whole number from 300 to 399, found 404"),
    (
        "[302, 303]",
        "303",
        "7:11",
        "expected a list of whole numbers, in square brackets",
    ),
    (
        'user = "bob"',
        'user = "bbo"',
        "18:8",
        'no user called "bbo"; did you mean "bob"?',
    ),
    (":50877", "", "16:11", 'such as "192.0.2.90:50877", found "192.0.2.90"'),
    (":50877", ":99999", "16:11", "expected a port from 1 to 65535, found 99999"),
    ("register = 20.0", 'register = "befor"', "21:12", 'did you mean "before"?'),
    ('"never"', '"nevr"', "22:26", 'from 0 up, or "never", found "nevr"; did you mean'),
    ("answer_after = 5", "answer_after = -1", "22:50", "a number from 0 up, found -1"),
    ("answer_after = 5", "answer = 5", "22:35", 'did you mean "answer_after"?'),
    (
        "port = 10607",
        'port = "10607"',
        "26:8",
        'a whole number from 1 to 65535, found "1',
    ),
    ("port = 10607", "port = true", "26:8", "from 1 to 65535, found true"),
    ("gruu = ", "gruu = 1 #", "27:8", "expected a URI such as sip:bob@lab.example"),
    ('uri = "sip:frontdesk@lab.example"\n', "", "28:1", 'needs "uri", its contact'),
    ("default_routing = true", 'kind = "user"', "28:1", 'needs "user", whose it is'),
    ('"alice"\ndo', '"alcie"\ndo', "34:7", 'called "alcie"; did you mean "alice"?'),
    ('"alice"\ndo', '"fe01"\ndo', "35:6", "a server does nothing but"),
    ('"alice"\ndo = "call"', '"fe02"\ndo = "enable"', "34:7", 'did you mean "fe01"?'),
    ('"call"', '"enable"', "35:6", 'the administrator of a "front-end"'),
    ('"call"', '"cal"', "35:6", 'found "cal"; did you mean "call"?'),
    ('who = "alice"\ndo = "call"', 'who = "reroute"\ndo = "send"', "35:6", "only"),
    ('"call"', '"refer"', "32:1", '"refer" needs "target", whom to call'),
    (
        '"call"',
        '"call"\nreplaces = "alice"\njoins = "alice"',
        "37:9",
        "taken over or joined, not both",
    ),
    ('"call"', '"send"', "32:1", 'sending needs "message", a file'),
    ('to = "sip:bob@lab.example"\n', "", "32:1", 'a call needs "to", a URI'),
    ('"sip:bob@lab.example"', '"sip:b b@lab.example"', "36:6", "no white space"),
    ('"Lunch"', "12", "37:23", "headers.Subject: expected a text, found 12"),
    ('"Lunch"', '"a\\nVia: x"', "37:23", "headers.Subject: expected one line, found"),
    ("Subject", "f", "37:17", "headers.f: the phone writes f itself"),
    ("Subject", '"Sub ject"', "37:26", '"Sub ject" is no name of a header'),
    ("at = 0.0", "at = inf", "33:6", "a number from 0 up, found inf"),
    ("at = 0.0", "at = 1979-05-27", "33:6", "found 1979-05-27"),
    (
        '"UDP"',
        '"UPD"',
        "39:13",
        '"UDP", "TCP" or "TLS", found "UPD"; did you mean "UDP"?',
    ),
    ("loss = 0.1", "loss = 1.1", "40:48", "a number from 0 to 1, found 1.1"),
    ('["fe01", "alice"]', '["fe01"]', "40:22", "between two different elements"),
    ('["fe01", "alice"]', '["fe01", "alic"]', "40:31", 'did you mean "alice"?'),
    ('"first 100"', '"fist 100"', "42:8", 'did you mean "first"?'),
    ("lose =", "loose =", "42:1", 'a fault has no key "loose"; did you mean "lose"?'),
    ('lose = "first 100"\n', "", "41:1", "a fault says one of lose, duplicate, delay,"),
    ("[[faults]]\n", '[[faults]]\ndown = "alice"\n', "41:1", "found lose and down"),
    ("legs = 10", "legs = 0", "48:8", "a whole number from 1 up, found 0"),
    ("[clients.bob-desk]", "[clients.fe01]", "17:1", '"fe01" is in [servers] already'),
    ("192.0.2.90", "192.0.2.11", "16:11", "192.0.2.11 belongs to fe01 already"),
    ("[2001:db8::101]", "192.0.2.90", "20:11", "192.0.2.90 belongs to alice already"),
    (
        "recurse",
        'kind = "proxy"\nrecurse',
        "9:1",
        '"front-end" and an "edge" run scripts',
    ),
    ('"fe01.lab.example"', '"fe01"', "4:1", 'fe01 needs "domains", or a "host" with'),
    ("answer_after = 5", "redirect_after = 5", "22:11", 'needs "redirect_to", a URI'),
    (
        "accept_after = 0.0",
        "forward_after = 0.0",
        "31:1",
        'forwards needs "forward_to"',
    ),
    ("[[timeline]]", "[timeline]", "32:1", "written as tables, [[timeline]]"),
    (
        "[users.bob]\nline",
        "[users]\nbob = 1\nline",
        "12:7",
        "a user is a table of keys",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "place", "complaint"), MISTAKES)
def test_a_mistake_is_shown_with_its_place_and_what_would_be_right(
    right: str, wrong: str, place: str, complaint: str
) -> None:
    assert right in TEXT

    with pytest.raises(ScenarioError) as caught:
        scenario(TEXT.replace(right, wrong, 1))

    assert complaint in str(caught.value)
    assert str(caught.value).startswith(f"scenarios/who.toml:{place}: ")
    assert "^" in str(caught.value).splitlines()[-1]


def test_two_endpoints_cannot_both_take_what_is_left_over() -> None:
    second = {"uri": "sip:other@lab.example", "default_routing": True}

    with pytest.raises(
        ScenarioError, match="frontdesk is the default routing endpoint"
    ):
        scenario(**{"applications.reroute.endpoints.other": second})


def test_two_clients_of_a_user_cannot_share_an_epid() -> None:
    with pytest.raises(ScenarioError, match="alice, of the same user, has this epid"):
        scenario(
            **{"clients.bob-desk.user": "alice", "clients.bob-desk.epid": "a1b2c3d4e5"}
        )


def test_a_proxy_without_memory_knows_nobody_who_is_silent() -> None:
    proxy = {"servers.fe01.kind": "proxy", "servers.fe01.applications": None}
    with pytest.raises(ScenarioError, match="is stateless, and never knows who is"):
        scenario(
            **proxy, **{"servers.fe01.stateless": True, "servers.fe01.silent_with": 480}
        )


def test_clients_need_a_server() -> None:
    text = '[users.a]\n[clients.a]\nuser = "a"\naddress = "192.0.2.1:5060"\n'

    with pytest.raises(ScenarioError, match=r"who\.toml:2:1: a needs a server"):
        scenario(text)


def test_an_impossible_scenario_cannot_be_made_by_hand_either() -> None:
    with pytest.raises(ScenarioError, match="no profile 'lnyc'"):
        Scenario(profile="lnyc")
    with pytest.raises(ScenarioError, match="nothing travels as 'smoke'"):
        Scenario(wire="smoke")
    with pytest.raises(ScenarioError, match="cannot end at -1"):
        Scenario(until=-1)


def test_a_scenario_shows_who_takes_part() -> None:
    shown = "<Scenario 'Who rings?': fe01, reroute, alice, bob-desk; 1 step>"

    assert repr(scenario()) == shown
