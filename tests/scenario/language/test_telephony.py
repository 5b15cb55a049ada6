"""Telephone calls in scenarios: what is read, and how mistakes are shown."""

from typing import Any

import pytest

from mspllab.errors import ScenarioError
from mspllab.lync.voice import DialRule, VoiceRoute
from mspllab.scenario.cast import Cast
from mspllab.scenario.language.settings import Settings
from mspllab.scenario.load import scenario_of
from mspllab.scenario.scenario import Scenario

TEXT = """\
[servers.fe01]
host = "fe01.lab.example"
address = "192.0.2.11"
[users.alice]
dial_plan = "house"
voice_policy = "all"
[users.bob]
voice_mail = "um01"
[users.bob.routing]
forward_to = "voice mail"
team = ["alice", "tel:+14255550199"]
wait_team = 10
[dial_plans.house]
rules = [{ pattern = '^(1..)$', translation = "+12065550$1" }]
[voice_policies.all]
usages = ["any"]
[routes.any]
pattern = '^\\+1'
gateways = ["gw01"]
usages = ["any"]
[gateways.gw01]
host = "gw01.lab.example"
address = "192.0.2.60"
phones.mobile = { number = "+14255550199" }
[voice_mail.um01]
host = "um01.lab.example"
address = "192.0.2.70"
[[timeline]]
at = 0
who = "gw01"
phone = "mobile"
do = "call"
to = "sip:bob@lab.example"
"""


def scenario(text: str = TEXT, **overrides: Any) -> Scenario:
    return scenario_of(Settings.parse(text, "numbers.toml").with_overrides(overrides))


def test_names_of_users_become_their_addresses_and_uris_stay() -> None:
    bob = Cast(scenario()).user("bob").settings
    assert bob.routing.team == ("sip:alice@lab.example", "tel:+14255550199")
    assert bob.routing.forward_to == "voice mail"
    assert bob.routing.wait_team == 10.0
    assert bob.voice_mail == "um01"


def test_plans_routes_and_gateways_are_what_a_server_knows() -> None:
    voice = Cast(scenario()).voice
    assert voice.dial_plans[0].rules == (DialRule("^(1..)$", "+12065550$1"),)
    assert voice.routes == (VoiceRoute("any", r"^\+1", ("gw01",), ("any",)),)
    assert [trunk.endpoint.host for trunk in voice.trunks] == ["192.0.2.60"]
    assert [name for name, _ in voice.mailboxes] == ["um01"]


MISTAKES = [
    ('"house"\nv', '"hause"\nv', "5:13", 'no dial plan called "hause"; did you mean'),
    ('"all"', '"al"', "6:16", 'there is no voice policy called "al"; there is all'),
    ('"um01"\n', '"um02"\n', "8:14", 'no voice mail called "um02"; did you mean'),
    ("team =", "teem =", "11:1", 'wants has no key "teem"; did you mean "team"?'),
    ('"alice", "', '"alise", "', "11:9", 'no user called "alise"; did you mean'),
    ('"voice mail"', '"voicemail"', "10:14", 'there is no user called "voicemail"'),
    ("= 10", "= 1300", "12:13", "a number from 0 to 1200, found 1300"),
    ("^(1..)$", "^(1..$", "14:22", "is no regular expression: missing )"),
    ("^(1..)$", "^(1+)+$", "14:22", "repeats what repeats already"),
    ("0$1", "0$2", "14:47", "$2 stands for nothing: the pattern has 1 pair(s)"),
    ('["gw01"]', '["gw1"]', "19:13", 'no gateway called "gw1"; did you mean "gw01"?'),
    ('"+14255550199" }', '"home" }', "24:28", "a telephone number such as +1425"),
    ('"mobile"\n', '"mobil"\n', "31:9", 'has no telephone "mobil"; did you mean'),
    ('"call"', '"register"', "32:6", 'no telephone can "register", only'),
    ('"192.0.2.70"', '"192.0.2.60"', "27:11", "192.0.2.60 belongs to gw01 already"),
]


@pytest.mark.parametrize(("right", "wrong", "place", "complaint"), MISTAKES)
def test_a_mistake_is_shown_with_its_place_and_what_would_be_right(
    right: str, wrong: str, place: str, complaint: str
) -> None:
    assert right in TEXT

    with pytest.raises(ScenarioError) as caught:
        scenario(TEXT.replace(right, wrong, 1))

    assert complaint in str(caught.value)
    assert str(caught.value).startswith(f"numbers.toml:{place}: ")


def test_a_gateway_without_telephones_makes_no_calls() -> None:
    text = TEXT.replace("phones.mobile", "#").replace('phone = "mobile"\n', "")
    with pytest.raises(ScenarioError, match="no telephone behind gw01"):
        scenario(text)


def test_two_telephones_cannot_have_one_number() -> None:
    other = {"gateways.gw01.phones.desk": {"number": "+14255550199"}}
    with pytest.raises(ScenarioError, match="mobile has the number"):
        scenario(**other)
