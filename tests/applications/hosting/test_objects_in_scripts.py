"""Variables, classes, fields and constants of mspl.md §5, as scripts see them."""

import pytest

from mspllab.applications.application import check
from mspllab.applications.surroundings import METHOD_BITS
from mspllab.mspl.vocabulary import Level
from mspllab.sip.build import response
from tests.applications.builtins.bench import NULL, error, ran, refused, value
from tests.applications.conftest import make_invite, make_manifest

INVITE = make_invite(body=b"v=0\r\n")
BUSY = response(INVITE, 486, to_tag="d-01")
PHONE = make_invite(
    uri="sip:+12065550142@lab.example;user=phone",
    from_="<sip:+12065550110@lab.example;user=phone>;tag=1",
)
FROM = '"Alice" <sip:alice@lab.example>;tag=a-77f1;epid=a1b2c3d4e5'

ON_A_REQUEST = [
    ("sipMessage.From", FROM),
    ("sipRequest.From", FROM),
    ("sipRequest.To", "<sip:bob@lab.example>"),
    ("sipRequest.Content", "v=0\r\n"),
    ("sipRequest.Method", "INVITE"),
    ("sipRequest.StandardMethod", "INVITE"),
    ("sipRequest.RequestUri", "sip:bob@lab.example"),
    ("sipMessage.TlsPeer", "192.0.2.90"),
    ("sipMessage.Authenticated", "true"),
    ("sipMessage.Stamp", NULL),
    ("sipMessage.StampPool", NULL),
    ("sipMessage.Origin", "NetworkUnknown"),
    ("sipMessage.ExternalSourceType", "Unknown"),
    ("sipMessage.ExternalSourceNetwork", "Unknown"),
    ("sipMessage.Transaction.Request.Method", "INVITE"),
    ("sipRequest.Transaction.Request.RequestUri", "sip:bob@lab.example"),
    ("sipMessage.Transaction.MarshalContent", "true"),
    ("sipResponse.StatusCode", "false"),
    ("sipResponse.StatusReasonPhrase", "false"),
    ("sipResponse.From", "false"),
    ("sipResponse.Transaction.Request.Method", "false"),
    ("dbEndpoint.EPID", "false"),
    ("RequestSource.Aor", "alice@lab.example"),
    ("RequestSource.IsPhone", "false"),
    ("RequestSource.Instance", "{7446BEDA-E8B3-53B7-A965-B85A66A31CFC}"),
    ("RequestTarget.Aor", "bob@lab.example"),
    ("RequestTarget.Uri", "sip:bob@lab.example"),
    ("RequestTarget.IsPhone", "false"),
    ("RequestTarget.Instance", NULL),
    ("RequestTarget.DomainSupported", "true"),
    ("FQDN", "fe01.lab.example"),
    ("ServerPool", "pool01.lab.example"),
    ("Role", "FrontEnd"),
    ("sipResponse.StatusClass != StatusClass._2xx", "true"),
    ("sipResponse.StatusCode != 200", "true"),
    ("sipRequest.Method == StandardMethod.Invite", "true"),
    ("sipRequest.StandardMethod == StandardMethod.Invite", "true"),
    ("sipRequest.StandardMethod == StandardMethod.Bye", "false"),
]


@pytest.mark.parametrize(("expression", "wanted"), ON_A_REQUEST)
def test_what_a_script_reads_of_a_request(expression: str, wanted: str) -> None:
    assert value(expression, INVITE) == wanted


ON_A_RESPONSE = [
    ("sipResponse.StatusCode", "486"),
    ("sipResponse.StatusClass", "400"),
    ("sipResponse.StatusClass == StatusClass._4xx", "true"),
    ("sipResponse.StatusReasonPhrase", "Busy Here"),
    ("sipMessage.From", FROM),
    ("sipRequest.Method", "false"),
    ("sipRequest.RequestUri", "false"),
    ("sipResponse.Transaction.Request.Method", "INVITE"),
    ("sipMessage.Transaction.Request.From", FROM),
    ("sipMessage.Transaction.Request.Content", "v=0\r\n"),
    ("RequestSource.Aor", "alice@lab.example"),
    ("RequestTarget.Aor", "bob@lab.example"),
]


@pytest.mark.parametrize(("expression", "wanted"), ON_A_RESPONSE)
def test_what_a_script_reads_of_a_response(expression: str, wanted: str) -> None:
    assert value(expression, BUSY, request=INVITE) == wanted


def test_both_parties_may_be_telephone_numbers() -> None:
    assert value("RequestSource.Aor", PHONE) == "+12065550110"
    assert value("RequestSource.IsPhone", PHONE) == "true"
    assert value("RequestTarget.Aor", PHONE) == "+12065550142"
    assert value("RequestTarget.IsPhone", PHONE) == "true"
    assert value("RequestTarget.Uri", PHONE) == PHONE.uri


@pytest.mark.parametrize(
    ("method", "constant"),
    [
        ("ACK", "ACK"),
        ("BENOTIFY", "BENOTIFY"),
        ("SERVICE", "SERVICE"),
        ("PRACK", ""),
        ("invite", ""),
    ],
)
def test_methods_have_constants_or_none(method: str, constant: str) -> None:
    request = make_invite(method)
    expression = "Concatenate(sipRequest.StandardMethod, sipRequest.Method)"

    assert value(expression, request) == constant + method


# --- what can be assigned -------------------------------------------------------------


def test_content_is_written_with_its_length() -> None:
    result = ran('sipMessage.Content = "\\u00e4b";', INVITE)

    assert result.message.body == "äb".encode()
    assert result.message.headers.get("Content-Length") == "3"


def test_other_kinds_become_text_when_they_are_assigned() -> None:
    assert ran("sipMessage.Content = 12;", INVITE).message.body == b"12"
    assert ran("sipMessage.Content = true;", INVITE).message.body == b"true"
    assert error("sipMessage.Content = null;", INVITE).startswith("script: ")
    assert error("sipMessage.Content = sipMessage;", INVITE).startswith("script: ")


def test_a_stamp_is_set_read_and_taken_off() -> None:
    read = 'Log("t", false, sipMessage.Stamp, sipMessage.StampPool);'
    (entry,) = ran(f'sipRequest.Stamp = "seen"; {read}', INVITE).log
    assert entry.lines == ("seen", "pool01.lab.example")

    for nothing in ("null", '""'):
        script = f'sipMessage.Stamp = "a"; sipMessage.Stamp = {nothing};'
        assert ran(script, INVITE).message.headers.lines == INVITE.headers.lines


def test_a_request_uri_is_checked() -> None:
    assert error('sipRequest.RequestUri = "bob";', INVITE).startswith("script: ")
    script = 'sipRequest.RequestUri = "sip:c@lab.example";'
    read = 'Log("t", false, sipRequest.RequestUri);'
    assert ran(script + read, INVITE).log[0].lines == ("sip:c@lab.example",)


def test_fields_of_absent_objects_cannot_be_assigned() -> None:
    assert error('sipRequest.Content = "x";', BUSY).startswith("script: ")
    assert error('sipResponse.Stamp = "x";', INVITE).startswith("script: ")
    script = 'sipResponse.Transaction.Request.Stamp = "x";'
    assert error(script, BUSY, request=INVITE).startswith("script: ")


READ_ONLY = [
    *("sipMessage.From", "sipMessage.To", "sipRequest.Method", "sipMessage.StampPool"),
    *("sipResponse.StatusCode", "sipResponse.StatusReasonPhrase", "dbEndpoint.EPID"),
    *("RequestSource.Aor", "RequestTarget.Uri", "sipMessage.Authenticated"),
    *("sipMessage.TlsPeer", "sipMessage.Transaction.Request"),
]


@pytest.mark.parametrize("field", READ_ONLY)
def test_all_other_fields_are_read_only(field: str) -> None:
    assert refused(f'{field} = "x";') == ["MSPL209"]


@pytest.mark.parametrize(
    "name", ["sipMessage", "FQDN", "Role", "StandardMethod", "Message", "AddHeader"]
)
def test_built_in_names_cannot_be_assigned(name: str) -> None:
    assert refused(f'{name} = "x";') == ["MSPL208"]


# --- endpoints ------------------------------------------------------------------------

BOB = 'QueryEndpoints("bob@lab.example")'


def test_the_endpoints_of_a_user_and_all_their_fields() -> None:
    script = (
        f'foreach (dbEndpoint in {BOB}) {{ Log("t", false, dbEndpoint.EPID,'
        " dbEndpoint.Instance, dbEndpoint.StandardMethods, dbEndpoint.ExtraMethods,"
        " dbEndpoint.ContactInfo); }"
    )
    assert [entry.lines for entry in ran(script, INVITE).log] == [
        (
            "b0b0000001",
            "{D62ECEA5-A59E-56E1-808E-72F602F50A7F}",
            "80",
            "PRACK,UPDATE",
            "sip:192.0.2.101:50211;transport=tls",
        ),
        ("b0b0000002", "", "0", "", "sip:198.51.100.7:41822"),
    ]


def test_loops_over_endpoints_may_stand_in_one_another() -> None:
    script = (
        f"foreach (dbEndpoint in {BOB}) {{ a = dbEndpoint.EPID;"
        f' foreach (dbEndpoint in {BOB}) {{ Log("i", false, dbEndpoint.EPID); }}'
        ' Log("o", false, EqualString(a, dbEndpoint.EPID, false)); }'
        ' Log("after", false, dbEndpoint.EPID);'
    )
    result = ran(script, INVITE)

    assert result.errors == ()
    inner = [entry.lines[0] for entry in result.log if entry.channel == "i"]
    outer = [entry.lines[0] for entry in result.log if entry.channel == "o"]
    assert inner == ["b0b0000001", "b0b0000002"] * 2
    assert outer == ["true", "true"]
    assert result.log[-1].lines == ("false",)


def test_after_break_and_continue_it_is_absent_again() -> None:
    for leave in ("break", "continue"):
        script = (
            f"foreach (dbEndpoint in {BOB}) {{ {leave}; }}"
            ' Log("t", false, dbEndpoint.EPID);'
        )
        assert ran(script, INVITE).log[0].lines == ("false",)


def test_endpoints_stand_in_their_loop_only() -> None:
    assert refused(f"x = {BOB};") == ["MSPL213"]
    assert refused(f"foreach (e in {BOB}) {{ }}") == ["MSPL213"]


@pytest.mark.parametrize(("method", "bit"), METHOD_BITS.items())
def test_every_method_has_its_bit(method: str, bit: int) -> None:
    others = sum(METHOD_BITS.values()) - bit
    assert value(f'SupportsMethod("{method}", {bit:#06x}, "")') == "true"
    assert value(f'SupportsMethod("{method}", {others:#06x}, "")') == "false"
    assert value(f'SupportsMethod("{method}", {others}, "X, {method}")') == "true"


SUPPORTS = [
    ('SupportsMethod("", 0, "")', "false"),
    ('SupportsMethod("INVITE,BYE", 0, "")', "false"),
    ('SupportsMethod("INVITE", 0, "")', "true"),
    ('SupportsMethod("PRACK", 0, "")', "true"),
    ('SupportsMethod("PRACK", 0x0040, "")', "false"),
    ('SupportsMethod("PRACK", 0x0040, "UPDATE,PRACK")', "true"),
    ('SupportsMethod("CANCEL", 0x7FFF, "")', "false"),
    ('SupportsMethod(StandardMethod.Invite, 0x0040, "")', "true"),
    ('SupportsMethod(StandardMethod.NonStandard, 0, "")', "false"),
    ('SupportsMethod("INVITE", "64", "")', "true"),
]


@pytest.mark.parametrize(("expression", "wanted"), SUPPORTS)
def test_which_methods_an_endpoint_takes(expression: str, wanted: str) -> None:
    assert value(expression) == wanted


# --- constants and spellings ----------------------------------------------------------

CONSTANTS = [
    ("StandardMethod.NonStandard", "", "0"),
    ("StandardMethod.Invite", "INVITE", "1"),
    ("StandardMethod.BENOTIFY", "BENOTIFY", "12"),
    ("StandardMethod.Cancel", "CANCEL", "13"),
    ("StatusClass._1xx", "100", "100"),
    ("StatusClass._6xx", "600", "600"),
    ("StandardHeader.Nonstandard", "", "0"),
    ("StandardHeader.CallID", "Call-ID", "6"),
    ("StandardHeader.CSeq", "CSeq", "7"),
    ("StandardHeader.MimeVersion", "MIME-Version", "31"),
    ("StandardHeader.TimeStamp", "Timestamp", "40"),
    ("StandardHeader.UserAgent", "User-Agent", "42"),
    ("StandardHeader.WWWAuthenticate", "WWW-Authenticate", "44"),
    ("ServerRole.AccessProxy", "AccessProxy", "1"),
    ("ServerRole.HomeServer", "HomeServer", "4"),
    ("MessageOrigin.NetworkUnknown", "NetworkUnknown", "1"),
    ("MessageOrigin.LocalMachine", "LocalMachine", "4"),
    ("ExternalSourceType.Unknown", "Unknown", "1"),
    ("ExternalSourceType.AutoFed", "AutoFed", "8"),
    ("ExternalSourceNetwork.Unknown", "Unknown", "0"),
    ("ExternalSourceNetwork.Federation", "Federation", "2"),
]


@pytest.mark.parametrize(("name", "text", "number"), CONSTANTS)
def test_constants_have_a_text_and_a_number(name: str, text: str, number: str) -> None:
    assert value(f"Concatenate({name})") == text
    as_number = ran(f'n = -1; n = {name}; Log("t", false, n);').log
    assert as_number[0].lines == (number,)


SLIPS = [
    ("x = Options.UcEnabled;", "MSPL204", "UserOption"),
    ("x = UserOptions.UcEnabled;", "MSPL204", "UserOption"),
    ("x = PolicyType.UC;", "MSPL204", "UserPolicyType"),
    ("x = UserPolicyType.Uc;", "MSPL204", "UC"),
    ("x = Messageorigin.NetworkUnknown;", "MSPL204", "MessageOrigin"),
    ("x = sipRequest.RequestURI;", "MSPL203", "RequestUri"),
    ("x = StandardHeader.NonStandard;", "MSPL204", "Nonstandard"),
    ("x = StandardMethod.Nonstandard;", "MSPL204", "NonStandard"),
    ("x = StandardMethod.BENotify;", "MSPL204", "BENOTIFY"),
    ("x = StandardMethod.INVITE;", "MSPL204", "Invite"),
    ('x = LocalCluster("a");', "MSPL201", "IsLocalCluster"),
    ('Contains("a", "b", true);', "MSPL201", "ContainsString"),
    ('Addheader("a", "b");', "MSPL201", "AddHeader"),
    ('SetHeader("a", "b");', "MSPL201", "AddHeader"),
    ('ModifyHeader("a", "b");', "MSPL201", "SetParameterValue"),
]


@pytest.mark.parametrize(("script", "code", "right"), SLIPS)
def test_slips_of_documentation_and_habit_lead_to_the_right_name(
    script: str, code: str, right: str
) -> None:

    errors = [one for one in check(make_manifest(script), "s.am") if one.is_error]

    assert [one.code for one in errors] == [code]
    assert f"did you mean {right}?" in errors[0].message


FIELD_LEVELS = [
    ("sipMessage.TlsPeer", {Level.V2007R2, Level.V2010, Level.V2013}),
    ("sipMessage.ExternalSourceType", {Level.V2007R2, Level.V2010, Level.V2013}),
    ("sipMessage.ExternalSourceNetwork", {Level.V2007R2, Level.V2010, Level.V2013}),
    ("sipMessage.Transaction.MarshalContent", {Level.V2010, Level.V2013}),
    ("sipMessage.Origin", set(Level)),
    ("RequestSource.Aor", {Level.V2010, Level.V2013}),
    ("RequestTarget.Aor", {Level.V2007R2, Level.V2010, Level.V2013}),
    ("Role", {Level.V2007R2, Level.V2010, Level.V2013}),
    ("FQDN", set(Level)),
    ("dbEndpoint.Activity", {Level.V2005, Level.V2007R2}),
    ("dbEndpoint.HasPresence", {Level.V2005, Level.V2007R2}),
    ("dbEndpoint.EPID", set(Level)),
    ("UserOption.RpAllowed", {Level.V2005, Level.V2007R2}),
    ("UserOption.NoAudioVideo", {Level.V2010, Level.V2013}),
    ("UserOption.UcEnabled", set(Level)),
    ("StandardMethod.Benotify", {Level.V2005, Level.V2007R2}),
    ("StandardMethod.BENOTIFY", set(Level)),
]


@pytest.mark.parametrize(("expression", "levels"), FIELD_LEVELS)
def test_the_levels_that_have_a_name(expression: str, levels: set[Level]) -> None:
    known = {one for one in Level if not refused(f"x = {expression};", level=one)}

    assert known == levels
