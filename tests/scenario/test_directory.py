"""What scripts ask of their server is answered from the scenario (mspl.md §4.5, §5)."""

import pytest

from mspllab.applications.surroundings import Surroundings
from mspllab.errors import ScenarioError
from mspllab.lync.front_end import FrontEnd
from mspllab.mspl.vocabulary import Level
from mspllab.scenario.build import build
from mspllab.scenario.language.settings import Settings
from mspllab.scenario.load import scenario_of
from mspllab.sip.build import response
from tests.applications.builtins.bench import NULL, ran, value, values
from tests.applications.conftest import make_invite

TEXT = """
[servers.fe01]
host = "fe01.lab.example"
address = "192.0.2.11"
pool = "pool01.lab.example"
domains = ["lab.example", "eu.lab.example"]
blocked_domains = ["spam.example"]

[users.alice]

[users.bob]
line = "tel:+12065550142"
home_pool = "pool02.lab.example"
backup_pool = "pool03.lab.example"
options = ["UcEnabled", "OutsideAccess"]
blocks = ["alice"]

[[users.bob.policies]]
type = "Meeting"
xml = "<meeting/>"
[[users.bob.policies]]
xml = "<uc/>"

[[users.bob.categories]]
name = "routing"
container = 2
instance = 1
seen_by = ["alice@lab.example"]
xml = "<routing for='alice'/>"
[[users.bob.categories]]
name = "routing"
container = 3
seen_by = ["partner.example", "PublicCloud"]
xml = "<routing for='others'/>"
[[users.bob.categories]]
name = "state"
xml = "<state/>"

[clients.bob-desk]
user = "bob"
epid = "b0b0000001"
address = "192.0.2.101:50211"

[[federation]]
domain = "partner.example"
[[federation]]
domain = "public.example"
network = "PublicCloud"
source = "ClearingHouse"
"""


def server(text: str = TEXT) -> Surroundings:
    world = build(scenario_of(Settings.parse(text, "directory.toml")))
    (found,) = [one for one in world.elements.values() if isinstance(one, FrontEnd)]
    return found.surroundings


SERVER = server()
EDGE = server(TEXT.replace("[users.alice]", 'role = "AccessProxy"\n[users.alice]', 1))
BOB, PHONE = "bob@lab.example", "+12065550142"

ANSWERS = [
    ("FQDN", "fe01.lab.example"),
    ("ServerPool", "pool01.lab.example"),
    ("Role", "FrontEnd"),
    (f'QueryHomeServer("{BOB}")', "pool02.lab.example"),
    ('QueryHomeServer("BOB@lab.example")', "pool02.lab.example"),
    ('QueryHomeServer("alice@lab.example")', "pool01.lab.example"),
    ('QueryHomeServer("carol@lab.example")', NULL),
    ('QueryHomeServer("")', NULL),
    ('QueryHomeServer("no user at all")', NULL),
    (f'QueryHomeServer("{PHONE}", true)', "pool02.lab.example"),
    ('QueryHomeServer("+1 (206) 555-0142", true)', NULL),
    ('QueryHomeServer("+1(206)555-0142", true)', "pool02.lab.example"),
    (f'QueryHomeServer("{PHONE}", false)', NULL),
    (f'QueryHomeServer("{BOB}", true)', NULL),
    (
        f'QueryHomeServer("{BOB}", false, ClusterType.PrimaryRegistrar)',
        "pool02.lab.example",
    ),
    (
        f'QueryHomeServer("{BOB}", false, ClusterType.BackupRegistrar)',
        "pool03.lab.example",
    ),
    (
        f'QueryHomeServer("{PHONE}", true, ClusterType.UserServices)',
        "pool02.lab.example",
    ),
    (
        'QueryHomeServer("alice@lab.example", false, ClusterType.BackupRegistrar)',
        NULL,
    ),
    (f'IsLocalCluster(QueryHomeServer("{BOB}"))', "false"),
    ("IsLocalCluster(ServerPool)", "true"),
    ('IsLocalCluster("POOL01.lab.example")', "true"),
    ('IsLocalCluster("fe01.lab.example")', "false"),
    (f'CheckUserOption("{BOB}", UserOption.UcEnabled)', "true"),
    (f'CheckUserOption("sip:{BOB}", UserOption.UcEnabled)', "true"),
    (f'CheckUserOption("{PHONE}", UserOption.UcEnabled, true)', "true"),
    (f'CheckUserOption("{PHONE}", UserOption.UcEnabled)', "false"),
    (f'CheckUserOption("{BOB}", UserOption.RccEnabled)', "false"),
    ('CheckUserOption("alice@lab.example", UserOption.UcEnabled)', "false"),
    ('CheckUserOption("carol@lab.example", UserOption.UcEnabled)', "false"),
    ('DomainSupported("LAB.example")', "true"),
    ('DomainSupported("eu.lab.example")', "true"),
    ('DomainSupported("sub.lab.example")', "false"),
    ('DomainSupported("")', "true"),
    ('QueryDomain(Domain.Internal, "lab.example")', "true"),
    ('QueryDomain(Domain.Internal, "partner.example")', "false"),
    ('QueryDomain(Domain.Internal, "")', "false"),
    ('QueryDomain(Domain.Blocked, "SPAM.example")', "true"),
    ('QueryDomain(Domain.Blocked, "lab.example")', "false"),
    ("IsPasOnline()", "true"),
    (f'QueryCategory("{BOB}", 2, "routing", 1)', "<routing for='alice'/>"),
    (f'QueryCategory("sip:{BOB}", 2, "routing", 1)', "<routing for='alice'/>"),
    (f'QueryCategory("{PHONE}", 2, "routing", 1, true)', "<routing for='alice'/>"),
    (f'QueryCategory("{BOB}", 2, "routing", 0)', NULL),
    (f'QueryCategory("{BOB}", 9, "routing", 1)', NULL),
    (f'QueryCategory("{BOB}", 0, "state", 0)', NULL),
    ('QueryCategory("carol@lab.example", 2, "routing", 1)', NULL),
    (
        f'QueryCategoryBySubscriber("{BOB}", "alice@lab.example", "", "routing")',
        "<routing for='alice'/>",
    ),
    (
        f'QueryCategoryBySubscriber("{BOB}", "sip:ALICE@lab.example", "", "routing")',
        "<routing for='alice'/>",
    ),
    (
        f'QueryCategoryBySubscriber("{BOB}", "x@partner.example", "", "routing")',
        "<routing for='others'/>",
    ),
    (
        f'QueryCategoryBySubscriber("{BOB}", "x@y.example",'
        ' ExternalSourceNetwork.PublicCloud, "routing")',
        "<routing for='others'/>",
    ),
    (
        f'QueryCategoryBySubscriber("{BOB}", "x@y.example", "Federation", "routing")',
        NULL,
    ),
    ("RequestTarget.DomainSupported", "true"),
    ("sipMessage.Authenticated", "true"),
    ("sipMessage.Origin", "NetworkUnknown"),
    ("sipMessage.ExternalSourceType", "Unknown"),
    ("sipMessage.ExternalSourceNetwork", "Unknown"),
]


@pytest.mark.parametrize(("expression", "wanted"), ANSWERS)
def test_what_a_scenario_answers(expression: str, wanted: str) -> None:
    assert value(expression, surroundings=SERVER) == wanted


def test_the_registrations_are_those_of_its_clients() -> None:
    script = f'QueryEndpoints("{BOB}")'
    assert value(f'QueryHomeServer("{BOB}")', surroundings=SERVER) != NULL
    text = f'foreach (dbEndpoint in {script}) {{ Log("t", false, dbEndpoint.EPID); }}'

    assert [e.lines for e in ran(text, surroundings=SERVER).log] == [("b0b0000001",)]


OLDER = [
    (Level.V2007R2, f'CheckUserOption("{BOB}", UserOption.OutsideAccess)', "true"),
    (Level.V2007R2, f'CheckUserOption("{BOB}", UserOption.PublicCloud)', "false"),
    (Level.V2007R2, f'QueryUserPolicy("{BOB}", UserPolicyType.UC, false)', "<uc/>"),
    (
        Level.V2007R2,
        f'QueryUserPolicy("{PHONE}", UserPolicyType.Meeting, true)',
        "<meeting/>",
    ),
    (Level.V2007R2, 'QueryUserPolicy("x@y", UserPolicyType.UC, false)', ""),
    (Level.V2010, f'QueryUserPolicy("{BOB}", false)', "<meeting/>"),
    (Level.V2007R2, f'QueryCategory("{BOB}", 0, "state", 0)', "<state/>"),
    (
        Level.V2007R2,
        f'QueryCategoryBySubscriber("{BOB}", "any@body", "", "state")',
        "<state/>",
    ),
    (Level.V2005, f'QueryHomeServer("{BOB}")', "pool02.lab.example"),
    (Level.V2005, f'CheckPermissions("alice@lab.example", "{BOB}", "INVITE")', "false"),
    (
        Level.V2005,
        f'CheckPermissions("sip:{BOB}", "alice@lab.example", StandardMethod.Message)',
        "true",
    ),
]


@pytest.mark.parametrize(("level", "expression", "wanted"), OLDER)
def test_what_it_answers_to_older_scripts(
    level: Level, expression: str, wanted: str
) -> None:
    assert value(expression, surroundings=SERVER, level=level) == wanted


SENDERS = [
    ("sip:alice@lab.example", "true", "NetworkInternal", "Unknown", "Unknown"),
    ("sip:carol@lab.example", "false", "NetworkInternal", "Unknown", "Unknown"),
    (
        "sip:dan@partner.example",
        "false",
        "NetworkExternal",
        "DirectPartner",
        "Federation",
    ),
    (
        "sip:eve@PUBLIC.example",
        "false",
        "NetworkExternal",
        "ClearingHouse",
        "PublicCloud",
    ),
    ("sip:x@else.example", "false", "NetworkExternal", "Unknown", "Unknown"),
]


@pytest.mark.parametrize(("sender", "proved", "origin", "source", "network"), SENDERS)
def test_an_edge_tells_where_a_message_came_from(
    sender: str, proved: str, origin: str, source: str, network: str
) -> None:
    invite = make_invite(from_=f"<{sender}>;tag=1")

    assert value("Role", surroundings=EDGE) == "AccessProxy"
    assert value("sipMessage.Authenticated", invite, surroundings=EDGE) == proved
    assert value("sipMessage.Origin", invite, surroundings=EDGE) == origin
    field = "sipRequest.ExternalSourceType"
    assert value(field, invite, surroundings=EDGE) == source
    field = "sipRequest.ExternalSourceNetwork"
    assert value(field, invite, surroundings=EDGE) == network
    assert value("sipMessage.Origin", invite, surroundings=SERVER) == "NetworkUnknown"


def test_whoever_answers_is_the_sender_of_a_response() -> None:
    to_partner = make_invite(to="<sip:dan@partner.example>")
    answer = response(to_partner, 200, to_tag="d-01")

    field = "sipResponse.ExternalSourceNetwork"
    assert value(field, answer, surroundings=SERVER) == "Federation"
    assert value("sipResponse.Authenticated", answer, surroundings=SERVER) == "false"


def test_what_an_edge_wrote_into_a_message_is_believed_without_a_scenario() -> None:
    trust = "ms-source-type=AutoFed;ms-ep-fqdn=edge;ms-source-network=federation"
    invite = make_invite(headers=(("ms-edge-proxy-message-trust", trust),))

    assert value("sipMessage.ExternalSourceType", invite) == "AutoFed"
    assert value("sipMessage.ExternalSourceNetwork", invite) == "Federation"


def test_presence_can_be_down_and_domains_can_be_listed() -> None:
    keys = 'pas_online = false\ninternal_domains = ["inside.example"]\n[users.alice]'
    other = server(TEXT.replace("[users.alice]", keys, 1))

    assert value("IsPasOnline()", surroundings=other) == "false"
    ask = 'QueryDomain(Domain.Internal, "inside.example")'
    assert value(ask, surroundings=other) == "true"
    ask = 'QueryDomain(Domain.Internal, "lab.example")'
    assert value(ask, surroundings=other) == "false"


def test_a_server_alone_in_its_pool_is_a_home_server() -> None:
    alone = server(TEXT.replace('pool = "pool01.lab.example"', ""))

    assert value("Role", surroundings=alone) == "HomeServer"
    assert value("ServerPool", surroundings=alone) == "fe01.lab.example"
    assert values('Split("a", ",")', surroundings=alone) == ["a"]


WRONG = [
    ("options = [", 'options = ["UcEnable"', 'did you mean "UcEnabled"'),
    ('blocks = ["alice"]', 'blocks = ["alic"]', 'there is no user called "alic"'),
    ('type = "Meeting"', 'type = "Meetings"', 'did you mean "Meeting"'),
    ('xml = "<uc/>"', 'xlm = "<uc/>"', 'did you mean "xml"'),
    ("container = 2", "container = -2", "a whole number from 0"),
    ('network = "PublicCloud"', 'network = "Public"', 'did you mean "PublicCloud"'),
    ('source = "ClearingHouse"', 'sorce = "x"', 'did you mean "source"'),
    ('pool = "pool01', 'role = "Edge"\npool = "pool01', '"AccessProxy"'),
    ('home_pool = "pool02.lab.example"', "home_pool = 7", "a host name"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_a_slip_is_told_with_its_line_and_the_right_word(
    right: str, wrong: str, said: str
) -> None:
    text = TEXT.replace(right, wrong + ("" if right[-1] != "[" else ", "), 1)
    with pytest.raises(ScenarioError) as error:
        server(text)

    assert said in str(error.value), str(error.value)
    assert "directory.toml:" in str(error.value)
